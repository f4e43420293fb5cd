import type { Row } from "./soak-rule.ts";

const heads = ["rule", "generated", "offered as safe", "built", "differences", "stand-ins", ""];

/** One line a rule, and sums. */
export function table(rows: readonly Row[]): string {
  const sum = (key: "generated" | "offered" | "built" | "differing"): number =>
    rows.reduce((all, row) => all + row[key], 0);
  const lines = [
    heads,
    ...rows.map((row) => [
      row.rule,
      ...[row.generated, row.offered, row.built, row.differing].map(String),
      row.standIns.join(", "),
      noteOf(row),
    ]),
    [`${rows.length} rules`, ...[sum("generated"), sum("offered"), sum("built"), sum("differing")].map(String), "", ""],
  ];
  const widths = heads.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((text, at) => (at === 0 || at > 4 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function noteOf({ enough, broken }: Row): string {
  return [
    ...(enough ? [] : ["too few were offered"]),
    ...(broken.length > 0 ? [`${broken.length} could not be judged`] : []),
  ].join("; ");
}
