import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { acceptedShape } from "../../pipeline/baseline/read-baseline.ts";
import { reportSchema } from "../../reports/report-schema.ts";
import { parseToFirstFault } from "../../sources/bounded/first-fault.ts";
import { boundedJson } from "./bounded-json.ts";

const refuse = (problem: string) => new Error(problem);
const read = (text: string) => boundedJson(text, refuse);
const repeated = (piece: string, count: number) => Array.from({ length: count }, () => piece).join(",");

describe("JSON that takes many times its size", () => {
  it.each([
    ["empty objects", `[${repeated("{}", 1_100_000)}]`, /objects and lists/],
    ["empty lists", `[${repeated("[]", 1_100_000)}]`, /objects and lists/],
    ["objects in a member", `{"findings":[${repeated("{}", 1_100_000)}]}`, /objects and lists/],
    ["objects with a value", `[${repeated('{"a":1}', 1_100_000)}]`, /objects and lists/],
    ["objects behind texts with brackets", `["[{","\\"{[",${repeated("{}", 1_100_000)}]`, /objects and lists/],
    ["numbers", `[${repeated("1", 6_100_000)}]`, /6,000,000 values/],
    ["texts", `[${repeated('""', 6_100_000)}]`, /6,000,000 values/],
    ["lists in lists", "[".repeat(1_000_001) + "]".repeat(1_000_001), /objects and lists/],
    ["lists that are not closed", "[".repeat(2_000_000), /objects and lists/],
    ["objects in objects", `${'{"a":'.repeat(1_000_001)}1${"}".repeat(1_000_001)}`, /objects and lists/],
  ])("is refused before it is read: %s", (_, text, problem) => {
    expect(() => read(text)).toThrow(problem);
  });
  it.each([
    ["brackets in texts", JSON.stringify(["[{".repeat(600_000)])],
    ["commas in texts", JSON.stringify([",".repeat(7_000_000)])],
    ["quotes in texts", JSON.stringify(['"\\"[{'.repeat(300_000)])],
    ["backslashes at the end of a text", '["\\\\",[],"\\\\\\\\"]'],
    ["a report's worth of objects", `[${repeated('{"a":[1,2],"b":"c"}', 200_000)}]`],
    ["the map of an image", `[${repeated("1", 2_500_000)}]`],
    ["nothing", "null"],
  ])("other JSON is read: %s", (_, text) => {
    expect(read(text)).toEqual(JSON.parse(text));
  });
  it.each(["", "{", "[1,]", '{"a":}', "nope", '"', '["\\', "]", "}{"])("rejects invalid JSON: %s", (text) => {
    expect(() => read(text)).toThrow("it is not JSON");
  });
});

/** A value in which each list has a hundred thousand elements that do not fit; by where they are. */
const wrong = Array.from({ length: 100_000 }, () => ({ rule: "a" }));
const finding = {
  rule: "build/x",
  practice: "build",
  severity: "error",
  message: "m",
  target: "t",
  location: { setting: "s" },
  also: [],
  evidence: [{ kind: "setting", pointer: "p", value: "v" }],
};
const report = { schemaVersion: 2, tool: { name: "hullproof", version: "1" }, targets: [], rules: [], findings: [] };
const faults: readonly [string, z.ZodType, unknown][] = [
  ["findings", reportSchema, { ...report, findings: wrong }],
  ["targets", reportSchema, { ...report, targets: wrong }],
  ["rules", reportSchema, { ...report, rules: wrong }],
  ["vulnerabilities", reportSchema, { ...report, vulnerabilities: wrong }],
  ["files", reportSchema, { ...report, files: wrong }],
  ["unread", reportSchema, { ...report, unread: wrong }],
  ["notChecked", reportSchema, { ...report, notChecked: wrong }],
  ["evidence", reportSchema, { ...report, findings: [{ ...finding, evidence: wrong }] }],
  ["also", reportSchema, { ...report, findings: [{ ...finding, also: wrong }] }],
  [
    "edits of a fix",
    reportSchema,
    { ...report, findings: [{ ...finding, fix: { title: "t", applicability: "safe", edits: wrong } }] },
  ],
  ["packages of an image", reportSchema, { ...report, image: { packages: wrong } }],
  ["layers of an image", reportSchema, { ...report, image: { layers: wrong } }],
  ["trials", reportSchema, { ...report, proof: { trials: wrong } }],
  ["numbers for objects", reportSchema, { ...report, findings: wrong.map(() => 1) }],
  ["texts for objects", reportSchema, { ...report, findings: wrong.map(() => "x") }],
  ["lists for objects", reportSchema, { ...report, findings: wrong.map(() => []) }],
  ["null for objects", reportSchema, { ...report, findings: wrong.map(() => null) }],
  ["accepted findings", acceptedShape, { schemaVersion: 1, kind: "accepted-findings", findings: wrong }],
  ["remedies", reportSchema, { ...report, remedies: wrong }],
  ["bases", reportSchema, { ...report, bases: wrong }],
];

it.each(faults)("stops at the first faults of a schema: %s", (_, schema, value) => {
  const parsed = parseToFirstFault(schema, value);
  expect(parsed.success).toBe(false);
  expect(JSON.stringify(parsed.error?.issues).length).toBeLessThan(100_000);
  expect(parsed.error?.issues.length).toBeLessThan(100);
});
