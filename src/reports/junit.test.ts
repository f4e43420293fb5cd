import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { checkReport, emptyReport } from "../../test/reports/sample-report.ts";
import { hostileScan, scanReport } from "../../test/reports/sample-scan.ts";
import { renderJunit } from "./junit.ts";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Elements in order; throws where the text is not well-formed XML. */
function elements(xml: string): Element[] {
  const found: Element[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => found.push({ name, attributes }));
  parser.write(xml).close();
  return found;
}

const known: Readonly<Record<string, readonly string[]>> = {
  testsuites: ["name", "tests", "failures", "errors"],
  testsuite: ["name", "tests", "failures", "errors", "skipped"],
  testcase: ["classname", "name"],
  failure: ["message"],
  error: ["message"],
  skipped: ["message"],
};

describe("renderJunit", () => {
  it.each([
    ["a check", checkReport],
    ["a scan", scanReport()],
    ["nothing", emptyReport],
  ])("has known elements and consistent counts: %s", (_, report) => {
    const all = elements(renderJunit(report));
    for (const { name, attributes } of all) expect(Object.keys(attributes)).toEqual(known[name]);
    const count = (name: string) => all.filter((one) => one.name === name).length;
    expect(all[0]?.attributes).toMatchObject({
      tests: String(count("testcase")),
      failures: String(count("failure")),
      errors: String(count("error")),
    });
  });

  it("maps a failed rule to an error, and a skipped one to skipped", () => {
    const all = elements(renderJunit(checkReport));
    const verdicts = checkReport.rules.map(({ verdict }) => verdict);
    expect(all.filter(({ name }) => name === "error")).toHaveLength(verdicts.filter((one) => one === "failed").length);
    expect(all.filter(({ name }) => name === "skipped")).toHaveLength(
      verdicts.filter((one) => one === "skipped").length,
    );
    expect(all.filter(({ name }) => name === "failure")).toHaveLength(verdicts.filter((one) => one === "found").length);
  });

  it("fails for each relevant vulnerability, and skips suppressed ones", () => {
    const all = elements(renderJunit(scanReport()));
    const cases = all.filter(({ name }) => name === "testcase").map(({ attributes }) => attributes["name"]);
    expect(cases).toContain("[critical] CVE-2024-1001");
    expect(cases).not.toContain("[negligible] CVE-2010-4756");
    expect(all.find(({ attributes }) => attributes["message"]?.startsWith("no such protocol"))?.name).toBe("skipped");
  });

  it.each(['"/><testcase name="x', "]]></failure>", "\u0000\u001b[2J\uFFFE\ud800", "\n&amp;<"])(
    "escapes elements in %j",
    (venom) => {
      const names = (xml: string) => elements(xml).map(({ name }) => name);
      expect(names(renderJunit(hostileScan(venom)))).toEqual(names(renderJunit(scanReport())));
    },
  );
});
