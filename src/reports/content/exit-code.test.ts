import { expect, test } from "vitest";
import { failLevels, type FailOn } from "../../domain/finding/fail-on.ts";
import type { Severity } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Proof } from "../../domain/workload/trial.ts";
import { exitOf } from "../../pipeline/verbs/harden/exit-of.ts";
import { sampleProfile } from "../../../test/emit/sample-profile.ts";
import { sampleFindings } from "../../../test/reports/sample-findings.ts";
import { decisiveProof, exitCodeOf } from "./exit-code.ts";
import { reportVerdict } from "./verdict.ts";

const verdicts = ["holds", "breaks", "unsure"] as const;
const proofOf = (verdict: Proof["verdict"], claim = "the whole"): Proof => ({ claim, trials: [], verdict, detail: "" });
const [finding] = sampleFindings;
if (finding === undefined) throw new Error("no sample");
const findingsOf = (severity: Severity | undefined) => (severity === undefined ? [] : [{ ...finding, severity }]);

const empty: Report = {
  schemaVersion: 1,
  tool: { name: "hullproof", version: "1" },
  targets: [{ id: finding.target, kind: "dockerfile", name: "Dockerfile" }],
  rules: [],
  findings: [],
};
const withProofs = (proofs: readonly Proof[]): Report => ({
  ...empty,
  proof: { trials: [], witnesses: [], profile: { ...sampleProfile, untested: [], growing: [] }, proofs },
});

/** Proofs before the last one: of lessons, of the original's own stop, of contention. */
const before: readonly (readonly Proof[])[] = [
  [],
  ...verdicts.map((verdict) => [proofOf(verdict, "the original stops as declared")]),
  [proofOf("breaks", "a lesson"), proofOf("unsure", "another")],
];

const agrees = (report: Report, code: 0 | 1 | 2): void => {
  const { word, tone, detail } = reportVerdict(report);
  const context = JSON.stringify({ word, tone, code, detail });
  if (code === 0)
    expect(["Proven", "Started and stopped only", "Findings", "No findings", "Not checked"], context).toContain(word);
  if (word === "Broken" || word === "Not proven") expect(code, context).toBe(1);
  if (word === "No findings" && tone === "good") expect(code, context).toBe(0);
  // A proven result that still fails gives its reason, and does not look good.
  if (word === "Proven" && code !== 0)
    expect([tone, detail], context).toEqual(["warning", expect.stringMatching(/Exit code 1: ./u)]);
};

test("uses the last proof of learn and verify", () => {
  for (const earlier of before)
    for (const verdict of verdicts) {
      const report = withProofs([...earlier, proofOf(verdict)]);
      expect(decisiveProof(report)?.claim).toBe("the whole");
      expect(exitCodeOf(report)).toBe(verdict === "holds" ? 0 : 1);
      expect(reportVerdict(report).word).toBe({ holds: "Proven", breaks: "Broken", unsure: "Not proven" }[verdict]);
      agrees(report, exitCodeOf(report));
    }
  expect(exitCodeOf(withProofs([]))).toBe(1);
  expect(reportVerdict(withProofs([])).word).toBe("Not proven");
});

const severities: readonly (Severity | undefined)[] = [undefined, "info", "warning", "error"];

test("uses the whole proof and the remaining findings of harden", () => {
  for (const kind of ["image", "project"] as const)
    for (const earlier of before)
      for (const verdict of verdicts)
        for (const severity of severities)
          for (const failOn of failLevels)
            for (const undeclared of [[], ["/etc/x"]]) {
              const verify = proofOf(verdict);
              const findings = findingsOf(severity);
              const exit = exitOf(verify, findings, [finding.target], failOn);
              const whole = { ...empty, findings, exit };
              // The last proof of an image is its comparison with the original; a project's proofs are in another list.
              const report = (kind === "image"
                ? {
                    ...whole,
                    ...withProofs([...earlier, verify, proofOf("holds", "compared")]),
                    findings,
                    exit,
                    harden: { verify, undeclared, fixes: [] },
                  }
                : {
                    ...whole,
                    project: { verify, services: [], left: [], proofs: [...earlier, verify] },
                  }) as unknown as Report;
              expect(exitCodeOf(report)).toBe(exit.code);
              agrees(report, exitCodeOf(report));
              expect(reportVerdict(report).word).toBe(
                { holds: "Proven", breaks: "Broken", unsure: "Not proven" }[verdict],
              );
            }
});

test("uses findings and unread parts of other reports", () => {
  for (const severity of severities)
    for (const failOn of failLevels)
      for (const state of [undefined, "new"] as const)
        for (const rule of ["clean", "failed", "skipped"] as const)
          for (const unread of [[], [{ path: "a", reason: "b" }]]) {
            const findings = findingsOf(severity).map((one) => ({ ...one, ...(state && { state }) }));
            const report: Report = {
              ...empty,
              findings,
              rules: [{ rule: finding.rule, target: finding.target, verdict: rule }],
              ...(unread.length > 0 && { unread }),
            };
            const code = exitCodeOf(report, failOn);
            expect(code).toBe(unread.length > 0 || rule === "failed" ? 2 : expected(severity, failOn));
            agrees(report, code);
          }
});

function expected(severity: Severity | undefined, failOn: FailOn): 0 | 1 {
  if (severity === undefined || failOn === "never") return 0;
  const levels: readonly Severity[] = ["error", "warning", "info"];
  return levels.indexOf(severity) <= levels.indexOf(failOn) ? 1 : 0;
}
