import type { ReportVerdict } from "./report-verdict.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Proof } from "../../domain/workload/trial.ts";
import { provenText } from "../../text/proven-for.ts";
import { baselineSummary, onlyNew } from "./baseline-texts.ts";
import { decisiveProof } from "./exit-code.ts";
import { exitText } from "./exit-text.ts";
import { checkResult } from "./check-result.ts";
import { scanVerdict } from "./scan-verdict.ts";
import { counted } from "./units.ts";
import { besideProof } from "./untested-text.ts";

export function reportVerdict(report: Report): ReportVerdict {
  const summary = baselineSummary(report);
  if (summary === undefined) return ownVerdict(report);
  const isNew = report.baseline?.new !== 0;
  const verdict = ownVerdict(isNew ? onlyNew(report) : report);
  const detail = `${verdict.detail === "" ? "" : `${verdict.detail.replace(/\.$/, "")}. `}Baseline: ${summary}.`;
  // A proof holds or breaks whatever is known of its findings.
  const isProof = report.proof !== undefined || report.project !== undefined;
  if (isNew || isProof || report.baseline?.same === 0) return { ...verdict, detail };
  // What was accepted is still there: nothing new is not clean.
  return { tone: "warning", word: "Nothing new", sentence: `${verdict.sentence}, all known before`, detail };
}

function ownVerdict(report: Report): ReportVerdict {
  return withExit(withProvenFor(report), report.exit);
}

function withProvenFor(report: Report): ReportVerdict {
  const { provenFor } = report.proof ?? {};
  const verdict = withBeside(report);
  if (provenFor === undefined) return verdict;
  // "Proven" is worth what was asked of it, so the two are never said apart.
  return {
    ...verdict,
    sentence: `${verdict.sentence}: ${verdict.tone === "good" ? "proven for" : "tried with"} ${provenText(provenFor)}`,
  };
}

/** A proof and the exit code answer two questions: where they differ, the text says which one failed. */
function withExit(verdict: ReportVerdict, exit: Report["exit"]): ReportVerdict {
  const why = exit && exitText(exit);
  if (why === undefined) return verdict;
  const detail = verdict.detail === "" ? why : `${verdict.detail.replace(/\.$/, "")}. ${why}`;
  return { ...verdict, tone: verdict.tone === "good" ? "warning" : verdict.tone, detail };
}

function withBeside(report: Report): ReportVerdict {
  const verdict = verdictOf(report);
  const beside = report.proof?.profile === undefined ? "" : besideProof(report.proof.profile);
  if (beside === "") return verdict;
  const end = /[.!?]$/.test(verdict.detail) || verdict.detail === "" ? "" : ".";
  return { ...verdict, detail: `${verdict.detail}${end} ${beside}`.trim() };
}

function verdictOf(report: Report): ReportVerdict {
  const { harden, proof, project } = report;
  if (project !== undefined) {
    const verdict = ofProof(project.verify);
    const left = counted(project.left.length, "service");
    return project.left.length === 0
      ? verdict
      : { ...verdict, detail: `${verdict.detail}. ${left} as before, each with its reason` };
  }
  if (harden !== undefined) {
    const verdict = ofProof(harden.verify);
    if (harden.undeclared.length === 0 || verdict.tone !== "good") return verdict;
    const paths = counted(harden.undeclared.length, "path");
    return {
      ...verdict,
      tone: "warning",
      detail: `${verdict.detail.replace(/\.$/, "")}. But the fixes changed ${paths} that they did not declare`,
    };
  }
  if (proof !== undefined) {
    const decisive = decisiveProof(report);
    if (decisive !== undefined) return ofProof(decisive);
    return { tone: "unsure", word: "Not proven", sentence: "No claim was put to the proof.", detail: "" };
  }
  if (report.bases !== undefined) return ofBases(report.bases);
  return report.remedies === undefined ? checkResult(report) : scanVerdict(report);
}

function ofBases({ recommended, reason, candidates }: NonNullable<Report["bases"]>): ReportVerdict {
  if (recommended === undefined)
    return { tone: "bad", word: "No recommendation", sentence: "No base can be recommended", detail: reason };
  const best = candidates.find(({ name }) => name === recommended);
  const known = best !== undefined && !("missing" in best.flaws);
  const word = best?.inUse === true ? "Keep" : "Switch";
  return {
    tone: known ? "good" : "unsure",
    word,
    sentence: `${best?.inUse === true ? "Keep" : "Use"} ${recommended}`,
    detail: reason,
  };
}

function ofProof({ verdict, claim, detail, culprit }: Proof): ReportVerdict {
  if (verdict === "holds") return { tone: "good", word: "Proven", sentence: claim, detail };
  if (verdict === "unsure") return { tone: "unsure", word: "Not proven", sentence: claim, detail };
  const broken = culprit === undefined ? detail : `${culprit} broke it. ${detail}`;
  return { tone: "bad", word: "Broken", sentence: claim, detail: broken };
}
