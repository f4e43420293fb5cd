import { describe, expect, it } from "vitest";
import { checkReport, hardenReport } from "../../test/reports/sample-report.ts";
import type { Report } from "../domain/report/report.ts";
import { formats } from "./index.ts";

const known = "a fault that was there before";
const fresh = "a fault of today";
const gone = "a fault that is gone";

/** One known, one new and one fixed finding; the other fields of `Report` are the sample's. */
function sample(isNew: boolean): Report {
  const [first] = checkReport.findings;
  if (first === undefined) throw new Error("the sample has no findings");
  return {
    ...checkReport,
    findings: [
      { ...first, message: known, state: "same", accepted: { reason: "known", until: "2027-01-01" } },
      ...(isNew ? [{ ...first, message: fresh, state: "new" as const }] : []),
    ],
    baseline: {
      file: "base.json",
      kind: "report",
      new: isNew ? 1 : 0,
      same: 1,
      fixed: [{ rule: "build/gone", severity: "error", place: "Dockerfile", message: gone }],
      notCompared: [],
      expired: [],
    },
  };
}

async function rendered(name: string, report: Report): Promise<string> {
  const format = await formats.find((one) => one.name === name)?.load();
  if (format === undefined || format.shows === "contents") throw new Error(`no format ${name}`);
  return format.render(report, { colour: false, width: 100 });
}

describe("a comparison with a baseline", () => {
  it.each(["terminal", "markdown", "github", "azure"])("%s shows new findings and counts the others", async (name) => {
    const text = await rendered(name, sample(true));
    expect(text).toContain(fresh);
    expect(text).not.toContain(known);
    const nothing = await rendered(name, sample(false));
    expect(nothing).toContain("Nothing new");
    expect(nothing).not.toMatch(/Clean/);
  });

  it.each(["sarif", "json", "csv", "html", "codequality", "checkstyle", "rdjson"])(
    "%s contains all findings",
    async (name) => {
      const text = await rendered(name, sample(true));
      for (const one of [known, fresh]) expect(text).toContain(one);
    },
  );

  it("shows only new findings in the agent format, and counts the others", async () => {
    const text = await rendered("agent", sample(true));
    expect(text).toContain(fresh);
    expect(text).not.toContain(known);
    expect(text).toMatch(/^baseline: 1 new, 1 known from base\.json/m);
    expect(await rendered("agent", sample(false))).toMatch(/^baseline: 0 new, 1 known from base\.json/m);
  });

  it.each(["terminal", "markdown", "json"])("%s lists fixed findings", async (name) => {
    expect(await rendered(name, sample(true))).toContain(gone);
  });

  it.each(["terminal", "markdown", "html"])("%s: shows a broken proof even without new findings", async (name) => {
    const { findings, baseline } = sample(false);
    const { harden } = hardenReport;
    const broken = {
      ...harden!,
      verify: { ...harden!.verify, verdict: "breaks" as const, detail: "GET / answers 500" },
    };
    const text = await rendered(name, { ...hardenReport, harden: broken, findings, ...(baseline && { baseline }) });
    expect(text).not.toContain("Nothing new");
    expect(text).toContain("Broken");
    expect(text).toMatch(/Baseline: 0 new, 1 known from base\.json/);
  });

  it("omits absent SARIF results, which code scanning would reopen", async () => {
    const log = JSON.parse(await rendered("sarif", sample(true))) as {
      runs: { results: { baselineState: string; properties: object }[] }[];
    };
    const states = log.runs[0]?.results.map(({ baselineState }) => baselineState);
    expect(states).toEqual(["unchanged", "new"]);
    expect(log.runs[0]?.results[0]?.properties).toMatchObject({ accepted: { reason: "known" } });
  });

  it("fails JUnit tests for new findings only", async () => {
    expect(await rendered("junit", sample(true))).toContain(`<failure message="${known}`);
    const nothing = await rendered("junit", sample(false));
    expect(nothing).not.toContain(`<failure message="${known}`);
    expect(nothing).toContain(`<skipped message="in the baseline: ${known}"`);
  });

  it("adds a CSV column only with a baseline", async () => {
    expect(await rendered("csv", sample(true))).toMatch(/^[^\n]*,baseline\n/);
    expect(await rendered("csv", checkReport)).not.toMatch(/^[^\n]*,baseline\n/);
  });
});
