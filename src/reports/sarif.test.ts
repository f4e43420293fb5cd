import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { checkReport, hardenReport } from "../../test/reports/sample-report.ts";
import type { Finding } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import { renderSarif } from "./sarif.ts";

const text = { type: "string", minLength: 1 };
const position = { type: "integer", minimum: 1 };
const closed = (properties: object, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const message = closed({ text });
const region = closed({ startLine: position, startColumn: position, endLine: position, endColumn: position });

/** The used part of SARIF 2.1.0 (sections 3.13 to 3.58), closed: an unknown key is an error. */
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
            items: closed({
              id: text,
              name: text,
              shortDescription: message,
              fullDescription: message,
              help: closed({ text, markdown: text }),
              defaultConfiguration: closed({ level: { enum: ["error", "warning", "note"] } }),
              properties: { type: "object" },
            }),
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
        items: closed(
          {
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
                    region,
                  }),
                  logicalLocations: { type: "array", items: closed({ fullyQualifiedName: text }) },
                },
                ["physicalLocation"],
              ),
            },
            partialFingerprints: closed({
              primaryLocationLineHash: { type: "string", pattern: "^[0-9a-f]{16}:[1-9]" },
            }),
            baselineState: { enum: ["new", "unchanged"] },
            fixes: {
              type: "array",
              minItems: 1,
              items: closed({
                description: message,
                artifactChanges: {
                  type: "array",
                  minItems: 1,
                  items: closed({
                    artifactLocation: closed({ uri: text }),
                    replacements: {
                      type: "array",
                      minItems: 1,
                      items: closed({ deletedRegion: region, insertedContent: message }, ["deletedRegion"]),
                    },
                  }),
                },
              }),
            },
            properties: { type: "object" },
          },
          ["ruleId", "ruleIndex", "level", "message", "locations", "properties"],
        ),
      },
    }),
  },
});
const validate = new Ajv({ allErrors: true }).compile(shape);

describe("renderSarif", () => {
  it.each([checkReport, hardenReport])("has the structure of SARIF 2.1.0", (report) => {
    expect(validate(JSON.parse(renderSarif(report))), JSON.stringify(validate.errors)).toBe(true);
  });

  it("links each result to its rule and a file, which code scanning requires", () => {
    const [run] = JSON.parse(renderSarif(checkReport)).runs;
    expect(run.results).toHaveLength(checkReport.findings.length);
    for (const [index, result] of run.results.entries()) {
      const finding = checkReport.findings[index]!;
      expect(run.tool.driver.rules[result.ruleIndex].id).toBe(finding.rule);
      // The upload action computes it for files of the checkout, and warns about a different one.
      expect(result).not.toHaveProperty("partialFingerprints");
      expect(result.locations[0]).toHaveProperty("physicalLocation");
    }
    expect(run.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "app/Dockerfile" },
      region: { startLine: 1, startColumn: 6, endLine: 1, endColumn: 21 },
    });
  });

  const image = "ghcr.example:5000/team/app";
  const inImage = (tag: string, layer: number): Report => {
    const finding = (path: string): Finding => ({
      rule: "non-root/setuid-files",
      practice: "non-root",
      severity: "warning",
      message: `${path} is setuid in layer ${layer}`,
      target: `${image}:${tag}`,
      location: { layer, path },
      also: [],
      evidence: [{ kind: "layer", layer, createdBy: "RUN", bytes: 1, line: 7 }],
    });
    return {
      schemaVersion: 2,
      tool: checkReport.tool,
      targets: [{ id: `${image}:${tag}`, kind: "image", name: `${image}:${tag}` }],
      rules: [],
      findings: [finding("/bin/su"), finding("/bin/mount")],
    };
  };
  const resultsOf = (report: Report) => JSON.parse(renderSarif(report)).runs[0].results;

  it("gives results in an image a path, and an identity independent of tags and layers", () => {
    const [first, second] = resultsOf(inImage("1.0", 3));
    expect(first.locations[0]).toEqual({
      physicalLocation: {
        artifactLocation: { uri: "image/ghcr.example/5000/team/app" },
        region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
      },
      logicalLocations: [{ fullyQualifiedName: `${image}:1.0: layer 3: /bin/su` }],
    });
    expect(second.partialFingerprints).not.toEqual(first.partialFingerprints);
    const prints = (report: Report) =>
      resultsOf(report).map((one: { readonly partialFingerprints: object }) => one.partialFingerprints);
    expect(prints(inImage("1.1", 4))).toEqual(prints(inImage("1.0", 3)));
  });

  it("points to the line of the Dockerfile that made the layer", () => {
    const report = inImage("1.0", 3);
    const dockerfile = { id: "app/Dockerfile", kind: "dockerfile", name: "app/Dockerfile" } as const;
    const [first] = resultsOf({ ...report, targets: [dockerfile, ...report.targets] });
    expect(first.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "app/Dockerfile" },
      region: { startLine: 7, startColumn: 1, endLine: 7, endColumn: 1 },
    });
    expect(first).not.toHaveProperty("partialFingerprints");
  });

  it("describes each rule with findings, and reports unanswered ones", () => {
    const aboutRules: Report["aboutRules"] = [
      {
        rule: "limits/no-memory",
        title: "Service without a memory limit",
        why: "One leak takes all.",
        severity: "warning",
      },
      { rule: "layers/clean-later", title: "Cleans up too late", why: "The layer below keeps it.", severity: "info" },
    ];
    const findings = aboutRules.map(({ rule, severity }): Finding => ({
      ...checkReport.findings[0]!,
      rule,
      severity,
      also: ["cis-docker/5.11"],
    }));
    const [run] = JSON.parse(renderSarif({ ...checkReport, aboutRules, findings })).runs;
    const [layers, limits] = run.tool.driver.rules;
    expect(limits).toMatchObject({
      id: "limits/no-memory",
      shortDescription: { text: "Service without a memory limit" },
      fullDescription: { text: "One leak takes all." },
      help: { markdown: expect.stringContaining("cis-docker/5.11") as string },
      defaultConfiguration: { level: "warning" },
      properties: { tags: ["security", "containers", "limits"], precision: "high", "security-severity": "5.5" },
    });
    expect(layers.properties).toEqual({
      tags: ["containers", "layers"],
      precision: "high",
      "problem.severity": "recommendation",
      also: ["cis-docker/5.11"],
    });
    expect(run.invocations[0].executionSuccessful).toBe(false);
    expect(run.invocations[0].toolExecutionNotifications).toEqual([
      expect.objectContaining({
        level: "error",
        message: { text: "failed: TypeError: tag is undefined (vulnerabilities/old-scanner)" },
      }),
      expect.objectContaining({ level: "note" }),
    ]);
  });

  it("keeps the most severe results within code scanning's limits, and counts the others", () => {
    const info: Finding = { ...checkReport.findings[0]!, rule: "build/own-last", severity: "info" };
    const findings = [info, info, info, ...Array.from({ length: 25_000 }, () => checkReport.findings[0]!)];
    const heard: string[] = [];
    const log = renderSarif({ ...checkReport, findings }, { warn: (text) => heard.push(text) });
    const [run] = JSON.parse(log).runs;
    expect(run.results).toHaveLength(25_000);
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).not.toContain("build/own-last");
    expect(run.results[0].ruleIndex).toBe(
      run.tool.driver.rules.findIndex(({ id }: { id: string }) => id === run.results[0].ruleId),
    );
    expect(heard).toEqual([expect.stringMatching(/^3 results are left out/)]);
    expect(run.invocations[0].toolExecutionNotifications.at(-1).message.text).toBe(heard[0]);
  });

  it("stays within code scanning's compressed size limit", () => {
    const noise = (of: number) => createHash("shake256", { outputLength: 11_000 }).update(`${of}`).digest("base64");
    const findings = Array.from({ length: 1_200 }, (_, at) => ({ ...checkReport.findings[0]!, message: noise(at) }));
    const heard: string[] = [];
    const log = renderSarif({ ...checkReport, findings }, { warn: (text) => heard.push(text) });
    expect(gzipSync(log).length).toBeLessThan(10_000_000);
    const kept = JSON.parse(log).runs[0].results.length;
    expect(kept).toBeGreaterThan(500);
    expect(heard).toEqual([expect.stringContaining(`${1_200 - kept} results are left out`)]);
  });

  it("sets a category if given, so that runs do not replace each other", () => {
    const idOf = (category?: string) =>
      JSON.parse(renderSarif(checkReport, category === undefined ? {} : { category })).runs[0].automationDetails?.id;
    expect(idOf()).toBeUndefined();
    expect(idOf("hullproof/scan/app")).toBe("hullproof/scan/app/");
    expect(idOf("hullproof/")).toBe("hullproof/");
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
