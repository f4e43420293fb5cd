import { expect, it } from "vitest";
import { withComments, withoutComments } from "./own-comments.ts";

const at = (text: string, words: string, ...lines: readonly string[]) => ({ at: text.indexOf(words), lines });
const whole = (text: string) => ({ start: 0, end: text.length });

it("inserts indented lines above their subject and removes them byte for byte", () => {
  const text = "services:\n  web: # front\n    cap_add:\n      - CHOWN\n    mem_limit: 8m";
  const made = withComments(text, [
    at(text, "8m", "memory: t9"),
    at(text, "web", "learned", "twice"),
    at(text, "CHOWN", "CHOWN: t3", "CHOWN: t3"),
  ]);
  expect(made.split("\n")).toEqual([
    "services:",
    "  # hullproof: learned",
    "  # hullproof: twice",
    "  web: # front",
    "    cap_add:",
    "      # hullproof: CHOWN: t3",
    "      - CHOWN",
    "    # hullproof: memory: t9",
    "    mem_limit: 8m",
  ]);
  expect(withoutComments(made, whole(made))).toBe(text);
});

it("inserts above the line of a flow map, with the file's line ends", () => {
  const text = "services:\r\n  web: {image: x, pids_limit: 4, user: '1'}\r\n";
  const made = withComments(text, [at(text, "4,", "pids: t1"), at(text, "'1'", "user: t2")]);
  expect(made).toBe(
    "services:\r\n  # hullproof: pids: t1\r\n  # hullproof: user: t2\r\n  web: {image: x, pids_limit: 4, user: '1'}\r\n",
  );
  expect(withoutComments(made, whole(made))).toBe(text);
});

it("keeps other comments, and texts that look like its own", () => {
  const text = "a: # hullproof: mine, behind a value\n  # hullproof ignore x: y\nb: |\n  # hullproof: text\nc: '#'\n";
  expect(withoutComments(text, whole(text))).toBe(text);
});

it("removes only lines in the range or right above it", () => {
  const text =
    "# hullproof: file\n\n  # hullproof: one\n  a:\n    # hullproof: in a\n    x: 1\n  # hullproof: two\n  b:\n    y: 1\n";
  const start = text.indexOf("a:");
  expect(withoutComments(text, { start, end: text.indexOf("  # hullproof: two") })).toBe(
    "# hullproof: file\n\n  a:\n    x: 1\n  # hullproof: two\n  b:\n    y: 1\n",
  );
});

it("quotes no suppression directive", () => {
  const made = withComments("a: 1\n", [{ at: 0, lines: ["it said: # hullproof ignore-file x/y: z #checkov:skip=A"] }]);
  expect(made).toBe("# hullproof: it said: ~ hullproof ignore-file x/y: z ~checkov:skip=A\na: 1\n");
});
