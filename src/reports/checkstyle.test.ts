import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { poison } from "../../test/reports/poison.ts";
import { checkReport } from "../../test/reports/sample-report.ts";
import { renderCheckstyle } from "./checkstyle.ts";

/** Elements in document order. Throws on invalid XML. */
function elements(text: string) {
  const found: { readonly name: string; readonly attributes: Record<string, string> }[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) =>
    found.push({ name, attributes: attributes as Record<string, string> }),
  );
  parser.write(text).close();
  return found;
}

describe("renderCheckstyle", () => {
  it("has a file per text, with an error per finding", () => {
    const all = elements(renderCheckstyle(checkReport));
    const files = all.flatMap(({ name, attributes }) => (name === "file" ? [attributes["name"]] : []));
    expect(new Set(files).size).toBe(files.length);
    expect(files[0]).toBe("app/Dockerfile");
    expect(all[2]).toEqual({
      name: "error",
      attributes: {
        line: "1",
        column: "6",
        severity: "error",
        message: expect.stringContaining("python:3.8-slim is past its end of life") as string,
        source: "hullproof.base-image/end-of-life",
      },
    });
    const sources = all.flatMap(({ attributes }) => attributes["source"] ?? []);
    expect(sources.filter((source) => source !== "hullproof.not-checked")).toHaveLength(checkReport.findings.length);
    expect(sources).toContain("hullproof.not-checked");
  });

  it.each(['"/><file name="x">', "<!--", "&#0;", "]]>", "\ud800"])("stays valid with %j in every text", (venom) => {
    const names = (text: string) => elements(text).map(({ name }) => name);
    expect(names(renderCheckstyle(poison(checkReport, venom)))).toEqual(names(renderCheckstyle(checkReport)));
  });
});
