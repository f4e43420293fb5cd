import { expect, it } from "vitest";
import type { Evidence, Finding } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { withoutSummaries } from "./scan-verdict.ts";

const purl = "pkg:deb/debian/a@1";
const finding = (message: string, ...evidence: [Evidence, ...Evidence[]]): Finding => ({
  rule: "vulnerabilities/x",
  practice: "vulnerabilities",
  severity: "warning",
  message,
  target: "t",
  location: { setting: "s" },
  also: [],
  evidence,
});
const findings = [
  finding("an advisory", { kind: "advisory", id: "CVE-1", purl, installed: "1", quote: "q" }),
  finding("an update", { kind: "package", purl, installed: "1", candidate: "2" }),
  finding("a package without one", { kind: "package", purl, installed: "1" }),
  finding("a setting", { kind: "setting", pointer: "p", value: "v" }),
];
const report = { findings } as unknown as Report;

it("omits findings that summarize listed vulnerabilities", () => {
  const left = (one: Report) => withoutSummaries(one).findings.map(({ message }) => message);
  expect(left({ ...report, remedies: [] })).toEqual(["a package without one", "a setting"]);
  expect(left(report)).toHaveLength(4);
});
