import { expect, test } from "vitest";
import { explain } from "../../pipeline/verbs/explain/explain.ts";
import { displayWidth } from "./display-width.ts";
import { proseLines } from "./prose.ts";

test.each([40, 80, 200])("wraps an explained rule at %d columns except code and tables, without loss", (columns) => {
  for (const id of ["cleanup/apt-lists", "what-a-proof-is", "capabilities/comma-list"]) {
    const text = explain(id) ?? "";
    const shown = proseLines(text, columns);
    expect(shown.replaceAll(/\s+/g, "")).toBe(text.replaceAll(/\s+/g, ""));
    const code = (lines: string) => lines.split("\n").filter((line) => /^(?: {4}|\|)/.test(line));
    expect(code(shown)).toEqual(code(text));
    for (const line of shown.split("\n"))
      if (!/^(?: {4}|\|)/.test(line)) expect(displayWidth(line), line).toBeLessThanOrEqual(Math.min(columns, 120));
  }
});
