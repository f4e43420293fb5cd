import type { Report } from "../../domain/report/report.ts";
import { restText } from "../content/summary/fit-groups.ts";
import { quotedText, type Place } from "../content/summary/rule-groups.ts";
import { summarize, type Summary } from "../content/summary/summary.ts";
import { viewTexts } from "../content/summary/view-texts.ts";
import type { RenderOptions } from "../format.ts";
import { code, fenced, message, prose } from "../content/markdown-text.ts";

/** A check within the same line limit as on a terminal, the most severe first, since a page is read from the top. */
export function summaryBlocks(
  report: Report,
  { view, invocation }: Pick<RenderOptions, "view" | "invocation">,
): string[] {
  const summary = summarize(report, { ...(invocation && { invocation }) });
  const { read, unread, skipped, next } = summary;
  const about = [`Read ${read}`, ...(skipped === undefined ? [] : [`${skipped}: --skipped`])].join(" · ");
  const blocks = view === undefined || view === "long" ? groupBlocks(summary) : [list(viewTexts(report, view))];
  return [
    prose(about),
    ...(unread.length === 0 ? [] : [unread.map((text) => `- **not read** ${message(text)}`).join("\n")]),
    ...blocks.filter((block) => block !== ""),
    ...(next.length === 0 ? [] : ["## Next steps", fenced("sh", next.join("\n"))]),
  ];
}

function groupBlocks({ groups, notes, runConfiguration: block }: Summary): string[] {
  const heads = groups.toReversed().map((group) => {
    const { severity, title, rule, findings, listed } = group;
    const count = findings.length === 1 ? "" : ` · ${findings.length}`;
    const remainder = restText(group, maxNames);
    return [
      `- **${severity}** ${message(title)} ${code(rule)}${count}`,
      ...listed.map((place) => `  - ${placeLine(place)}`),
      ...(remainder === undefined ? [] : [`  - ${prose(remainder)}`]),
    ].join("\n");
  });
  return [
    ...(heads.length === 0 ? [] : ["## Findings", heads.join("\n")]),
    ...(notes.length === 0 ? [] : ["## Notes", notes.map(({ rule, count }) => `${code(rule)} ${count}`).join(", ")]),
    ...(block === undefined
      ? []
      : [
          "## Run configuration",
          prose(`${block.headline}. Not set: ${block.lacks.join(", ")}`),
          ...(block.commands.length === 0
            ? []
            : [fenced("sh", block.commands.map(({ command }) => command).join("\n"))]),
        ]),
  ];
}

/** Files of the places that are not listed. */
const maxNames = 3;

function placeLine(place: Place): string {
  const { file, line, container = "", source } = place;
  const text = quotedText(place);
  return [code(`${file}${line}`), code(container), source === undefined ? message(text) : code(text)]
    .filter((one) => one !== "")
    .join(" ");
}

function list(texts: readonly string[]): string {
  return texts.map((text) => `- ${message(text)}`).join("\n");
}
