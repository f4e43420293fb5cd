import type { Finding, Severity } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { tally, tallyText } from "./chapters.ts";
import { groupFixCommand } from "./fix-command.ts";
import { bytesText } from "./units.ts";

/** All findings of a rule as one thing to do. */
export interface ToDo {
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  /** What it is worth, as far as it was measured: `2 errors, 17.0 MiB`. */
  readonly worth: string;
  /** Absent: nothing fixes it by itself. */
  readonly command?: string;
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The most severe first; of equal severity what holds most bytes, then what stands in most places. */
export function toDo({ findings }: Report): ToDo[] {
  return [...Map.groupBy(findings, ({ rule }) => rule).values()]
    .map((own) => ({ own, severity: worst(own), bytes: bytesOf(own) }))
    .sort((a, b) => ranks[a.severity] - ranks[b.severity] || b.bytes - a.bytes || b.own.length - a.own.length)
    .flatMap(({ own, severity, bytes }) => {
      const [first] = own;
      if (first === undefined) return [];
      const fixable = own.filter(({ fix }) => fix !== undefined);
      const titles = new Set(fixable.flatMap(({ fix }) => fix?.title ?? []));
      const [title = first.message] = titles;
      const command = groupFixCommand(fixable);
      return [
        {
          rule: first.rule,
          severity,
          title: titles.size > 1 ? `${title}, and ${titles.size - 1} more` : title,
          worth: [tallyText(tally(own)), ...(bytes > 0 ? [bytesText(bytes)] : [])].join(", "),
          ...(command !== undefined && { command }),
        },
      ];
    });
}

function worst(own: readonly Finding[]): Severity {
  return own.map(({ severity }) => severity).sort((a, b) => ranks[a] - ranks[b])[0] ?? "info";
}

/** Bytes of the files that are the evidence, each file once. */
function bytesOf(own: readonly Finding[]): number {
  const files = new Map(
    own.flatMap(({ target, evidence }) =>
      evidence.flatMap((one) =>
        one.kind === "file" ? [[JSON.stringify([target, one.layer, one.path]), one.bytes] as const] : [],
      ),
    ),
  );
  return files.values().reduce((sum, bytes) => sum + bytes, 0);
}
