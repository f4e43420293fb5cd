import type { ReportSummary } from "./report-summary.ts";
import type { FixOutcome, KeptImage, Report } from "../../domain/report/report.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { Proof } from "../../domain/workload/trial.ts";
import { isStartedOnly } from "./is-started-only.ts";
import { provenText } from "../../dialects/text/proven-for.ts";
import { baselineSummary, onlyNew } from "./baseline-texts.ts";
import { decisiveProof } from "./exit-code.ts";
import { keptText } from "./kept-text.ts";
import { exitText } from "./exit-text.ts";
import { checkResult } from "./check-result.ts";
import { scanVerdict } from "./scan-verdict.ts";
import { countText, listText } from "./units.ts";
import { besideProof } from "./untested-text.ts";

export function reportVerdict(report: Report): ReportSummary {
  const summary = baselineSummary(report);
  if (summary === undefined) return ownVerdict(report);
  const isNew = report.baseline?.new !== 0;
  const verdict = ownVerdict(isNew ? onlyNew(report) : report);
  const detail = `${verdict.detail === "" ? "" : `${verdict.detail.replace(/\.$/, "")}. `}Baseline: ${summary}.`;
  // A proof holds or breaks regardless of findings.
  const isProof = report.proof !== undefined || report.project !== undefined;
  if (isNew || isProof || report.baseline?.same === 0) return { ...verdict, detail };
  // Accepted findings still exist: nothing new is not clean.
  return { tone: "warning", word: "Nothing new", sentence: `${verdict.sentence}, all known before`, detail };
}

function ownVerdict(report: Report): ReportSummary {
  return withExit(withProvenFor(report), report.exit);
}

function withProvenFor(report: Report): ReportSummary {
  const { provenFor } = report.proof ?? {};
  const verdict = withBeside(report);
  if (provenFor === undefined || verdict.word === startedOnly) return verdict;
  // "Proven" is only as strong as its workload, so both are always stated together.
  return {
    ...verdict,
    sentence: `${verdict.sentence}: ${decisiveProof(report)?.verdict === "holds" ? "proven for" : "tried with"} ${provenText(provenFor)}`,
  };
}

/** Proof and exit code are separate results: if they differ, the text says which one failed. */
function withExit(verdict: ReportSummary, exit: Report["exit"]): ReportSummary {
  const exitReason = exit && exitText(exit);
  if (exitReason === undefined) return verdict;
  const detail = verdict.detail === "" ? exitReason : `${verdict.detail.replace(/\.$/, "")}. ${exitReason}`;
  return { ...verdict, tone: verdict.tone === "good" ? "warning" : verdict.tone, detail };
}

function withBeside(report: Report): ReportSummary {
  const verdict = verdictOf(report);
  const { proof, project } = report;
  const remarks =
    project === undefined
      ? besideProof(proof?.profile ?? {})
      : project.services
          .map(({ name, profile }) => besideProof(profile, name))
          .filter((text) => text !== "")
          .join(" ");
  if (remarks === "") return verdict;
  const end = /[.!?]$/.test(verdict.detail) || verdict.detail === "" ? "" : ".";
  return { ...verdict, detail: `${verdict.detail}${end} ${remarks}`.trim() };
}

function verdictOf(report: Report): ReportSummary {
  const { harden, proof, project } = report;
  if (project !== undefined) {
    const verdict = ofRun(
      project.verify,
      project.services.map(({ profile }) => profile.workload),
    );
    const unchangedServices = countText(project.left.length, "service");
    return project.left.length === 0
      ? verdict
      : { ...verdict, detail: `${verdict.detail}. ${unchangedServices} as before, each with its reason` };
  }
  if (harden !== undefined) {
    const verdict = withKept(withDoubts(ofRun(harden.verify, workloadsOf(proof)), harden.fixes), harden.image);
    if (harden.undeclared.length === 0 || harden.verify.verdict !== "holds") return verdict;
    const paths = countText(harden.undeclared.length, "path");
    return {
      ...verdict,
      tone: "warning",
      detail: `${verdict.detail.replace(/\.$/, "")}. But the fixes changed ${paths} that they did not declare`,
    };
  }
  if (proof !== undefined) {
    const decisive = decisiveProof(report);
    if (decisive !== undefined) return ofRun(decisive, workloadsOf(proof));
    return { tone: "unsure", word: "Not proven", sentence: "No claim was put to the proof.", detail: "" };
  }
  if (report.bases !== undefined) return ofBases(report.bases);
  return report.remedies === undefined ? checkResult(report) : scanVerdict(report);
}

function ofBases({ recommended, reason, candidates }: NonNullable<Report["bases"]>): ReportSummary {
  if (recommended === undefined)
    return { tone: "bad", word: "No recommendation", sentence: "No base can be recommended", detail: reason };
  const best = candidates.find(({ name }) => name === recommended);
  const hasVulnerabilityCounts = best !== undefined && !("missing" in best.vulnerabilities);
  const word = best?.inUse === true ? "Keep" : "Switch";
  return {
    tone: hasVulnerabilityCounts ? "good" : "unsure",
    word,
    sentence: `${best?.inUse === true ? "Keep" : "Use"} ${recommended}`,
    detail: reason,
  };
}

const startedOnly = "Started and stopped only";

/** Without a step, a successful proof only shows that the container starts and stops as before. */
function ofRun(proof: Proof, workloads: readonly Workload[]): ReportSummary {
  const verdict = ofProof(proof);
  if (proof.verdict !== "holds" || workloads.length === 0 || !workloads.every(isStartedOnly)) return verdict;
  const sentence = "No step is declared; start, log, exit code and restart are as before";
  return { ...verdict, tone: "warning", word: startedOnly, sentence };
}

function workloadsOf(proof: Report["proof"]): readonly Workload[] {
  return proof === undefined ? [] : [proof.profile.workload];
}

/** Parts that builds and trials do not prove, although the whole holds. */
function withDoubts(verdict: ReportSummary, fixes: readonly FixOutcome[]): ReportSummary {
  const doubts = fixes.flatMap(({ title, notProven }) => (notProven === undefined ? [] : [`${title} (${notProven})`]));
  if (doubts.length === 0) return verdict;
  const detail = `${verdict.detail.replace(/\.$/, "")}. Not proven: ${listText(doubts)}`;
  return { ...verdict, tone: verdict.tone === "good" ? "warning" : verdict.tone, detail };
}

/** The emitted files and `verify` run an image by its name: if that means another image, the result says so. */
function withKept(verdict: ReportSummary, image: KeptImage | undefined): ReportSummary {
  if (image?.problem === undefined) return verdict;
  return { ...verdict, tone: "warning", detail: `${verdict.detail.replace(/\.$/, "")}. ${keptText(image)}` };
}

function ofProof({ verdict, claim, detail, culprit }: Proof): ReportSummary {
  if (verdict === "holds") return { tone: "good", word: "Proven", sentence: claim, detail };
  if (verdict === "unsure") return { tone: "unsure", word: "Not proven", sentence: claim, detail };
  const broken = culprit === undefined ? detail : `${culprit} broke it. ${detail}`;
  return { tone: "bad", word: "Broken", sentence: claim, detail: broken };
}
