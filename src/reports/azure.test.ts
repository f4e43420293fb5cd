import { describe, expect, it } from "vitest";
import { poison } from "../../test/reports/poison.ts";
import { checkReport } from "../../test/reports/sample-report.ts";
import { renderAzure } from "./azure.ts";
import { guardText } from "./content/guard-text.ts";

const lines = (text: string) => text.trimEnd().split("\n");

/** Parses a line like the agent: from the first `##vso[` to the first `]`, with both escapes decoded (Command.TryParse of azure-pipelines-agent). */
function commandIn(line: string) {
  const start = line.toLowerCase().indexOf("##vso[");
  const end = line.indexOf("]", start);
  if (start === -1 || end === -1) return undefined;
  const [name = "", ...rest] = line.slice(start + 6, end).split(" ");
  const pairs = rest.join(" ").split(";");
  const undo = (text: string) =>
    text
      .replaceAll("%3B", ";")
      .replaceAll("%5D", "]")
      .replaceAll("%0D", "\r")
      .replaceAll("%0A", "\n")
      .replaceAll("%AZP25", "%");
  const properties = pairs.map((pair) => [pair.split("=")[0] ?? "", undo(pair.slice(pair.indexOf("=") + 1))]);
  return {
    name,
    properties: Object.fromEntries(properties) as Record<string, string>,
    data: undo(line.slice(end + 1)),
  };
}

describe("renderAzure", () => {
  it("prints an issue per error and warning, and a plain line per info", () => {
    const all = lines(guardText(renderAzure(checkReport), "issues"));
    expect(commandIn(all[0]!)).toEqual({
      name: "task.logissue",
      properties: {
        type: "error",
        sourcepath: "app/Dockerfile",
        linenumber: "1",
        columnnumber: "6",
        code: "base-image/end-of-life",
      },
      data: checkReport.findings[0]!.message,
    });
    const grave = checkReport.findings.filter(({ severity }) => severity !== "info");
    expect(all.filter((line) => commandIn(line)?.properties["code"] !== undefined)).toHaveLength(grave.length);
    expect(all.filter((line) => line.startsWith("info: "))).toHaveLength(checkReport.findings.length - grave.length);
    expect(all.some((line) => commandIn(line)?.data.startsWith("failed: TypeError") === true)).toBe(true);
  });

  it.each([
    "]##vso[task.setvariable variable=PATH]x",
    ";type=error;",
    "\n##vso[task.complete]",
    "%0A##[error]",
    "%AZP25",
  ])("escapes commands and properties in %j without loss", (venom) => {
    const hostile = lines(guardText(renderAzure(poison(checkReport, venom)), "issues"));
    const plain = lines(guardText(renderAzure(checkReport), "issues"));
    expect(hostile).toHaveLength(plain.length);
    for (const [index, line] of hostile.entries()) {
      expect(line.slice(1)).not.toMatch(/##(?:vso)?\[/i);
      const [found, expected] = [commandIn(line), commandIn(plain[index]!)];
      expect(found?.name).toBe(expected?.name);
      expect(Object.keys(found?.properties ?? {})).toEqual(Object.keys(expected?.properties ?? {}));
    }
  });
});
