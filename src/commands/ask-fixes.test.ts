import { expect, it } from "vitest";
import type { Offer } from "../pipeline/fix-plan/asker.ts";
import { askFixes } from "./ask-fixes.ts";

const offer = (key: string): Offer => ({
  file: "Dockerfile",
  key,
  rule: key.slice(0, key.indexOf("@")) as Offer["rule"],
  title: `fix ${key}`,
  applicability: "safe",
  line: 3,
  why: "It is bad. More words.",
  diff: "--- a/Dockerfile\n+++ b/Dockerfile\n@@ -1 +1 @@\n-\u001b[2Jold\n+new\n",
  effect: { bytes: -1024, layers: -1, packages: 0, seconds: 1.5, secondsNoise: 0.1, rules: [] },
});
const offers = ["build/a@1", "build/b@2", "build/a@3", "build/b@4", "build/c@5"].map(offer);

function terminal(keys: string, colour = false) {
  const left = keys.split("");
  let text = "";
  const asker = askFixes({
    colour,
    write: (more) => (text += more),
    readKey: () => Promise.resolve(left.shift() ?? ""),
  });
  return { asker, text: () => text, left };
}

it.each([
  ["yynnn", ["build/a@1", "build/b@2"]],
  ["nnnnn", []],
  ["ay", ["build/a@1", "build/b@2", "build/a@3"]],
  ["ss", []],
  ["asy", ["build/a@1", "build/a@3", "build/c@5"]],
  ["yq", ["build/a@1"]],
  ["y", ["build/a@1"]],
  ["x?YNNnn", ["build/a@1"]],
])("%j chooses %j", async (keys, wanted) => {
  const { asker, left } = terminal(keys);
  expect([...(await asker.choose(offers))]).toEqual(wanted);
  expect(left).toEqual([]);
});

it("remembers rules and quitting for the next file", async () => {
  const { asker } = terminal("as" + "q");
  await asker.choose(offers.slice(0, 2));
  expect([...(await asker.choose(offers))]).toEqual(["build/a@1", "build/a@3"]);
  expect([...(await asker.choose([offer("build/d@1")]))]).toEqual([]);
});

it("shows change and reason without terminal control characters of the file", async () => {
  for (const colour of [false, true]) {
    const { asker, text } = terminal("?q", colour);
    await asker.choose(offers);
    expect(text()).toContain("Dockerfile:3  build/a, safe: -1.0 KiB, -1 layer, 0 packages, +1.5 s\nIt is bad.\n");
    expect(text()).toContain("apply it, and all others of this rule");
    expect(text()).not.toContain("\u001b[2J");
    expect(text().includes("\u001b[32m+new")).toBe(colour);
  }
});

it("writes only on yes", async () => {
  for (const [key, answer] of [
    ["y", true],
    ["n", false],
    ["", false],
    ["\n", false],
  ] as const)
    expect(await terminal(key).asker.mayWrite("Dockerfile", "")).toBe(answer);
});
