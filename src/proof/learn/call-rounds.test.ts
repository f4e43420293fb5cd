import { expect, test } from "vitest";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Refusal } from "../observe/calls/refusal-trace.ts";
import { besideCalls, untilQuiet, type CallRounds, type Round } from "./call-rounds.ts";

const refused = (name: string): Refusal => ({ name, sure: true, programs: ["web"], times: 1 });

/** Rounds whose answers are known beforehand; no container is run, which test/engine/seccomp-learned.test.ts and proof-learn.test.ts do. */
function scripted(answers: readonly (readonly [passes: boolean, refusals: readonly string[]])[]) {
  const asked: string[] = [];
  const taken: Round[] = [];
  let quiet = 0;
  const rounds: CallRounds = {
    evidence: {} as CallRounds["evidence"],
    floors: [],
    taken,
    get quiet() {
      return quiet;
    },
    begin: async () => {},
    async ask(_: Restrictions, what = "") {
      const [passes, names] = answers[asked.length] ?? [true, []];
      asked.push(what);
      return {
        filter: {} as Round["filter"],
        answer: { passes, trials: [], problem: "" },
        refused: names.map(refused),
        allowed: [],
      };
    },
    take(round) {
      quiet = round.refused.length === 0 ? quiet + 1 : 0;
      const counted = { ...round, allowed: round.refused };
      taken.push(counted);
      return counted;
    },
  };
  return { rounds, asked, taken };
}

test("ends after two rounds without a refusal, including an earlier one", async () => {
  const fresh = scripted([]);
  expect((await untilQuiet(fresh.rounds, {})).answer.passes).toBe(true);
  expect(fresh.asked).toHaveLength(2);

  const begun = scripted([]);
  expect(await besideCalls(begun.rounds, "the limits", {})).toMatchObject({ passes: true });
  await untilQuiet(begun.rounds, {});
  expect(begun.asked).toEqual(["the limits", ""]);
});

test("restarts the count after a refusal, and ends after a break without one", async () => {
  const learning = scripted([
    [true, ["statx"]],
    [true, []],
    [true, []],
  ]);
  await untilQuiet(learning.rounds, {});
  expect(learning.asked).toHaveLength(3);
  const broken = scripted([[false, []]]);
  expect((await untilQuiet(broken.rounds, {})).answer.passes).toBe(false);
  expect(broken.asked).toHaveLength(1);
  const endless = scripted(Array.from({ length: 20 }, (_, at) => [true, [`call${at}`]] as const));
  await untilQuiet(endless.rounds, {});
  expect(endless.asked).toHaveLength(8);
});

test("gives no result for an experiment that breaks together with the allowlist, and counts no round", async () => {
  const { rounds, taken } = scripted([[false, ["statx"]]]);
  expect(await besideCalls(rounds, "the limits", {})).toBeUndefined();
  expect(taken).toEqual([]);
  expect(await besideCalls(undefined, "the limits", {})).toBeUndefined();
});
