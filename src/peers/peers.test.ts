import { globSync, readdirSync, readFileSync } from "node:fs";
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
import { dockerfilePeer, type Peer } from "./peer.ts";

it("every peer is asked about rules that there are, under ids that each of them lists", () => {
  const also = new Map(rules.map((rule) => [rule.id as string, everyAlso(rule)]));
  for (const { rules: asked, ids } of peers) {
    expect(ids.length * asked.length).toBeGreaterThan(0);
    for (const rule of asked) expect(also.get(rule), rule).toEqual(expect.arrayContaining([...ids]));
  }
});

it("one peer answers for an id of a rule", () => {
  const pairs = peers.flatMap(({ rules: asked, ids }) => asked.flatMap((rule) => ids.map((id) => `${rule} ${id}`)));
  expect(pairs.filter((pair, at) => pairs.indexOf(pair) !== at)).toEqual([]);
});

it("a peer stands in the folder of its tool", () => {
  const tools = [...new Set(peers.flatMap(({ ids }) => ids.map((id) => id.slice(0, id.indexOf("/")))))];
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => name !== "shared");
  expect(tools.sort()).toEqual(folders.sort());
  for (const { ids } of peers) expect(new Set(ids.map((id) => id.slice(0, id.indexOf("/")))).size).toBe(1);
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
  const tools = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((one) => one.isDirectory());
  const id = new RegExp(`["'\`](?:${tools.map(({ name }) => name).join("|")})/[\\w*$]`);
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

function named(peer: Omit<Peer, "on" | "rules">): readonly (readonly string[])[] {
  const facts = textFacts(readAnyway("ARG A=1\nFROM a\nRUN b\n"), { today: "2026-11-24" });
  const asked = [dockerfilePeer({ rules: ["build/x"], ...peer } as Parameters<typeof dockerfilePeer>[0])];
  return askPeers(asked, runRules([rule], { target: "t", facts }), facts).findings.map(({ also }) => also);
}

it("every finding has the whole `also` of its rule, less what a peer says no to", () => {
  const all = ["a/1", "b/*", "c/3"];
  expect(named({ ids: ["a/1"], reports: () => true })).toEqual([all, all, all]);
  expect(named({ ids: ["a/1", "c/3"], reports: () => false })).toEqual([["b/*"], ["b/*"], ["b/*"]]);
  expect(named({ ids: ["a/1", "c/3"], reports: () => ["c/3"] })[0]).toEqual(["b/*", "c/3"]);
  expect(named({ ids: ["b/*"], reports: () => ["b/7", "a/1"] })[0]).toEqual(["a/1", "b/7", "c/3"]);
});

it("a peer is told the instruction and its stage", () => {
  const places: unknown[] = [];
  const note = ({ instruction, stage }: { instruction: { keyword: string }; stage: { index: number } | undefined }) => {
    places.push([instruction.keyword, stage?.index]);
    return true;
  };
  named({ ids: ["a/1"], reports: note } as unknown as Omit<Peer, "on" | "rules">);
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
