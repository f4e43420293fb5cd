import type { Applicability } from "../domain/finding/fix.ts";
import type { Remedy } from "../domain/advisory/remedy.ts";
import { severities, type Evidence, type Finding, type Severity } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { onlyNew } from "./content/baseline-texts.ts";
import { findingGroups } from "./content/audit-groups.ts";
import { fixCommand } from "./content/fix-command.ts";
import { notAnswered } from "./content/not-answered.ts";
import { evidenceText } from "./content/place.ts";
import { withoutSummaries } from "./content/scan-verdict.ts";
import { escapeReport } from "./content/escape-report.ts";
import { countText, listText } from "./content/units.ts";
import { reportVerdict } from "./content/verdict.ts";
import { shownRemedies, sortedVulnerabilities, type VulnerabilityRow } from "./content/vulnerability-rows.ts";
import type { Format, RenderOptions } from "./format.ts";
import { isCheck } from "./content/check-result.ts";
import { ended, sentenceOf, shortened } from "./narrated/sentences.ts";
import { narratedSummary } from "./narrated/summary.ts";

export default {
  name: "narrated",
  title: "Plain sentences, the most severe first, for screen readers and for reading aloud",
  suits: ["check", "scan", "audit"],
  syntax: "text",
  render: renderNarrated,
} satisfies Format;

const words = { error: "an error", warning: "a warning", info: "a note" } as const satisfies Record<Severity, string>;
const fixes = {
  safe: "It has a fix that is safe",
  proven: "It has a fix that is built, run and compared before it is kept",
  suggested: "It has a suggested fix, made only when it is asked for by name",
} as const satisfies Record<Applicability, string>;

/**
 * Everything is a sentence, one per line, in order of importance; no column, frame, sign or color carries a meaning.
 * A command has a separate line, so that it can be copied.
 */
export function renderNarrated(
  report: Report,
  { all = false, view, invocation }: Pick<RenderOptions, "all" | "view" | "invocation"> = {},
): string {
  const safe = escapeReport(report);
  if (isCheck(safe) && view !== "long")
    return narratedSummary(safe, { ...(view && { view }), ...(invocation && { invocation }) });
  const newReport = onlyNew(safe);
  const { word, sentence, detail } = reportVerdict(safe);
  const groups = grouped(newReport);
  const remedies = shownRemedies(newReport, all);
  const steps = remedies.filter(({ kind }) => kind !== "none");
  const { shown: rows, hidden, suppressed } = sortedVulnerabilities(newReport, all);
  const blocks: (readonly string[])[] = [
    // Other formats have the verdict at the end.
    [word, sentence, detail].filter((one) => one !== "").map(sentenceOf),
    ...steps.map((step, at) => stepSentences(step, `Step ${at + 1} of ${steps.length}`)),
    ...remedies.filter(({ kind }) => kind === "none").map((one) => stepSentences(one, "Without a fix")),
    ...rows.map((row, at) => [`Vulnerability ${at + 1} of ${rows.length}: ${vulnerabilitySentence(row)}`]),
    ...(hidden === 0
      ? []
      : [[`${countText(hidden, "negligible vulnerability", "negligible vulnerabilities")} more, only counted.`]]),
    ...(suppressed.length === 0
      ? []
      : [
          [
            `${countText(suppressed.length, "vulnerability", "vulnerabilities")} set aside by a decision that the report names.`,
          ],
        ]),
    ...groups.map(({ finding, names }, at) =>
      findingSentences(finding, names, `Finding ${at + 1} of ${groups.length}`),
    ),
    ...notAnswered(safe).map((text) => [sentenceOf(text)]),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function stepSentences({ title, vulnerabilities, command, notes }: Remedy, stepName: string): readonly string[] {
  return [
    `${stepName}: ${ended(title)}`,
    `It concerns ${countText(vulnerabilities.length, "vulnerability", "vulnerabilities")}.`,
    ...notes.map((note) => `Note: ${ended(note)}`),
    ...(command === undefined ? [] : ["The command is on the next line.", command]),
  ];
}

/** The most severe first; details that several containers share appear once. */
function grouped(report: Report): readonly { readonly finding: Finding; readonly names: readonly string[] }[] {
  const { findings } = withoutSummaries(report);
  if (report.audit !== undefined) return findingGroups(findings);
  return findings
    .toSorted((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity))
    .map((finding) => ({ finding, names: [] }));
}

function findingSentences(finding: Finding, names: readonly string[], count: string): readonly string[] {
  const { severity, message, rule, evidence, fix, location, also } = finding;
  return [
    `${count}, ${words[severity]}: ${ended(message)}`,
    sentenceOf(`It is in ${names.length > 1 ? severalText(names) : placeOf(finding)}`),
    ...evidence.map(evidenceSentence),
    sentenceOf(`The rule is ${rule}${also.length === 0 ? "" : `, elsewhere ${listText(also)}`}`),
    ...(fix === undefined ? [] : [`${fixes[fix.applicability]}: ${ended(fix.title)}`]),
    ...(fix === undefined || !("file" in location)
      ? []
      : ["The command is on the next line.", fixCommand(rule, fix.applicability, location.file)]),
  ];
}

function severalText(names: readonly string[]): string {
  const images = names.flatMap((name) => (name.startsWith("image ") ? name.slice("image ".length) : []));
  return images.length === names.length ? `the images ${listText(images)}` : `the containers ${listText(names)}`;
}

function placeOf({ location, target, container }: Finding): string {
  const of = container === undefined ? "" : `, in ${container}`;
  if ("file" in location) return `${location.file}, line ${location.startLine}, column ${location.startColumn}${of}`;
  if ("setting" in location) return `${target}, setting ${location.setting}${of}`;
  return `${target}, path ${location.path} of layer ${location.layer}${of}`;
}

function evidenceSentence(evidence: Evidence): string {
  const { says, quote = "" } = evidenceText(evidence);
  const quoted = quote === "" ? "" : `: ${shortened(quote)}`;
  switch (evidence.kind) {
    case "source":
      return sentenceOf(`The text is${quoted}`);
    case "setting":
      return sentenceOf(
        quote === "" ? `It concerns the setting ${says}` : `The setting ${says} is ${shortened(quote)}`,
      );
    case "trial":
      return sentenceOf(`Trial ${evidence.trial} ${evidence.outcome}${quoted}`);
    case "advisory":
      return sentenceOf(`The advisory ${says}${quoted}`);
    default:
      return sentenceOf(`${says}${quoted}`);
  }
}

function vulnerabilitySentence({ id, severity, names, installed, fix, marks, place }: VulnerabilityRow): string {
  const fixed = "version" in fix ? `fixed in ${fix.version}` : fix.none;
  const severe = severity === "unknown" ? "not rated" : severity;
  return [
    ended(`${id} in ${listText(names)} ${installed}, ${severe}, ${fixed}`),
    ...(marks.length === 0 ? [] : [sentenceOf(`About it: ${marks.join(", ")}`)]),
    sentenceOf(`It is in ${place}`),
  ].join(" ");
}
