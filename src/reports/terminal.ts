import type { Report } from "../domain/report/report.ts";
import { onlyNew } from "./content/baseline-texts.ts";
import { isCheck, skippedText } from "./content/check-result.ts";
import { unreadLines } from "./content/unread-lines.ts";
import { maskedText } from "./content/masked-text.ts";
import { runTexts } from "./content/run-texts.ts";
import { aboutText } from "./content/about-text.ts";
import { escapeReport } from "./content/escape-report.ts";
import { reportVerdict } from "./content/verdict.ts";
import type { Format, RenderOptions } from "./format.ts";
import { auditSections } from "./terminal/audit.ts";
import { baselineSection } from "./terminal/baseline.ts";
import { baseSection, pinSection } from "./terminal/bases.ts";
import { modelSection } from "./terminal/merged-model.ts";
import { comparisonSection } from "./terminal/comparison.ts";
import { displayWidth } from "./terminal/display-width.ts";
import { findingSections } from "./terminal/findings.ts";
import { buildSection, findingSummary, fixSection } from "./terminal/harden.ts";
import { imageSections } from "./terminal/image/sections.ts";
import { inspectionSections } from "./terminal/inspection/sections.ts";
import { needSection } from "./terminal/needs.ts";
import { notCheckedSection } from "./terminal/not-checked.ts";
import { tones } from "./terminal/marks.ts";
import { hang, headline, padEnd, pageOf, type Page } from "./terminal/page.ts";
import { projectSection } from "./terminal/project.ts";
import { remedySection } from "./terminal/scan/remedies.ts";
import { scanSections } from "./terminal/scan/sections.ts";
import { coverageSection } from "./terminal/coverage.ts";
import { slimSection } from "./terminal/slim.ts";
import { standingSection } from "./terminal/standing.ts";
import { summaryLines } from "./terminal/summary/summary.ts";
import { untestedSection } from "./terminal/untested.ts";
import { profileSection, proofSection, suggestionSection, witnessSection } from "./terminal/proof.ts";

export default {
  name: "terminal",
  title: "Text for a terminal",
  suits: ["check", "fix", "inspect", "scan", "learn", "verify", "harden", "base", "audit"],
  syntax: "text",
  render: renderTerminal,
} satisfies Format;

/** The verdict comes last, where the user looks when a command ends; its details precede it. */
export function renderTerminal(report: Report, options: RenderOptions): string {
  const page = pageOf(options);
  const safe = escapeReport(report);
  if (isCheck(safe) && options.view !== "long")
    return `${summaryLines(safe, page, options.view ?? "summary", options.invocation).join("\n")}\n`;
  const { proof, harden, image, inspection, remedies } = safe;
  const newReport = onlyNew(safe);
  const isImageReport = harden === undefined && remedies === undefined && inspection === undefined;
  const hasFindingList = [harden, remedies, safe.bases, safe.audit, safe.project].every((one) => one === undefined);
  const sections = [
    ...(harden === undefined
      ? []
      : [fixSection(harden, page), buildSection(harden, page), slimSection(harden, page), findingSummary(safe, page)]),
    ...(inspection === undefined ? [] : [inspectionSections(inspection, image, page)]),
    ...(harden === undefined ? needSection(safe, page) : []),
    ...(isImageReport && image !== undefined ? [imageSections(image, page)] : []),
    ...(safe.compose === undefined ? [] : [modelSection(safe, safe.compose, page)]),
    ...(safe.project === undefined ? [] : [projectSection(safe.project, page), findingSummary(safe, page)]),
    ...(safe.bases === undefined ? [] : [baseSection(safe.bases, page), pinSection(safe.bases, page)]),
    ...(remedies === undefined ? [] : [scanSections(newReport, options.all === true, page)]),
    ...(safe.audit === undefined ? [] : [auditSections(safe, safe.audit, page)]),
    // It can be long, and long sections must not separate the most severe finding from the prompt.
    ...(isCheck(safe) ? [notCheckedSection(safe, page)] : []),
    ...(hasFindingList ? [findingSections(newReport, page)] : []),
    ...(proof === undefined
      ? []
      : [proofSection(proof, page), witnessSection(proof, page), suggestionSection(proof, page)]),
    ...(proof !== undefined && harden === undefined ? [profileSection(proof, page)] : []),
    ...(proof?.validity === undefined ? [] : [standingSection(proof.validity, page)]),
    ...(proof?.coverage === undefined ? [] : [coverageSection(proof.coverage, page)]),
    ...(proof?.profile === undefined ? [] : [untestedSection(proof.profile, page)]),
    ...(proof?.before === undefined || proof.after === undefined
      ? []
      : [comparisonSection(proof.before, proof.after, page)]),
    ...(remedies === undefined ? [] : [remedySection(safe, options.all === true, page)]),
    baselineSection(safe, page),
    runLine(safe, page),
    ...(isCheck(safe) ? [] : [openLines(safe, page)]),
    answer(safe, escapeReport(options.files ?? []), page),
  ];
  return `${sections.flat().join("\n").replace(/^\n+/, "")}\n`;
}

/** Parts that the result does not cover; the report's files list every skipped check. */
function openLines(report: Report, page: Page): string[] {
  const skipped = skippedText(report);
  const lines = [
    ...unreadLines(report, "--format json lists them").flatMap((text) => hang(page, "! ", text, undefined, "yellow")),
    ...(skipped === undefined ? [] : hang(page, "○ ", `${skipped}: --format json names them`, "dim", "dim")),
  ];
  return lines.length === 0 ? [] : ["", ...lines];
}

/** For copying, so each line stays whole; without the comments, which the section of witnesses covers. */
function runLine(report: Report, page: Page): string[] {
  const { dockerRun } = runTexts(report) ?? {};
  if (dockerRun === undefined) return [];
  const command = dockerRun.replaceAll(/^#.*\n(?=[^])/gm, "").trimEnd();
  const masked = maskedText(report);
  return [...headline(page, "Run command"), command, ...(masked === undefined ? [] : hang(page, "", masked, "dim"))];
}

function answer(report: Report, files: NonNullable<RenderOptions["files"]>, page: Page): string[] {
  const onlyLooked =
    report.rules.length === 0 && report.proof === undefined && (report.image ?? report.compose) !== undefined;
  const { tone, word, sentence, detail } = reportVerdict(report);
  const [sign, colour] = tones[tone];
  const mark = `${sign} ${word}  `;
  const verdict = [
    ...headline(page, "Result"),
    ...hang(page, mark, sentence, "bold", ["bold", colour]),
    ...(detail === "" ? [] : hang(page, " ".repeat(mark.length), detail, "dim")),
  ];
  const longest = Math.max(0, ...files.map(({ path }) => displayWidth(path)));
  const fileLines = files.flatMap(({ path, what }) => hang(page, `→ ${padEnd(path, longest)}  `, what, "dim", "cyan"));
  const ran = report.proof !== undefined || report.project !== undefined || (report.bases?.trials ?? []).length > 0;
  const about = !ran ? [] : hang(page, "  ", aboutText, "dim");
  return [...(onlyLooked ? [] : verdict), ...about, ...(fileLines.length === 0 ? [] : ["", ...fileLines])];
}
