import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { poison } from "../../../test/reports/poison.ts";
import { checkReport, hardenReport } from "../../../test/reports/sample-report.ts";
import { scanReport } from "../../../test/reports/sample-scan.ts";
import { formats } from "../index.ts";
import { guardText, type Syntax } from "./guard-text.ts";

/** Reads a line like CI systems: GitHub trims it and requires `::`; the others search anywhere. */
// oxlint-disable-next-line no-control-regex
const command =
  /^[\s\u0085\u200b\ufeff]*::(?!(?:error|warning|notice) )|##(?:vso|teamcity)?\[|section_(?:start|end):\d|travis_fold:/im;
/** Characters that move a cursor, reorder or hide text; line feed and tab do not. */
/* oxlint-disable no-control-regex */
const steering =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufff9-\ufffb\u{e0000}-\u{e01ef}]/u;
/* oxlint-enable no-control-regex */

const venoms = [
  "\n::stop-commands::x",
  "\r::set-output name=a::b",
  "\r\n \t ::add-mask::x",
  "\u0085::error::x",
  "\u2028::error::x",
  "\n\u00a0\u3000::ERROR::x",
  "\n\u200b::error::x",
  "\n\u001b[0m::debug::x",
  "##[add-path]x",
  "##VSO[task.setvariable variable=x]y",
  "a##teamcity[buildStatus text='x']",
  "section_start:1700000000:a\r\u001b[0Kb",
  "travis_fold:start:x",
  "\u001b]0;title\u0007",
  "\u009b31m",
  "\u009d8;;http://x\u009c",
  "\u001b[8mhidden\u001b[28m",
  "\u001bP+q\u001b\\",
  "\u0008\u0008\u007f",
  "\u202etxt.exe\u2066a\u2069",
  "\u{e0041}\u{e01ef}",
  "\ufeff\u3164\u00ad\u034f",
];
const pieces = [
  ...venoms,
  "::",
  ":",
  "#",
  "##",
  "[",
  "vso[",
  " ",
  "\n",
  "\t",
  "\r\n",
  "a",
  '"',
  "\\",
  "漢",
  "👩‍💻",
  "❤️",
];
const hostile = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((some) => some.join(""));

describe("guardText", () => {
  it.each(venoms)("neutralizes %j", (venom) => {
    for (const syntax of ["text", "markup", "commands", "issues", "diff"] as const) {
      const shown = guardText(`before ${venom} after`, syntax);
      expect(shown).not.toMatch(command);
      expect(syntax === "diff" ? shown.replaceAll(/[\u200b-\u200d\ufeff\r]/g, "") : shown).not.toMatch(steering);
    }
  });

  it("is idempotent for any text", () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom<Syntax>("text", "markup", "commands", "issues", "diff"), (text, syntax) => {
        const shown = guardText(text, syntax);
        expect(shown).not.toMatch(command);
        if (syntax !== "diff") expect(shown).not.toMatch(steering);
        expect(guardText(shown, syntax)).toBe(shown);
      }),
    );
  });

  it("escapes JSON without changing its value", () => {
    fc.assert(
      fc.property(fc.dictionary(hostile, hostile), (value) => {
        const shown = guardText(JSON.stringify(value, undefined, 2), "json");
        expect(JSON.parse(shown)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(shown).not.toMatch(steering);
        expect(shown).not.toMatch(command);
      }),
    );
  });

  it("keeps our color sequences only if colors are enabled", () => {
    const text = "\u001b[1mbold\u001b[22m \u001b[31mred\u001b[39m";
    expect(guardText(text, "text", true)).toBe(text);
    expect(guardText(text, "text")).toBe(String.raw`\x1b[1mbold\x1b[22m \x1b[31mred\x1b[39m`);
    expect(guardText("\u001b[8mx\u001b[5m\u001b[38;5;1m\u001b[2J", "text", true)).not.toContain("\u001b");
    expect(guardText("\n \u001b[31m::stop-commands::x", "text", true)).toBe("\n \u001b[31m: :stop-commands::x");
  });

  it("keeps harmless text", () => {
    for (const text of ["a\tb\n", "std::vector", "## Title\n", "漢字 ❤️ é\n", "image: a:b::c"])
      expect(guardText(text, "text")).toBe(text);
    expect(guardText("+\ufeffFROM x\r\n+# 👩‍💻\r\n", "diff")).toBe("+\ufeffFROM x\r\n+# 👩‍💻\r\n");
    expect(guardText("\u001b[31m::x", "exact")).toBe("\u001b[31m::x");
  });

  it("scans a line of blanks in linear time", () => {
    const long = `${" ".repeat(200_000)}:`.repeat(3) + "##".repeat(200_000);
    expect(guardText(long, "text")).toBe(long);
  });
});

describe.each(formats)("format $name", ({ name, syntax, load }) => {
  it("changes nothing that formats have already escaped", async () => {
    const format = await load();
    for (const venom of venoms)
      for (const report of [checkReport, scanReport(), hardenReport]) {
        const hostileReport = poison(report, venom);
        let text: string;
        try {
          text = format.render(hostileReport as never, { colour: false, width: 100 });
        } catch {
          // An SBOM without an image, or a name that a dialect cannot express.
          continue;
        }
        const shown = guardText(text, syntax);
        // An Azure issue is our only command that is matched anywhere in a line.
        const others = syntax === "issues" ? shown.replaceAll(/^##vso\[task\.logissue /gm, "") : shown;
        expect(others).not.toMatch(command);
        expect(shown).not.toMatch(steering);
        if (syntax === "json") expect(JSON.parse(shown)).toEqual(JSON.parse(text));
        // Text that a format forgot to escape is corrected at the end, and would be visible here.
        if (syntax !== "json") expect(text, name).not.toMatch(steering);
      }
  });
});
