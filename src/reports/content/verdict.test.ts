import { describe, expect, it } from "vitest";
import type { FixOutcome, Report } from "../../domain/report/report.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { sampleProfile } from "../../../test/emit/sample-profile.ts";
import { hardenReport } from "../../../test/reports/sample-report.ts";
import { reportVerdict } from "./verdict.ts";

const { exit: _, ...sample } = hardenReport;
const proofOf = (workload: Partial<Workload>): NonNullable<Report["proof"]> => ({
  ...sample.proof!,
  profile: { ...sample.proof!.profile, workload: { ...sampleProfile.workload, ...workload } },
  provenFor: { clients: 1, seconds: 0 },
});
const fix: FixOutcome = {
  rule: "base-image/end-of-life",
  title: "Move to python:3.13-slim",
  applicability: "proven",
  line: 1,
  outcome: "applied",
  reason: "built, compared and run",
};
const harden = { ...sample.harden!, fixes: [fix] };
const port = { kind: "port", name: "port 80", port: 80, timeoutMs: 1 } as const;
const health = { kind: "health", name: "HEALTHCHECK" } as const;
const running = { kind: "running", forMs: 2000 } as const;

describe("a run without a step", () => {
  it.each<[string, Partial<Workload>, string]>([
    ["nothing declared", { steps: [], ready: running }, "Started and stopped only"],
    ["a port of the image", { steps: [port], ready: running, origin: "image" }, "Started and stopped only"],
    [
      "a probe alone",
      { steps: [], ready: { kind: "http", port: 80, path: "/", status: 200 } },
      "Started and stopped only",
    ],
    ["a health check of the image", { steps: [port, health], ready: { kind: "health" }, origin: "image" }, "Proven"],
    ["a job that ends", { steps: [], ready: { kind: "ended" }, origin: "image" }, "Proven"],
    ["a step", {}, "Proven"],
  ])("with %s", (_name, workload, word) => {
    for (const report of [
      { ...sample, harden, proof: proofOf(workload) },
      { ...sample, harden: undefined, proof: proofOf(workload) } as unknown as Report,
      projectOf([workload]),
    ]) {
      const verdict = reportVerdict(report);
      expect(verdict.word).toBe(word);
      expect(verdict.tone).toBe(word === "Proven" ? "good" : "warning");
      expect(/\bproven\b/i.test(`${verdict.word} ${verdict.sentence}`)).toBe(word === "Proven");
    }
  });

  it("shows that the container broke", () => {
    const verify = { ...harden.verify, verdict: "breaks" as const };
    const report = { ...sample, harden: { ...harden, verify }, proof: proofOf({ steps: [], ready: running }) };
    expect(reportVerdict(report).word).toBe("Broken");
  });

  it("counts the steps of any service of a project", () => {
    expect(reportVerdict(projectOf([{ steps: [], ready: running }, {}])).word).toBe("Proven");
  });
});

describe("a base change that builds do not prove", () => {
  const doubt = "local/python stood in for python:3.13-slim";
  const report = { ...sample, harden: { ...harden, fixes: [{ ...fix, notProven: doubt }] }, proof: proofOf({}) };

  it("names another image in the result, which is then not green", () => {
    const { tone, word, sentence, detail } = reportVerdict(report);
    expect([tone, word]).toEqual(["warning", "Proven"]);
    expect(sentence).toContain(": proven for 1 client");
    expect(detail).toContain(`Not proven: Move to python:3.13-slim (${doubt})`);
  });

  it("does not name it in a broken proof, nor change a proven one", () => {
    expect(reportVerdict({ ...report, harden }).detail).not.toContain("Not proven");
    const verify = { ...harden.verify, verdict: "breaks" as const };
    expect(reportVerdict({ ...report, harden: { ...report.harden, verify } }).tone).toBe("bad");
  });
});

it("lists unexercised entry points of each service of a project", () => {
  const project = projectOf([{}, {}]);
  const [web, db] = project.project!.services;
  const untested = [{ what: "port 5432/tcp", why: "exposed by the image, and no step reached it", add: "a step" }];
  const growing = [{ path: "/var/log/a", bytesPerPass: 1, steps: 1, instead: "" }];
  const services = [web!, { ...db!, profile: { ...db!.profile, untested, growing } }];
  const { detail } = reportVerdict({ ...project, project: { ...project.project!, services } });
  expect(detail).toContain("Not exercised in s1: port 5432/tcp. Unbounded growth in s1: /var/log/a.");
  expect(detail).not.toContain("s0");
});

function projectOf(workloads: readonly Partial<Workload>[]): Report {
  const services = workloads.map((workload, index) => ({
    name: `s${index}`,
    image: "local/app",
    notes: [],
    profile: { ...sampleProfile, untested: [], growing: [], workload: { ...sampleProfile.workload, ...workload } },
  }));
  const { harden: _harden, proof: _proof, ...rest } = sample;
  const project = { files: [], entry: "s0", services, left: [], verify: harden.verify, proofs: [], trials: [] };
  return { ...rest, project };
}
