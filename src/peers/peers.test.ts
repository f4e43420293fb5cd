import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { judge } from "../../test/judge.ts";
import { readAnyway } from "../../test/read-anyway.ts";
import { textFacts } from "../facts/text-facts.ts";
import { rules } from "../rules/index.ts";
import { everyAlso } from "../rules/every-also.ts";
import { defineRule, type Rule } from "../rules/rule.ts";
import { runRules } from "../rules/run/run-rules.ts";
import { askPeers } from "./ask-peers.ts";
import { peers } from "./index.ts";
import type { InDockerfile, Peer, Reports } from "./peer.ts";

const tools = [...new Set(peers.flatMap((peer: Peer) => Object.values(peer).flatMap((table) => Object.keys(table))))]
  .map((id) => id.slice(0, id.indexOf("/")))
  .filter((tool, at, all) => all.indexOf(tool) === at);

/** Every row of their tables. */
const rows = peers.flatMap(({ dockerfile, image, containers, refusals = {} }: Peer) => [
  ...[dockerfile, image, containers].flatMap((checks = {}) =>
    Object.entries<object>(checks).flatMap(([id, ofRules]) => Object.keys(ofRules).map((rule) => ({ rule, id }))),
  ),
  ...Object.keys(refusals).map((id) => ({ rule: "build/not-a-dockerfile", id })),
]);

it("each row is about a rule that exists and lists the id in `also`", () => {
  const also = new Map(rules.map((rule) => [rule.id as string, everyAlso(rule)]));
  expect(rows.length).toBeGreaterThan(200);
  expect(rows.filter(({ rule, id }) => also.get(rule)?.includes(id) !== true)).toEqual([]);
});

it("a rule has one row for an id", () => {
  const pairs = rows.map(({ rule, id }) => `${rule} ${id}`);
  expect(pairs.filter((pair, at) => pairs.indexOf(pair) !== at)).toEqual([]);
});

it("a table is in the file named for its tool", async () => {
  for (const tool of tools) {
    const { default: peer } = (await import(join(import.meta.dirname, `${tool}.ts`))) as { default: Peer };
    const ids = [peer.dockerfile, peer.image, peer.containers, peer.refusals].flatMap((one) => Object.keys(one ?? {}));
    expect(ids.filter((id) => !id.startsWith(`${tool}/`))).toEqual([]);
  }
});

it("no rule, fact or parser knows what another tool reports", () => {
  const root = join(import.meta.dirname, "..");
  // Comments in Dockerfiles name ids of other tools; ids that no rule covers stand in a list with their reasons.
  const known = new Set([
    "facts/dockerfile/ignores.ts",
    "data/refused-peers.ts",
    "data/run-checks.ts",
    "data/pod-checks/pod-checks.ts",
  ]);
  const id = new RegExp(`["'\`](?:${tools.join("|")})/[\\w*$]`);
  const naming = globSync("{domain,text,data,formats,edits,versions,facts,vulnerabilities,rules}/**/*.ts", {
    cwd: root,
  })
    .filter((path) => !path.endsWith(".test.ts") && !known.has(path))
    .filter((path) => {
      const code = readFileSync(join(root, path), "utf8").replaceAll(/^ *(?:\/?\*|\/\/).*$/gm, "");
      return id.test(code.replaceAll(/\balso(?:Kubernetes)?: (?:\[[^\]]*\]|.*),$/gm, ""));
    });
  expect(naming).toEqual([]);
});

const rule = defineRule({
  id: "build/x",
  title: "x",
  why: "x",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: ["a/1", "b/*", "c/3"],
  examples: [{ kind: "dockerfile", bad: "", good: "" }],
  *check({ dockerfile }) {
    for (const { span } of dockerfile.instructions)
      yield { message: "m", at: span, evidence: [{ kind: "setting", pointer: "p", value: "v" }] };
  },
}) as unknown as Rule;

function named(checks: Readonly<Record<string, Reports<InDockerfile>>>): readonly (readonly string[])[] {
  const facts = textFacts(readAnyway("ARG A=1\nFROM a\nRUN b\n"), { today: "2026-11-24" });
  const dockerfile = Object.fromEntries(Object.entries(checks).map(([id, reports]) => [id, { "build/x": reports }]));
  return askPeers([{ dockerfile }], runRules([rule], { target: "t", facts }), facts).findings.map(({ also }) => also);
}

it("leaves of `also` what no row says no to", () => {
  const all = ["a/1", "b/*", "c/3"];
  const [yes, no] = [() => true, () => false];
  expect(named({ "a/1": yes })).toEqual([all, all, all]);
  expect(named({ "a/1": no, "c/3": no })).toEqual([["b/*"], ["b/*"], ["b/*"]]);
  expect(named({ "a/1": no, "c/3": yes })[0]).toEqual(["b/*", "c/3"]);
  expect(named({ "b/*": () => "b/7" })[0]).toEqual(["a/1", "b/7", "c/3"]);
  expect(named({ "b/*": () => "a/1" })[0]).toEqual(["a/1", "c/3"]);
  expect(named({ "d/4": yes })[0]).toEqual(all);
});

it("gives a row the instruction and its stage", () => {
  const places: unknown[] = [];
  const note: Reports<InDockerfile> = ({ instruction, stage }) => {
    places.push([instruction.keyword, stage?.index]);
    return true;
  };
  named({ "a/1": note });
  expect(places).toEqual([
    ["ARG", undefined],
    ["FROM", 0],
    ["RUN", 0],
  ]);
});

it("what was judged stays no longer than the run: no fact hangs on a report", () => {
  const facts = textFacts(readAnyway("FROM a\nRUN cd /x\n"), { today: "2026-11-24" });
  expect(Object.keys(judge(rules, { target: "t", facts })).sort()).toEqual(["findings", "fixes", "results"]);
});
