import { describe, expect, it } from "vitest";
import type { Finding, RuleResult } from "../../domain/finding/finding.ts";
import type { Report, Target } from "../../domain/report/report.ts";
import { hardenReport } from "../../../test/reports/sample-report.ts";
import { comparable, type EarlierReport } from "./earlier-report.ts";
import { withBaseline } from "./with-baseline.ts";

const place = { cwd: "/nowhere", today: "2026-11-28" };

function finding(file: string, rule: Finding["rule"], target = file): Finding {
  const location = { file, startLine: 1, startColumn: 1, endLine: 1, endColumn: 6 };
  const evidence = [{ kind: "source" as const, location, text: "RUN x" }];
  return { rule, practice: "build", severity: "error", message: "is wrong", target, location, also: [], evidence };
}

function report(
  kind: Target["kind"],
  files: readonly string[],
  findings: readonly Finding[],
  more: Partial<Report> = {},
): Report {
  const rules = files.flatMap((target) =>
    (["build/a", "build/b"] as const).map((rule): RuleResult => {
      const isFound = findings.some((one) => one.rule === rule && one.target === target);
      return { rule, target, verdict: isFound ? "found" : "clean" };
    }),
  );
  return {
    schemaVersion: 1,
    tool: { name: "hullproof", version: "0" },
    targets: files.map((id) => ({ id, kind, name: id })),
    rules,
    findings,
    ...more,
  };
}

function earlier({ targets, findings }: Report, kind: EarlierReport["kind"] = "report"): EarlierReport {
  const accepted = kind === "accepted" ? { reason: "known", until: "2027-01-01" } : undefined;
  const all = findings.map((one) => comparable(one, targets, accepted));
  // A list of accepted findings has no targets.
  if (kind === "report") return { file: "base.json", kind, targets, findings: all, vulnerabilities: [] };
  return {
    file: "hullproof.baseline.json",
    kind,
    targets: [],
    findings: all.map((one) => {
      const { target: _, ...rest } = one;
      return rest;
    }),
    vulnerabilities: [],
  };
}

const states = ({ findings }: Report) => findings.map(({ target, state }) => `${target} ${state}`);

describe("a hardened Dockerfile compared with a baseline", () => {
  const made = {
    harden: { ...hardenReport.harden!, original: "app/Dockerfile", dockerfile: "app/.hullproof/Dockerfile" },
  };
  const now = report(
    "dockerfile",
    ["app/Dockerfile", "app/.hullproof/Dockerfile"],
    [finding("app/Dockerfile", "build/a"), finding("app/.hullproof/Dockerfile", "build/a")],
    made,
  );
  const both = ["app/Dockerfile same", "app/.hullproof/Dockerfile same"];

  it.each(["report", "accepted"] as const)(
    "applies the original's findings to it, and counts a fixed one once: %s",
    (kind) => {
      const before = report(
        "dockerfile",
        ["app/Dockerfile"],
        [finding("app/Dockerfile", "build/a"), finding("./app/Dockerfile", "build/b", "app/Dockerfile")],
      );
      const compared = withBaseline(now, earlier(before, kind), place);
      expect(states(compared)).toEqual(both);
      expect(compared.baseline).toMatchObject({ new: 0, same: 2, notCompared: [], expired: [] });
      expect(compared.baseline?.fixed.map(({ place: at, rule }) => [at, rule])).toEqual([
        ["app/Dockerfile", "build/b"],
      ]);
    },
  );

  it("reports a second finding of a kind as new", () => {
    const before = report("dockerfile", ["app/Dockerfile"], [finding("app/Dockerfile", "build/a")]);
    const twice = { ...now, findings: [...now.findings, finding("app/.hullproof/Dockerfile", "build/a")] };
    expect(states(withBaseline(twice, earlier(before), place))).toEqual([...both, "app/.hullproof/Dockerfile new"]);
  });

  it("uses an earlier report's own findings in it", () => {
    const before = report(
      "dockerfile",
      ["app/Dockerfile", "app/.hullproof/Dockerfile"],
      [finding("app/Dockerfile", "build/a")],
    );
    expect(states(withBaseline(now, earlier(before), place))).toEqual([
      "app/Dockerfile same",
      "app/.hullproof/Dockerfile new",
    ]);
  });

  it("reports everything as new without a baseline of the original", () => {
    const before = report("dockerfile", ["other/Dockerfile"], [finding("other/Dockerfile", "build/a")]);
    const compared = withBaseline(now, earlier(before), place);
    expect(compared.findings.map(({ state }) => state)).toEqual(["new", "new"]);
    expect(compared.notChecked?.[0]).toContain("is about other targets");
  });
});

describe("a hardened Compose file, which the report covers instead of the original", () => {
  const hardened = (path: string): Partial<Report> => ({
    project: {
      files: [{ file: "compose.yaml", path, diff: "" }],
      entry: "web",
      services: [],
      left: [],
      verify: hardenReport.harden!.verify,
      proofs: [],
      trials: [],
    },
  });
  const now = report(
    "compose",
    ["compose.yaml"],
    [finding(".hullproof/compose.yaml", "build/a", "compose.yaml")],
    hardened(".hullproof/compose.yaml"),
  );

  it.each(["report", "accepted"] as const)("applies the original's findings to it: %s", (kind) => {
    const before = report(
      "compose",
      ["compose.yaml"],
      [finding("compose.yaml", "build/a"), finding("compose.yaml", "build/b")],
    );
    const compared = withBaseline(now, earlier(before, kind), place);
    expect(compared.findings.map(({ state }) => state)).toEqual(["same"]);
    expect(compared.baseline).toMatchObject({ new: 0, same: 1, notCompared: [] });
    // Such an entry is not unused: the original still has its finding.
    expect(compared.baseline?.fixed.map(({ rule }) => rule)).toEqual(kind === "report" ? ["build/b"] : []);
  });

  it("lists an expired entry, and reports its finding as new", () => {
    const before = report("compose", ["compose.yaml"], [finding("compose.yaml", "build/a")]);
    const compared = withBaseline(now, earlier(before, "accepted"), { ...place, today: "2027-06-01" });
    expect(compared.findings.map(({ state }) => state)).toEqual(["new"]);
    expect(compared.baseline?.expired.map(({ rule }) => rule)).toEqual(["build/a"]);
  });

  it("matches an earlier report of harden by its own path, and keeps files written in place", () => {
    const before = report("compose", ["compose.yaml"], [finding(".hullproof/compose.yaml", "build/a", "compose.yaml")]);
    const compared = withBaseline(now, earlier(before), place);
    expect(compared.findings.map(({ state }) => state)).toEqual(["same"]);
    const found = [finding("compose.yaml", "build/a")];
    const inPlace = report("compose", ["compose.yaml"], found, hardened("./compose.yaml"));
    const same = withBaseline(inPlace, earlier(inPlace), place);
    expect(same.baseline).toMatchObject({ new: 0, same: 1, fixed: [] });
  });
});
