import { expect, it } from "vitest";
import { guardText } from "../content/guard-text.ts";
import { fileLinks, showsLinks } from "./link.ts";

const link = fileLinks("/home/a b");
const end = "\u001b]8;;\u001b\\";

it.each([
  ["web/Dockerfile", "/home/a%20b/web/Dockerfile"],
  ["/srv/Dockerfile", "/srv/Dockerfile"],
  ["a]\u001b\\\u0007;(*)", "/home/a%20b/a%5D%1B%5C%07%3B%28%2A%29"],
  ["服务\ud800", "/home/a%20b/%E6%9C%8D%E5%8A%A1%EF%BF%BD"],
])("links to %j, and survives the final filter with colors", (file, path) => {
  const made = link(file, 12, "x:12:1");
  expect(made).toBe(`\u001b]8;;file://${path}#12\u001b\\x:12:1${end}`);
  expect(guardText(made, "text", true)).toBe(made);
});

it.each([
  ["\u001b]8;;https://example.com\u001b\\x"],
  ["\u001b]8;;file://host/a\u001b\\x"],
  ["\u001b]8;id=1;file:///a\u001b\\x"],
  ["\u001b]8;;file:///a\u0007x"],
  ["\u001b]0;title\u001b\\x"],
])("is escaped by the final filter otherwise: %j", (text) => {
  expect(guardText(text, "text", true)).toMatch(/^\\x1b\]/);
  expect(guardText(link("a", 1, "a"), "text", false)).toMatch(/^\\x1b\]/);
});

it.each([
  [{}, false],
  [{ VTE_VERSION: "7600" }, true],
  [{ VTE_VERSION: "4601" }, false],
  [{ TERM_PROGRAM: "vscode" }, true],
  [{ TERM: "xterm-kitty" }, true],
  [{ TERM: "xterm-kitty", CI: "true" }, false],
  [{ TERM: "tmux-256color", VTE_VERSION: "7600" }, false],
  [{ FORCE_HYPERLINK: "1" }, true],
  [{ FORCE_HYPERLINK: "0", WT_SESSION: "x" }, false],
])("showsLinks(%o) is %s", (env, is) => expect(showsLinks(env)).toBe(is));
