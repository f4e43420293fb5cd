import type { BaseChoice } from "../../domain/image/base-choice.ts";
import { ageText, vulnerabilitiesText, remarks, sizeText, traitsText } from "../content/bases.ts";
import { code, fenced, prose, table } from "../content/markdown-text.ts";

/** The ranking as a table, the remarks as lists, and the recommended line. */
export function baseBlocks({ candidates, unread, pin, recommended, scale }: BaseChoice): string[] {
  const rows = candidates.map((candidate) => [
    `${code(candidate.name)}${candidate.inUse ? " (in use)" : ""}`,
    candidate.points.toFixed(1),
    vulnerabilitiesText(candidate),
    ageText(candidate),
    sizeText(candidate),
    String(candidate.packages),
    prose(traitsText(candidate)),
  ]);
  const remarkLines = candidates.flatMap((one) => remarks(one).map((text) => `- ${code(one.name)}: ${prose(text)}`));
  return [
    "## Base images",
    table(["base", "points", "vulnerabilities", "age", "size", "packages", "what it is"], rows),
    ...(remarkLines.length === 0 ? [] : [remarkLines.join("\n")]),
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
