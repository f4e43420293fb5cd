import { describe, expect, it } from "vitest";
import { keysIn } from "./keys.ts";

const escape = "\u001b";

describe("keysIn", () => {
  it.each<[string, string, readonly string[], string]>([
    ["letters", "ab", ["a", "b"], ""],
    ["letters of other scripts", "é漢😀", ["é", "漢", "😀"], ""],
    ["arrows of both modes", `${escape}[A${escape}OB`, ["up", "down"], ""],
    ["pages", `${escape}[5~${escape}[6~`, ["page-up", "page-down"], ""],
    ["the escape key", escape, ["escape"], ""],
    ["an escape key and a letter", `${escape}x`, ["escape", "x"], ""],
    ["a sequence in two pieces", `a${escape}[`, ["a"], `${escape}[`],
    ["a sequence that no key sends", `${escape}[200~x`, ["x"], ""],
    ["a mouse, which no one asked for", `${escape}[<0;1;1Mq`, ["q"], ""],
    ["a report of colours", `${escape}[?1;2cq`, ["q"], ""],
    ["a sequence that is broken off", `${escape}[1;\nq`, ["enter", "q"], ""],
    ["a sequence without an end", `${escape}[${"1".repeat(100)}`, [], ""],
    ["controls that mean nothing", "\u0000\u0001\u001f", [], ""],
    ["enter, tab, backspace, Ctrl-C", "\r\t\u007f\u0003", ["enter", "tab", "backspace", "interrupt"], ""],
  ])("%s", (_, text, keys, rest) => {
    expect(keysIn(text)).toEqual({ keys, rest });
  });

  it("takes linear time", () => {
    expect(keysIn(`${escape}[1`.repeat(100_000)).keys.length).toBeLessThanOrEqual(100_000);
  });
});
