import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { checkReport, hardenReport } from "../../test/reports/sample-report.ts";
import type { Finding } from "../domain/finding/finding.ts";
import { renderSarif } from "./sarif.ts";

const text = { type: "string" };
const position = { type: "integer", minimum: 1 };
const closed = (properties: object, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const message = closed({ text });

/** The part of SARIF 2.1.0 (sections 3.13 to 3.58) that is written here, closed: what is not named below is a mistake. */
const shape = closed({
  $schema: text,
  version: { const: "2.1.0" },
  runs: {
    type: "array",
    minItems: 1,
    maxItems: 1,
    items: closed({
      tool: closed({
        driver: closed({
          name: text,
          semanticVersion: text,
          fullDescription: message,
          rules: {
            type: "array",
            uniqueItems: true,
            items: closed({ id: text, name: text, shortDescription: message, properties: { type: "object" } }),
          },
        }),
      }),
      columnKind: { const: "utf16CodeUnits" },
      invocations: {
        type: "array",
        items: closed({
          executionSuccessful: { type: "boolean" },
          toolExecutionNotifications: {
            type: "array",
            items: closed({ level: { enum: ["error", "note"] }, message, properties: { type: "object" } }, [
              "level",
              "message",
            ]),
          },
        }),
      },
      results: {
        type: "array",
        items: closed({
          ruleId: text,
          ruleIndex: { type: "integer", minimum: 0 },
          level: { enum: ["error", "warning", "note"] },
          message,
          locations: {
            type: "array",
            minItems: 1,
            items: closed(
              {
                physicalLocation: closed({
                  artifactLocation: closed({ uri: text }),
                  region: closed({
                    startLine: position,
                    startColumn: position,
                    endLine: position,
                    endColumn: position,
                  }),
                }),
                logicalLocations: { type: "array", items: closed({ fullyQualifiedName: text }) },
              },
              [],
            ),
          },
          properties: { type: "object" },
        }),
      },
    }),
  },
});
const validate = new Ajv({ allErrors: true }).compile(shape);

describe("renderSarif", () => {
  it.each([checkReport, hardenReport])("has the structure of SARIF 2.1.0", (report) => {
    expect(validate(JSON.parse(renderSarif(report))), JSON.stringify(validate.errors)).toBe(true);
  });

  it("points each result at its rule, and only findings in a text at a file", () => {
    const [run] = JSON.parse(renderSarif(checkReport)).runs;
    expect(run.results).toHaveLength(checkReport.findings.length);
    for (const [index, result] of run.results.entries()) {
      const finding = checkReport.findings[index]!;
      expect(run.tool.driver.rules[result.ruleIndex].id).toBe(finding.rule);
      expect(result.locations[0]).toHaveProperty("file" in finding.location ? "physicalLocation" : "logicalLocations");
    }
    expect(run.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "app/Dockerfile" },
      region: { startLine: 1, startColumn: 6, endLine: 1, endColumn: 21 },
    });
  });

  it("names every rule that was run, and tells of those without an answer", () => {
    const [run] = JSON.parse(renderSarif(checkReport)).runs;
    const ids = new Set(checkReport.rules.map(({ rule }) => rule));
    expect(new Set(run.tool.driver.rules.map(({ id }: { id: string }) => id))).toEqual(ids);
    expect(run.invocations[0].executionSuccessful).toBe(false);
    expect(run.invocations[0].toolExecutionNotifications).toEqual([
      expect.objectContaining({
        level: "error",
        message: { text: "failed: TypeError: tag is undefined (vulnerabilities/old-scanner)" },
      }),
      expect.objectContaining({ level: "note" }),
    ]);
  });

  it.each([
    ["a b#1/Dockerfile", "a%20b%231/Dockerfile"],
    ["/srv/ä/Dockerfile", "file:///srv/%C3%A4/Dockerfile"],
    ["http://x/Dockerfile", "http%3A//x/Dockerfile"],
    ["lone\ud800", "lone%EF%BF%BD"],
  ])("writes the path %j as the URI %j", (file, uri) => {
    const at = { file, startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };
    const finding: Finding = { ...checkReport.findings[0]!, location: at };
    const [run] = JSON.parse(renderSarif({ ...checkReport, findings: [finding] })).runs;
    expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
  });
});
