import type { Severity } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { baselineSummary } from "../content/baseline-texts.ts";
import { restText, type FittedGroup } from "../content/summary/fit-groups.ts";
import { quotedText, type Place } from "../content/summary/rule-groups.ts";
import { summarize, type Summary } from "../content/summary/summary.ts";
import { viewTexts } from "../content/summary/view-texts.ts";
import { countText } from "../content/units.ts";
import type { RenderOptions } from "../format.ts";
import { ended, sentenceOf } from "./sentences.ts";

const words = { error: "an error", warning: "a warning", info: "a note" } as const satisfies Record<Severity, string>;

/** A check in sentences, the most severe rule first. */
export function narratedSummary(
  report: Report,
  { view, invocation }: Pick<RenderOptions, "view" | "invocation">,
): string {
  const summary = summarize(report, { ...(invocation && { invocation }) });
  const { read, unread, result, skipped, next, groups } = summary;
  const baseline = baselineSummary(report);
  const first = [
    sentenceOf(result.text),
    ...(baseline === undefined ? [] : [sentenceOf(`Baseline: ${baseline}`)]),
    ...(skipped === undefined ? [] : [sentenceOf(skipped)]),
    sentenceOf(`Read: ${read}`),
    ...unread.map((text) => sentenceOf(`Not read: ${text}`)),
  ];
  const blocks =
    view === undefined || view === "long"
      ? [
          ...groups.toReversed().map((group, at) => groupSentences(group, `Rule ${at + 1} of ${groups.length}`)),
          ...blockSentences(summary),
        ]
      : viewTexts(report, view).map((text) => [sentenceOf(text)]);
  const steps =
    next.length === 0 ? [] : [[`${next.length === 1 ? "The next step is" : "Next steps are"} below.`, ...next]];
  return `${[first, ...blocks, ...steps].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function groupSentences(group: FittedGroup, count: string): readonly string[] {
  const { rule, severity, title, findings, listed, fixCommand } = group;
  const remainder = restText(group, maxNames);
  return [
    `${count}, ${words[severity]}: ${ended(title)}`,
    `The rule is ${rule}${findings.length === 1 ? "" : `, with ${countText(findings.length, "finding")}`}.`,
    ...listed.map(placeSentence),
    ...(remainder === undefined ? [] : [sentenceOf(remainder)]),
    ...(fixCommand === undefined ? [] : ["The command that fixes it is on the next line.", fixCommand]),
  ];
}

/** Files of the places that are not listed. */
const maxNames = 3;

function placeSentence(place: Place): string {
  const { file, line, container } = place;
  const lines = line === "" ? "" : `, line ${line.slice(1)}`;
  const text = quotedText(place);
  return sentenceOf(
    `It is in ${file}${lines}${container === undefined ? "" : `, in ${container}`}${text === "" ? "" : `: ${text}`}`,
  );
}

function blockSentences({ notes, runConfiguration: block }: Summary): (readonly string[])[] {
  return [
    ...(notes.length === 0
      ? []
      : [[sentenceOf(`Notes: ${notes.map(({ rule, count }) => `${count} of ${rule}`).join(", ")}`)]]),
    ...(block === undefined
      ? []
      : [
          [
            sentenceOf(block.headline),
            sentenceOf(`Not set: ${block.lacks.join(", ")}`),
            ...block.commands.flatMap(({ command, what }) => [`The next line ${what}.`, command]),
          ],
        ]),
  ];
}
