import type { BaseChoice } from "../../domain/image/base-choice.ts";
import { ageText, vulnerabilitiesText, remarks, sizeText, traitsText } from "../content/bases.ts";
import { code, fenced, prose, table } from "./text.ts";

/** The ranking as a table, the remarks as lists, and what to write. */
export function baseBlocks({ candidates, unread, pin, recommended, scale }: BaseChoice): string[] {
  const rows = candidates.map((one) => [
    `${code(one.name)}${one.inUse ? " (in use)" : ""}`,
    one.points.toFixed(1),
    vulnerabilitiesText(one),
    ageText(one),
    sizeText(one),
    String(one.packages),
    prose(traitsText(one)),
  ]);
  const said = candidates.flatMap((one) => remarks(one).map((text) => `- ${code(one.name)}: ${prose(text)}`));
  return [
    "## Base images",
    table(["base", "points", "vulnerabilities", "age", "size", "packages", "what it is"], rows),
    ...(said.length === 0 ? [] : [said.join("\n")]),
    ...(unread.length === 0
      ? []
      : [unread.map(({ name, reason }) => `- ${code(name)} was not read: ${prose(reason)}`).join("\n")]),
    `Fewer points are better: ${prose(scale.join("; "))}.`,
    ...(pin === undefined || recommended === undefined
      ? []
      : [
          `## Use ${code(recommended)}`,
          fenced(
            pin.diff === undefined || pin.diff === "" ? `FROM ${pin.from}` : pin.diff,
            pin.diff ? "diff" : "dockerfile",
          ),
          fenced(pin.renovate, "json"),
          fenced(pin.dependabot, "yaml"),
        ]),
  ];
}
