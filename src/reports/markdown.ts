import type { Severity } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { baselineLines, baselineSummary, onlyNew } from "./content/baseline-texts.ts";
import { practiceSections } from "./content/practice-sections.ts";
import { isCheck } from "./content/check-result.ts";
import { comparison } from "./content/comparison.ts";
import { fixOutcomeText } from "./content/fix-outcome-text.ts";
import { evidenceText, placeText } from "./content/place.ts";
import { maskedText } from "./content/masked-text.ts";
import { replayCommand } from "./content/replay.ts";
import { aboutProofs } from "../domain/report/about-proofs.ts";
import { standingSummary, standingTexts } from "./content/standing-texts.ts";
import { runTexts } from "./content/run-texts.ts";
import { escapeReport } from "./content/escape-report.ts";
import { unanswered, unreadTexts } from "./content/unanswered.ts";
import { countText, listText } from "./content/units.ts";
import { serviceSettings } from "./content/service-settings.ts";
import { reportVerdict } from "./content/verdict.ts";
import { brokenToolText, growingText, setIdText, toolNeedsText, untestedText } from "./content/untested-text.ts";
import type { Format, RenderOptions } from "./format.ts";
import { withoutSummaries } from "./content/scan-verdict.ts";
import { auditBlocks } from "./markdown/audit.ts";
import { baseBlocks } from "./markdown/bases.ts";
import { imageBlocks } from "./markdown/image.ts";
import { needBlocks } from "./markdown/needs.ts";
import { slimBlocks } from "./markdown/slim.ts";
import { scanBlocks } from "./markdown/scan.ts";
import { summaryBlocks } from "./markdown/summary.ts";
import { code, fenced, message, prose, table } from "./content/markdown-text.ts";

export default {
  name: "markdown",
  title: "Markdown, for a pull request or a job summary",
  suits: ["check", "fix", "inspect", "scan", "learn", "verify", "harden", "base", "audit"],
  syntax: "text",
  render: renderMarkdown,
} satisfies Format;

const words = { error: "error", warning: "warning", info: "note" } as const satisfies Record<Severity, string>;

/** CommonMark with GitHub's tables. Foreign text is escaped: it cannot add a heading, link, image, mention or HTML. */
export function renderMarkdown(
  report: Report,
  options: Pick<RenderOptions, "all" | "view" | "invocation"> = {},
): string {
  const safe = escapeReport(report);
  const newReport = onlyNew(safe);
  const { word, sentence, detail } = reportVerdict(safe);
  if (isCheck(safe) && options.view !== "long") {
    const blocks = [
      "# hullproof",
      `**${word}.** ${prose(sentence)}`,
      ...summaryBlocks(safe, options),
      ...baselineBlocks(safe),
    ];
    return `${blocks.join("\n\n")}\n`;
  }
  const blocks = [
    "# hullproof",
    [`**${word}.** ${prose(sentence)}`, ...(detail === "" ? [] : [prose(detail)])].join("  \n"),
    ...comparisonBlocks(safe),
    ...witnessBlocks(safe),
    ...suggestionBlocks(safe),
    ...fixBlocks(safe),
    ...slimBlocks(safe),
    ...projectBlocks(safe),
    ...scanBlocks(newReport, options.all === true),
    ...(safe.image === undefined || safe.harden !== undefined || safe.remedies !== undefined
      ? []
      : imageBlocks(safe.image)),
    ...needBlocks(safe),
    ...(safe.audit === undefined ? findingBlocks(withoutSummaries(newReport)) : auditBlocks(safe)),
    ...(safe.bases === undefined ? [] : baseBlocks(safe.bases)),
    ...baselineBlocks(safe),
    ...standingBlocks(safe),
    ...untestedBlocks(safe),
    ...notCheckedBlocks(safe),
    ...runBlocks(safe),
    `${prose("What a proof shows, and what it does not:")} ${code(aboutProofs)}`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

function comparisonBlocks({ proof }: Report): string[] {
  if (proof?.before === undefined || proof.after === undefined) return [];
  const rows = comparison(proof.before, proof.after).flatMap((group) => group.rows);
  const cells = rows.map(({ label, before, after, delta }) => [label, prose(before), `**${prose(after)}**`, delta]);
  return ["## Before and after", table(["", "before", "after", ""], cells)];
}

function witnessBlocks({ proof }: Report): string[] {
  if (proof === undefined || proof.witnesses.length === 0) return [];
  const cells = proof.witnesses.map((witness) => [
    code(witness.value || witness.field),
    prose(listText(witness.trials)),
    code(witness.problem),
    code(replayCommand(witness) ?? ""),
  ]);
  return ["## Required privileges", table(["kept", "trials", "what broke", "again"], cells)];
}

function untestedBlocks({ proof }: Report): string[] {
  const { untested = [], growing = [], brokenTools = [], setIdPrograms = [] } = proof?.profile ?? {};
  const lines = [
    ...untested.map((one) => `- ${prose(untestedText(one))}. Add ${code(one.add)}`),
    ...growing.map((one) => `- ${prose(growingText(one))}. Instead: ${prose(one.instead)}`),
    ...brokenTools.map((one) => `- By docker exec, ${prose(brokenToolText(one))}; ${prose(toolNeedsText(one))}`),
    ...(setIdPrograms.length === 0 ? [] : [`- ${prose(setIdText(setIdPrograms))}`]),
  ];
  return lines.length === 0 ? [] : ["## Limits of the proof", lines.join("\n")];
}

function standingBlocks({ proof }: Report): string[] {
  if (proof?.validity === undefined) return [];
  const lines = standingTexts(proof.validity).map((text) => `- ${prose(text)}`);
  return [
    "## Proof validity",
    prose(standingSummary(proof.validity)),
    ...(lines.length === 0 ? [] : [lines.join("\n")]),
  ];
}

function suggestionBlocks({ proof }: Report): string[] {
  const { suggestions = [] } = proof ?? {};
  if (suggestions.length === 0) return [];
  const lines = suggestions.map(
    ({ title, detail, dockerfile, flags, trials }) =>
      `- **${prose(title)}** (${prose(listText(trials))} passed): ${prose(detail)} Dockerfile: ${dockerfile.map(code).join(", ")}; docker run: ${code(flags.join(" "))}`,
  );
  return ["## Proven recommendations", lines.join("\n")];
}

function fixBlocks({ harden }: Report): string[] {
  if (harden === undefined) return [];
  const cells = harden.fixes.map((fix) => [
    fix.outcome.replace("-", " "),
    message(fix.title),
    code(fix.rule),
    fix.line > 0 ? String(fix.line) : "",
    prose(fixOutcomeText(fix)),
  ]);
  const mirrors = harden.mirrors.map(
    ({ image, mirror, reason }) => `- ${code(mirror)} stood in for ${code(image)}: ${prose(reason)}`,
  );
  return [
    ...(cells.length === 0 ? [] : ["## Fixes", table(["", "fix", "rule", "line", "why"], cells)]),
    ...(mirrors.length === 0 ? [] : ["## Stand-ins", mirrors.join("\n")]),
    ...(harden.diff === "" ? [] : ["## Diff", fenced("diff", harden.diff)]),
  ];
}

function projectBlocks({ project }: Report): string[] {
  if (project === undefined) return [];
  const { services, left, files } = project;
  const cells = [
    ...services.map(({ name, profile, notes }) => [
      code(name),
      prose([...serviceSettings(profile), ...notes].join(", ")),
    ]),
    ...left.map(({ name, reason }) => [code(name), prose(`as before: ${reason}`)]),
  ];
  const diff = files.map((one) => one.diff).join("");
  return [
    "## Services",
    table(["service", "runs under"], cells),
    ...(diff === "" ? [] : ["## Diff", fenced("diff", diff)]),
  ];
}

function findingBlocks(report: Report): string[] {
  const filled = practiceSections(report).filter(({ findings }) => findings.length > 0);
  return filled.flatMap(({ title, summary, findings }) => [
    `## ${title}: ${summary}`,
    ...findings.map(({ severity, message: text, location, target, rule, also, evidence, fix }) => {
      const place = "file" in location ? placeText(location) : `${target}, ${placeText(location)}`;
      const equivalents = also.length === 0 ? "" : `, also ${also.map(code).join(", ")}`;
      return [
        `- **${words[severity]}** ${message(text)}  `,
        `  ${code(place)} ${code(rule)}${equivalents}`,
        ...evidence.map((item) => {
          const { says, quote } = evidenceText(item);
          return `  - ${prose(says)}${quote === undefined ? "" : `: ${code(quote)}`}`;
        }),
        ...(fix === undefined ? [] : [`  - fix (${fix.applicability}): ${message(fix.title)}`]),
      ].join("\n");
    }),
  ]);
}

/** Maximum number of fixed findings that are listed. */
const mostGone = 50;

function baselineBlocks(report: Report): string[] {
  const summary = baselineSummary(report);
  if (summary === undefined) return [];
  const lines = baselineLines(report).map(({ word, text }) => `- ${word}: ${message(text)}`);
  const hiddenCount = lines.length - mostGone;
  const list = [...lines.slice(0, mostGone), ...(hiddenCount > 0 ? [`- and ${hiddenCount} more`] : [])];
  return [
    "## Baseline",
    prose(`${summary}. What is known is not listed.`),
    ...(list.length === 0 ? [] : [list.join("\n")]),
  ];
}

function notCheckedBlocks(report: Report): string[] {
  const rules = unanswered(report.rules).map(
    ({ verdict, reason, rules: ids, targets }) =>
      `- **${verdict}** ${message(reason)}: ${ids.map(code).join(", ")} on ${countText(targets.length, "target")}`,
  );
  const parts = [...(report.harden?.notChecked ?? []), ...unreadTexts(report)].map((text) => `- ${message(text)}`);
  return rules.length + parts.length === 0 ? [] : ["## Not checked", [...rules, ...parts].join("\n")];
}

function runBlocks(report: Report): string[] {
  const texts = runTexts(report);
  if (texts === undefined) return [];
  const masked = maskedText(report);
  return ["## Run command", fenced("sh", texts.dockerRun), ...(masked === undefined ? [] : [prose(masked)])];
}
