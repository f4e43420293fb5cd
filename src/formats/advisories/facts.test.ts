import { describe, expect, it } from "vitest";
import { readAdvisories } from "../../../test/read-advisories.ts";

describe("facts", () => {
  it("KEV, whole and by entry", () => {
    const entry = {
      cveID: "CVE-2024-1",
      dateAdded: "2024-01-02",
      dueDate: "2024-02-02",
      knownRansomwareCampaignUse: "Known",
    };
    const kev = { kind: "kev", cve: "CVE-2024-1", added: "2024-01-02", due: "2024-02-02", ransomware: true };
    expect(readAdvisories({ catalogVersion: "1", vulnerabilities: [entry, {}] }, "kev.json")!.parsed).toMatchObject([
      kev,
      { kind: "malformed", what: "kev.json:2" },
    ]);
    expect(readAdvisories(entry, "kev.jsonl:1")!.parsed).toEqual([kev]);
  });

  it("EPSS", () => {
    const text =
      "#model_version:v1,score_date:2024-01-01\ncve,epss,percentile\nCVE-2024-1,0.5,0.99\nCVE-2024-2,2,0\nCVE-2024-3,0x1,0\n";
    expect(readAdvisories(text, "epss.csv")!.parsed).toMatchObject([
      { kind: "epss", cve: "CVE-2024-1", score: 0.5, percentile: 0.99 },
      { kind: "malformed", what: "epss.csv:4" },
      { kind: "malformed", what: "epss.csv:5" },
    ]);
  });

  it("life cycles of three forms", () => {
    const cycle = (product: string, name: string, endOfLife: string, more = {}) => ({
      kind: "life-cycle",
      cycle: { product, cycle: name, endOfLife, ...more },
    });
    const csv =
      "version,codename,series,created,release,eol,eol-server,eol-esm\n24.04 LTS,N,noble,2023-10-26,2024-04-25,2029-05-31,2029-05-31,2034-04-25\n26.04 LTS,R,x,2025-10-01\n";
    expect(readAdvisories(csv, "distro-info/ubuntu.csv")!.parsed).toMatchObject([
      cycle("ubuntu", "24.04", "2029-05-31", { extended: "2034-04-25" }),
    ]);
    const releases = [
      { name: "20", eolFrom: "2026-04-30" },
      { name: "24", eolFrom: null },
    ];
    expect(
      readAdvisories({ schema_version: "1.2.0", result: [{ name: "nodejs", releases }] }, "full")!.parsed,
    ).toMatchObject([cycle("node", "20", "2026-04-30")]);
    expect(readAdvisories({ cycle: "3.20", eol: "2026-04-01" }, "alpine.json:1")!.parsed).toMatchObject([
      cycle("alpine", "3.20", "2026-04-01"),
    ]);
  });
});
