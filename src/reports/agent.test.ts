import { expect, it } from "vitest";
import type { Report } from "../domain/report/report.ts";
import { renderAgent } from "./agent.ts";

const finding = (rule: string, severity: string, file: string, message: string, fix?: object) => ({
  rule,
  practice: rule.split("/")[0],
  severity,
  message,
  target: file,
  location: { file, startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 },
  also: [],
  evidence: [],
  ...(fix && { fix }),
});

const report = {
  schemaVersion: 2,
  tool: { name: "hullproof", version: "0" },
  targets: [{ id: "Dockerfile", kind: "dockerfile", name: "Dockerfile" }],
  rules: [{ rule: "build/x", target: "other", verdict: "failed", reason: "other could not be read" }],
  findings: [
    finding("build/maintainer", "warning", "-a b'c/Dockerfile", "two\nlines \u001b[31m", {
      title: "t",
      applicability: "safe",
    }),
    finding("limits/cpu-shares", "error", "Dockerfile", "no limit", { title: "t", applicability: "suggested" }),
    { ...finding("secrets/in-image", "info", "x", "a file"), location: { layer: 2, path: "/a" }, target: "image:1" },
  ],
} as unknown as Report;

it("prints one line per finding, most severe first, with a quoted command", () => {
  expect(renderAgent(report, { view: "long" })).toBe(
    [
      "1 error, 1 warning, 1 note in 1 target",
      "Dockerfile:3:5 error limits/cpu-shares no limit; fix (suggested): hullproof fix --suggested --rule limits/cpu-shares Dockerfile",
      String.raw`-a b'c/Dockerfile:3:5 warning build/maintainer two lines \x1b[31m; fix (safe): hullproof fix --write --rule build/maintainer './-a b'\''c/Dockerfile'`,
      "Dockerfile:1:1 info secrets/in-image [image:1: layer 2: /a] a file",
      "failed: other could not be read (build/x)",
      "",
    ].join("\n"),
  );
});

it("groups places below each rule and its fix command, most severe first", () => {
  expect(renderAgent(report).split("\n")).toEqual([
    "1 error, 1 warning, 1 note in 1 file",
    "read: Dockerfile",
    "not read: other could not be read",
    "error limits/cpu-shares no limit; fix: hullproof fix --suggested --rule limits/cpu-shares Dockerfile",
    "  Dockerfile:3",
    String.raw`warning build/maintainer two lines \x1b[31m; fix: hullproof fix --write --rule build/maintainer './-a b'\''c/Dockerfile'`,
    "  -a b'c/Dockerfile:3",
    "notes: secrets/in-image 1",
    "next: hullproof fix .",
    "next: hullproof check --rule limits/cpu-shares",
    "next: hullproof check --long",
    "",
  ]);
});
