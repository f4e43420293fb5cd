import type { BaseCandidate, BaseChoice } from "../../domain/image/base-choice.ts";
import { ageText, vulnerabilitiesText, remarks, sizeText, traitsText } from "../content/bases.ts";
import { countText } from "../content/units.ts";
import { fit, hang, headline, padEnd, padStart, type Page } from "./page.ts";

const columns: readonly { readonly head: string; readonly cell: (one: BaseCandidate) => string }[] = [
  { head: "points", cell: ({ points }) => points.toFixed(1) },
  { head: "vulnerabilities", cell: vulnerabilitiesText },
  { head: "age", cell: ageText },
  { head: "size", cell: sizeText },
  { head: "packages", cell: ({ packages }) => String(packages) },
];

/** The candidates, best first: a line of numbers each, and the deciding remarks below it. */
export function baseSection({ candidates, unread, tags, scale, repository }: BaseChoice, page: Page): string[] {
  const { width, paint } = page;
  const tableColumns = columns.map((column) => {
    const cells = candidates.map(column.cell);
    return { ...column, cells, width: 2 + Math.max(column.head.length, ...cells.map((cell) => cell.length)) };
  });
  const room = Math.max(16, width - 3 - tableColumns.reduce((sum, column) => sum + column.width, 0));
  const note = `${tags.read} of ${countText(tags.all, "tag")} read`;
  return [
    ...headline(page, `Base images from ${repository}`, note),
    paint("dim", `   ${padEnd("", room)}${tableColumns.map(({ head, width: cell }) => padStart(head, cell)).join("")}`),
    ...candidates.flatMap((candidate, at) => {
      const name = padEnd(fit(candidate.name, room), room);
      const numbers = tableColumns.map((column) => padStart(column.cells[at] ?? "", column.width)).join("");
      const mark = candidate.inUse ? "→" : " ";
      const lines = [traitsText(candidate), ...remarks(candidate)];
      return [
        `${mark} ${paint(toneOf(candidate), "●")}${paint("bold", name)}${numbers}`.trimEnd(),
        ...lines.flatMap((line) => hang(page, "     ", line, line.startsWith("!") ? "yellow" : "dim")),
      ];
    }),
    ...(unread.length === 0
      ? []
      : ["", ...unread.flatMap(({ name, reason }) => hang(page, "? ", `${name} was not read: ${reason}`, "yellow"))]),
    "",
    ...hang(page, "  ", `→ is the base in use. Fewer points are better: ${scale.join("; ")}.`, "dim"),
  ];
}

/** The recommended line, and how to keep it up to date. */
export function pinSection({ pin, recommended }: BaseChoice, page: Page): string[] {
  if (pin === undefined || recommended === undefined) return [];
  const change = pin.diff === undefined || pin.diff === "" ? [`FROM ${pin.from}`] : pin.diff.trimEnd().split("\n");
  return [
    ...headline(page, `Use ${recommended}`, "tag kept, digest pinned"),
    ...change,
    "",
    ...hang(
      page,
      "",
      "A digest that no one moves gets no fixes. Renovate (renovate.json) or Dependabot (.github/dependabot.yml) keep it fresh:",
      "dim",
    ),
    ...pin.renovate.trimEnd().split("\n"),
    "",
    ...pin.dependabot.trimEnd().split("\n"),
  ];
}

function toneOf({ proof, lifeCycles, vulnerabilities }: BaseCandidate): "green" | "yellow" | "red" {
  if (proof?.verdict === "breaks" || proof?.verdict === "not-built" || lifeCycles.some(({ ended }) => ended))
    return "red";
  return "missing" in vulnerabilities || vulnerabilities.severities.critical + vulnerabilities.severities.high > 0
    ? "yellow"
    : "green";
}
