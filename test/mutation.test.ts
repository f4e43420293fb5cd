import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { objections, raised, scoreOf, type Mutant, type Score, type Scores } from "../scripts/mutation/scores.ts";

const root = join(import.meta.dirname, "..");
const read = <T>(path: string) => JSON.parse(readFileSync(join(root, path), "utf8")) as T;
const kept = read<Scores>("test/mutation-scores.json");
const { mutate } = read<{ readonly mutate: readonly string[] }>("stryker.config.json");

describe("the kept scores", () => {
  it("are those of the files that are mutated, all of which exist", () => {
    expect(Object.keys(kept)).toEqual(mutate.toSorted());
    expect(mutate.filter((file) => globSync(file, { cwd: root }).length === 0)).toEqual([]);
  });

  it.each([
    ["the gate", "src/consent/", 95],
    ["fixes", "src/fixes/", 92],
    ["matching", "src/vulnerabilities/matching/", 91],
    ["the judge", "src/proof/judge", 90],
  ])("cover %s, and none is below what it must be", (_, folder, least) => {
    const scores = Object.entries(kept).filter(([file]) => file.startsWith(folder));
    expect(scores.length).toBeGreaterThan(0);
    expect(scores.filter(([, { score }]) => score < least)).toEqual([]);
  });

  it("are what their numbers say", () => {
    for (const [file, { killed, timeout, survived, noCoverage, score }] of Object.entries(kept)) {
      const share = ((killed + timeout) / (killed + timeout + survived + noCoverage)) * 100;
      expect([file, score]).toEqual([file, Math.floor(share * 100) / 100]);
    }
  });
});

describe("a score", () => {
  const of = (score: number): Score => ({ killed: score, timeout: 0, survived: 100 - score, noCoverage: 0, score });
  const mutants = (...statuses: string[]): Mutant[] =>
    statuses.map((status) => ({ status, mutatorName: "x", location: { start: { line: 1, column: 1 } } }));

  it("counts what was noticed among what runs in a test", () => {
    expect(scoreOf(mutants("Killed", "Timeout", "Survived", "NoCoverage", "Ignored", "CompileError"))).toEqual({
      killed: 1,
      timeout: 1,
      survived: 1,
      noCoverage: 1,
      score: 50,
    });
    expect(scoreOf(mutants("Killed", "Killed", "Survived")).score).toBe(66.66);
    expect(scoreOf(mutants("Ignored")).score).toBe(100);
  });

  it("may only rise", () => {
    expect(objections({ a: of(90), b: of(90) }, { a: of(89), b: of(91) })).toEqual(["a: 89 %, which was 90 %"]);
    expect(objections({ a: of(90) }, { a: of(90), constructor: of(100) })).toEqual([
      "constructor: 100 %, and no score is kept for it (--update keeps it)",
    ]);
    expect(raised({ b: of(90), c: of(1) }, { b: of(89), a: of(5) })).toEqual({ a: of(5), b: of(90), c: of(1) });
    expect(raised({ b: of(90) }, { b: of(91) })).toEqual({ b: of(91) });
  });
});
