import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { vulnerability, hostileScan, scanReport } from "../../test/reports/sample-scan.ts";
import { renderGitlab } from "./gitlab.ts";

const text = { type: "string", minLength: 1 };
const closed = (properties: object, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const list = (items: object, minItems = 0) => ({ type: "array", items, minItems });
const url = { type: "string", pattern: "^https?://.+" };
const time = { type: "string", pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$` };
const tool = closed({ id: text, name: text, version: text, vendor: closed({ name: text }) });

/** The used part of the container scanning report 15.1.4, closed: an unknown key is an error. */
const shape = closed({
  version: { const: "15.1.4" },
  scan: closed(
    {
      analyzer: tool,
      scanner: tool,
      type: { const: "container_scanning" },
      start_time: time,
      end_time: time,
      status: { enum: ["success", "failure"] },
      messages: list(closed({ level: { enum: ["info", "warn", "fatal"] }, value: text })),
    },
    ["analyzer", "scanner", "type", "start_time", "end_time", "status"],
  ),
  vulnerabilities: list(
    closed({
      id: text,
      name: { ...text, maxLength: 255 },
      description: { ...text, maxLength: 1_048_576 },
      severity: { enum: ["Info", "Unknown", "Low", "Medium", "High", "Critical"] },
      solution: { type: "string", maxLength: 7000 },
      identifiers: {
        ...list(closed({ type: text, name: text, value: text, url }, ["type", "name", "value"]), 1),
        maxItems: 20,
      },
      links: list(closed({ url })),
      location: closed({
        dependency: closed({ package: closed({ name: text }), version: text }),
        operating_system: text,
        image: text,
      }),
    }),
  ),
  remediations: list({}),
});
const validate = new Ajv({ allErrors: true }).compile(shape);

describe("renderGitlab", () => {
  it.each([
    ["a scan", scanReport()],
    ["one with hostile texts", hostileScan("\n<\u001b[2J\ud800")],
    ["one without vulnerabilities", scanReport([])],
    [
      "a vulnerability with very many names",
      scanReport([
        vulnerability({ aliases: Array.from({ length: 50 }, (_, at) => `X-${at}`), summary: "s".repeat(2_000_000) }),
      ]),
    ],
  ])("has the structure of the report: %s", (_, report) => {
    expect(validate(JSON.parse(renderGitlab(report))), JSON.stringify(validate.errors)).toBe(true);
  });

  it("omits suppressed vulnerabilities, lists each package once, and includes fixes", () => {
    const { vulnerabilities } = JSON.parse(renderGitlab(scanReport())) as {
      vulnerabilities: { id: string; solution: string; severity: string }[];
    };
    expect(vulnerabilities.some(({ id }) => id.startsWith("CVE-2024-2003"))).toBe(false);
    expect(new Set(vulnerabilities.map(({ id }) => id)).size).toBe(vulnerabilities.length);
    expect(vulnerabilities[0]).toMatchObject({
      severity: "Critical",
      solution: expect.stringMatching(/^Rebuild on/) as string,
    });
  });

  it("takes its times from SOURCE_DATE_EPOCH, else from the data", () => {
    const times = (options: object) =>
      (JSON.parse(renderGitlab(scanReport(), options)) as { scan: { start_time: string } }).scan.start_time;
    expect(times({ createdAt: "2026-01-02T03:04:05.000Z" })).toBe("2026-01-02T03:04:05");
    expect(times({})).toBe("2026-11-20T00:00:00");
  });
});
