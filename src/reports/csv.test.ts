import { describe, expect, it } from "vitest";
import { poison } from "../../test/reports/poison.ts";
import { checkReport } from "../../test/reports/sample-report.ts";
import { hostileScan, scanReport } from "../../test/reports/sample-scan.ts";
import { renderCsv } from "./csv.ts";

/** A strict RFC 4180 parser, with line feeds. */
function cells(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\n)/gy;
  for (let match = cell.exec(text); match !== null; match = cell.exec(text)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "\n") {
      rows.push(row);
      row = [];
    }
    if (cell.lastIndex === text.length) return rows;
  }
  throw new Error(`no CSV: ${text.slice(0, 200)}`);
}

describe("renderCsv", () => {
  it("has equal cell counts, and rows for findings and unchecked parts", () => {
    const [head, ...rows] = cells(renderCsv(checkReport));
    expect(head?.slice(0, 4)).toEqual(["kind", "severity", "id", "target"]);
    for (const row of rows) expect(row).toHaveLength(head!.length);
    expect(rows.filter(([kind]) => kind === "finding")).toHaveLength(checkReport.findings.length);
    expect(rows.some(([kind]) => kind === "not checked")).toBe(true);
  });

  it("has a row per vulnerability of a scan, and marks suppressed ones", () => {
    const rows = cells(renderCsv(scanReport()));
    expect(rows.find(([, , id]) => id === "CVE-2024-2001")?.slice(0, 2)).toEqual(["vulnerability", "high"]);
    expect(rows.find(([, , id]) => id === "CVE-2024-2003")?.[0]).toBe("set aside");
  });

  it.each(["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(1)", "\t=1", "  =1", '",=1', "\n=1,", "\r\n"])(
    "neutralizes formulas and line feeds in %j",
    (venom) => {
      for (const [hostile, plain] of [
        [poison(checkReport, venom), checkReport],
        [hostileScan(venom), scanReport()],
      ] as const) {
        const rows = cells(renderCsv(hostile));
        expect(rows).toHaveLength(cells(renderCsv(plain)).length);
        for (const cell of rows.flat()) expect(cell).not.toMatch(/^\s*[=+\-@\t\r]/);
      }
    },
  );
});
