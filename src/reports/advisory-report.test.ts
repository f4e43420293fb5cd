import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import type { AdvisoryReport, FeedReport } from "../domain/advisory/advisory-report.ts";
import { renderAdvisoryJson } from "./advisory-report-schema.ts";
import { renderAdvisoryTerminal } from "./advisory-terminal.ts";

const feed = (name: string, outcome: FeedReport["outcome"], more: Partial<FeedReport> = {}): FeedReport => ({
  feed: name,
  title: `the feed ${name}`,
  license: "CC0-1.0",
  about: "https://feeds.example/",
  shards: [],
  outcome,
  ...more,
});
const problem = {
  at: "2026-11-25T08:00:00Z",
  message: "feeds.example answers 503.",
  hint: "Try again \u001b[31mlater.",
};

const report: AdvisoryReport = {
  schemaVersion: 2,
  tool: { name: "hullproof", version: "1.2.3" },
  folder: "/data/advisories",
  serial: 7,
  built: "2026-11-25T08:00:00Z",
  bytes: 3_000_000,
  shards: [
    {
      name: "debian-13",
      bytes: 2_000_000,
      packages: 900,
      advisories: 40_000,
      sources: [{ name: "debian-tracker", license: "as it says", date: "2026-11-01", records: 40_000 }],
      date: "2026-11-01",
      ageDays: 24,
      old: true,
    },
    {
      name: "pypi",
      bytes: 1_000_000,
      packages: 1_500,
      advisories: 7_000,
      sources: [
        {
          name: "pysec",
          license: "CC-BY-4.0",
          attribution: "PyPA Advisory Database",
          date: "2026-11-25",
          records: 7_000,
        },
      ],
      date: "2026-11-25",
      checked: "2026-11-25T08:00:00Z",
      ageDays: 0,
      old: false,
    },
  ],
  feeds: [
    feed("debian-tracker", "kept", { shards: ["debian-13"], problem }),
    feed("kev", "not-asked"),
    feed("osv-npm", "missing", { shards: ["npm"], problem }),
    feed("osv-pypi", "updated", { shards: ["pypi"], bytes: 12_000_000 }),
  ],
  notes: ["2 records could not be read"],
};

describe("the advisory store's report", () => {
  it("prints JSON that matches the published schema", () => {
    const schema = JSON.parse(readFileSync("docs/schema/advisories.schema.json", "utf8")) as object;
    const valid = new Ajv2020({ strict: false }).compile(schema);
    const printed = JSON.parse(renderAdvisoryJson(report)) as unknown;
    expect(valid(printed), JSON.stringify(valid.errors)).toBe(true);
    expect(printed).toEqual(report);
  });

  it("reports updated and kept feeds, their age and their attribution", () => {
    const text = renderAdvisoryTerminal(report, { colour: false, width: 100 });
    expect(text).toContain("✗ debian-tracker  failed, old data kept, it is 24 days old");
    expect(text).toContain("✗ osv-npm         failed, no data");
    expect(text).toContain("✓ osv-pypi        updated, 11.4 MiB: pypi");
    expect(text).toContain("feeds.example answers 503.");
    expect(text).toContain("PyPA Advisory Database (CC-BY-4.0)");
    expect(text).toContain("Old data: debian-13, up to 24 days.");
    expect(text).toContain("2 feeds failed");
    expect(text).not.toMatch(/not-asked|kev/);
    expect(text).not.toContain("\u001b");
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("shows how to get advisories if there are none", () => {
    const empty = { ...report, serial: 0, bytes: 0, shards: [], feeds: [], notes: [] };
    const text = renderAdvisoryTerminal(empty, { colour: true, width: 80 });
    expect(text).toContain("has no advisories");
    expect(text).toContain("hullproof advisories update IMAGE");
  });
});
