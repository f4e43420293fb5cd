import { expect, test } from "vitest";
import type { Trial } from "../../domain/workload/trial.ts";
import { decideResult } from "./experiment-result.ts";

const broke = ["exited with code 1", "log: chown: Operation not permitted"];

const otherNumber = "GET /: answers otherwise than the original: $.cpu is 1, not 2";

/** `p` passes, `b` breaks, `l` differs by a line of its log alone, `n` by a number. */
function trials(outcomes: string): () => Promise<Trial> {
  let at = 0;
  return async () => {
    const passes = outcomes[at] === "p";
    const said = outcomes[at] === "l";
    const counts = outcomes[at] === "n";
    if (outcomes[at] === undefined) throw new Error("asked too often");
    return {
      id: `t${++at}`,
      title: "",
      restrictions: {},
      outcome: passes ? "passes" : "breaks",
      problems: passes ? [] : said ? ["new line in the log: starting up"] : counts ? [otherNumber] : broke,
      lives: [{ steps: [], oomKilled: false }],
      logTail: [],
      usage: {},
      ms: 0,
    };
  };
}

test.each([
  // A pass is enough.
  [1, "p", true, "t1"],
  [1, "bb", false, "t1 t2"],
  // Where two disagree, two that run alone decide.
  [1, "bpp", true, "t2 t3 t1"],
  [2, "pp", true, "t1 t2"],
  [2, "pbpp", true, "t1 t3 t4 t2"],
  // As many passes as were asked for, whatever broke before them.
  [5, "bppppp", true, "t2 t3 t4 t5 t6 t1"],
  [5, "ppbppp", true, "t1 t2 t4 t5 t6 t3"],
  [2, "pbb", false, "t2 t3 t1"],
  [2, "bb", false, "t1 t2"],
  // A line of the log counts when it comes each time.
  [1, "lp", true, "t2 t1"],
  [1, "llp", true, "t3 t1 t2"],
  [1, "lll", false, "t1 t2 t3"],
  [1, "lb", false, "t1 t2"],
  [2, "lpp", true, "t2 t3 t1"],
  [2, "plp", true, "t1 t3 t2"],
  // And so does a number.
  [1, "np", true, "t2 t1"],
  [1, "nnn", false, "t1 t2 t3"],
  [1, "nb", false, "t1 t2"],
] as const)("with %i needed, %s", async (needed, outcomes, passes, order) => {
  const result = await decideResult({ passes: needed }, trials(outcomes));
  expect(result.passes).toBe(passes);
  expect(result.trials.map(({ id }) => id).join(" ")).toBe(order);
  expect(result.problem).toBe(
    passes
      ? ""
      : outcomes.startsWith("l")
        ? "new line in the log: starting up"
        : outcomes.startsWith("n")
          ? otherNumber
          : 'exited with code 1 ("chown: Operation not permitted")',
  );
});

test.each([
  [1, "bpb", "t1 t3 t2", "2 of 3"],
  [2, "pbpb", "t2 t4 t1 t3", "2 of 4"],
  [2, "bpb", "t1 t3 t2", "2 of 3"],
  [2, "plbp", "t2 t3 t1 t4", "2 of 4"],
] as const)("with %i needed, %s is unsure: two that ran alone disagree", async (needed, outcomes, order, times) => {
  const result = await decideResult({ passes: needed }, trials(outcomes));
  expect(result).toMatchObject({ passes: false, unsure: true });
  expect(result.trials.map(({ id }) => id).join(" ")).toBe(order);
  expect(result.problem).toMatch(new RegExp(`^unsure, it broke in ${times} runs: `));
});

test("does not count a log line as a second break", async () => {
  const { passes, unsure } = await decideResult({ passes: 2 }, trials("plbb"));
  expect({ passes, unsure }).toEqual({ passes: false, unsure: undefined });
});

test("runs trials after a break alone", async () => {
  const alone: boolean[] = [];
  const once = trials("pbpp");
  await decideResult({ passes: 2 }, (_, isAlone) => {
    alone.push(isAlone);
    return once();
  });
  expect(alone).toEqual([false, false, true, true]);
});

test.each([
  // Where the original itself breaks now and then, more runs decide.
  [3, "bbb", false],
  [3, "bbppp", true],
  [3, "bpbpb", false],
  [4, "bbbpppp", true],
  [3, "p", true],
] as const)("with %i votes, %s", async (votes, outcomes, passes) => {
  const result = await decideResult({ passes: 1, votes }, trials(outcomes));
  expect(result.passes).toBe(passes);
  expect(result.trials).toHaveLength(outcomes.length);
});

test("does not repeat a certain break, and never prefers it to an earlier pass", async () => {
  const certain = ({ outcome }: Trial) => outcome === "breaks";
  expect((await decideResult({ passes: 1, certain }, trials("b"))).trials).toHaveLength(1);
  const result = await decideResult({ passes: 2, certain }, trials("pbpp"));
  expect(result.passes).toBe(true);
});
