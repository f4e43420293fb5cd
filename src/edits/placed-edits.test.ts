import { describe, expect, it } from "vitest";
import { reportedEdits } from "./placed-edits.ts";

const secret = "Zq7mRk3rVw9x";
const mask = (text: string): string => text.replaceAll(secret, "***");

/** Edits that replace `old` in a text by `text`, as `column-column:text`; why there are none. */
function reported(source: string, old: string, text: string): readonly string[] | string {
  const start = source.indexOf(old);
  const edit = { file: "a", span: { start, end: start + old.length }, text };
  const answer = reportedEdits([edit], () => source, mask);
  if ("withheld" in answer) return answer.withheld;
  return answer.edits.map((one) => `${one.startLine}.${one.startColumn}-${one.endLine}.${one.endColumn}:${one.text}`);
}

describe("an edit of a report", () => {
  it.each([
    ["ENV A b", "A b", "A=b", ["1.6-1.7:="]],
    ["ENV A b", " ", "=", ["1.4-1.5:="]],
    ["CMD a", "CMD a", "CMD a", ["1.6-1.6:"]],
    ["USER root", "root", "1000", ["1.6-1.10:1000"]],
    ["a b c", " b", "", ["1.2-1.4:"]],
    ["a b c", "b", "b b", ["1.4-1.4: b"]],
    ["aaaa", "aa", "aaa", ["1.3-1.3:a"]],
    ["x\nRUN a\nRUN b\n", "RUN a\nRUN b", "RUN a && b", ["2.6-3.4: &&"]],
    ["a\r\nb", "a\r\nb", "a\nb", ["1.2-2.1:\n"]],
    ["a\r\nb", "a\r\nb", "a\r\n\r\nb", ["2.1-2.1:\r\n"]],
    ["a😀b", "a😀b", "a😁b", ["1.2-1.4:😁"]],
    ["", "", "x", ["1.1-1.1:x"]],
  ])("of %j, %j by %j, covers the smallest range", (source, old, text, expected) => {
    expect(reported(source, old, text)).toEqual(expected);
  });

  it.each([
    [`ENV PW ${secret}`, `PW ${secret}`, `PW=${secret}`, ["1.7-1.8:="]],
    [`ENV PW ${secret} b`, `PW ${secret} b`, `PW="${secret} b"`, ['1.7-1.8:="', '1.22-1.22:"']],
    [`ENV PW "${secret}"`, `PW "${secret}"`, `PW="${secret}"`, ["1.7-1.8:="]],
    [`CMD a ${secret}`, `a ${secret}`, `["a", "${secret}"]`, ['1.5-1.7:["a", "', '1.19-1.19:"]']],
    [
      `CMD a -p ${secret} b`,
      `a -p ${secret} b`,
      `["a", "-p", "${secret}", "b"]`,
      ['1.5-1.10:["a", "-p", "', '1.22-1.24:", "b"]'],
    ],
    [`a ${secret}\n${secret} b`, `a ${secret}\n${secret} b`, `x ${secret}\n${secret} y`, ["1.1-1.2:x", "2.14-2.15:y"]],
  ])("of %j goes around a secret", (source, old, text, expected) => {
    expect(reported(source, old, text)).toEqual(expected);
  });

  it.each([
    ["ENV PW x", "x", secret],
    [`${secret} a`, `${secret} a`, `a ${secret} ${secret}`],
    ["", "", `x ${secret}`],
    [`a ${secret.slice(0, 6)}`, `a ${secret.slice(0, 6)}`, `b ${secret} c`],
    [`${"a".repeat(3_000)}${secret}`, `${"a".repeat(3_000)}${secret}`, `b${secret}b`],
  ])("that must hold a secret is left out: %#", (source, old, text) => {
    expect(reported(source, old, text)).toContain("hold a secret");
  });

  it("has the same result for any split into parts", () => {
    for (const [source, old, text] of [
      [`ENV PW ${secret} b\n`, `PW ${secret} b`, `PW="${secret} b"`],
      [`CMD a -p ${secret} b\n`, `a -p ${secret} b`, `["a", "-p", "${secret}", "b"]`],
      ["x\nRUN a\nRUN b\n", "RUN a\nRUN b", "RUN a && b"],
    ] as const) {
      const start = source.indexOf(old);
      const answer = reportedEdits([{ file: "a", span: { start, end: start + old.length }, text }], () => source, mask);
      const lines = source.split("\n");
      const offset = (line: number, column: number): number =>
        lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
      const made = ("edits" in answer ? answer.edits : [])
        .toReversed()
        .reduce<string>(
          (now, one) =>
            now.slice(0, offset(one.startLine, one.startColumn)) +
            one.text +
            now.slice(offset(one.endLine, one.endColumn)),
          source,
        );
      expect(made).toBe(source.replace(old, text));
    }
  });
});
