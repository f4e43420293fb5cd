import { expect, test } from "vitest";
import type { Capability } from "../../domain/profile/capability.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import type { ExperimentResult } from "../experiment/experiment-result.ts";
import { lessonOrder } from "./lesson-order.ts";
import { findPriorFailure, learnedBy, lesson, lessonAskedBeside, type Lesson } from "./lesson.ts";
import type { LearningContext } from "./learning-context.ts";
import { runLessons } from "./run-lessons.ts";

const taught = (restrictions: Lesson["restrictions"]): Lesson => ({
  restrictions,
  witnesses: [],
  proofs: [],
  because: {},
});

function studyThatLogs(log: unknown[]): LearningContext {
  const runAll = async (questions: readonly { readonly title: string }[]) => {
    log.push(questions.map(({ title }) => title));
    return [];
  };
  return { runner: { runAll }, pings: true, shm: undefined } as unknown as LearningContext;
}

test("runs each lesson under everything learned before it, with only the inputs that it needs", async () => {
  const log: unknown[] = [];
  const seen = (name: string, restrictions: Lesson["restrictions"]) =>
    lesson(["pings"], (of, current) => {
      log.push([name, Object.keys(of), current]);
      return taught(restrictions);
    });
  const lessons = await runLessons(
    [[seen("a", { pids: 5 })], [seen("b", { pids: 6, cpus: 1 })], [seen("c", {})]],
    studyThatLogs(log),
  );
  expect(lessons).toHaveLength(3);
  expect(log).toEqual([
    ["a", ["pings"], {}],
    ["b", ["pings"], { pids: 5 }],
    ["c", ["pings"], { pids: 6, cpus: 1 }],
  ]);
});

test("runs experiments of one stage in parallel, and skips a lesson without any", async () => {
  const log: unknown[] = [];
  const beside = (title: string, open = true) =>
    lessonAskedBeside(["shm"], async () =>
      open ? { questions: [{ title, restrictions: {} }], learn: async () => taught({}) } : undefined,
    );
  const lessons = await runLessons(
    [[beside("x"), beside("y", false), beside("z")], [beside("last")]],
    studyThatLogs(log),
  );
  expect(lessons).toHaveLength(3);
  expect(log).toEqual([["x", "z"], ["last"]]);
});

test("orders limits after memory users, then the allowlist, and the sustained load last", () => {
  const at = (needs: string) =>
    lessonOrder.findIndex((stage) => stage.some((plan) => plan.needs.some((one) => one === needs)));
  expect(lessonOrder.slice(-2).flatMap((stage) => stage.map(({ needs }) => needs))).toEqual([
    ["runner", "calls", "callRounds"],
    ["runner", "manyClients"],
  ]);
  expect(at("shm")).toBeLessThan(at("cpu"));
  expect(lessonOrder[0]?.map(({ needs }) => needs)).toEqual([["runner", "processes", "candidates"]]);
});

/** Under load it passes with these capabilities alone. */
function studyUnderLoad(needed: readonly Capability[]): {
  readonly learningContext: LearningContext;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const run = async (title: string, restrictions: Restrictions): Promise<ExperimentResult> => {
    asked.push(title);
    const passes = needed.every(
      (name) => restrictions.dropAll !== true || restrictions.addCapabilities?.includes(name),
    );
    const problems = passes ? [] : ["chown: Operation not permitted"];
    const outcome = passes ? ("passes" as const) : ("breaks" as const);
    const trial = { id: `t${asked.length}`, outcome, problems, logTail: [], restrictions } as unknown as Trial;
    return { passes, trials: [trial], problem: problems.join() };
  };
  const info = { name: "Docker Engine", cpus: 2, memoryBytes: 2 ** 33 };
  const underLoad = {
    run,
    confirm: run,
    trials: [],
    workload: {},
    imageSummary: { user: "" },
    session: { engine: { info } },
  };
  const seen = { capabilities: needed.map((name) => ({ name, uses: 1, commands: [] })) };
  return { learningContext: { runner: { underLoad }, capabilities: seen } as unknown as LearningContext, asked };
}

const limitOf = (log: Restrictions[]) =>
  lesson(["runner"], async ({ runner }, current) => {
    log.push(current);
    const before = await findPriorFailure(runner, current);
    return { ...taught({ pids: 64 }), ...(before && { priorFailure: before }) };
  });

const dropped = lesson([], () => taught({ dropAll: true, addCapabilities: ["SETUID"] }));

test("restores privileges that only the load needs before a limit, with a witness", async () => {
  const { learningContext, asked } = studyUnderLoad(["CHOWN", "FOWNER"]);
  const log: Restrictions[] = [];
  const lessons = await runLessons([[dropped], [limitOf(log)]], learningContext);
  const addCapabilities = ["CHOWN", "FOWNER", "SETUID"];
  expect(learnedBy(lessons)).toMatchObject({ dropAll: true, addCapabilities: expect.arrayContaining(addCapabilities) });
  expect(lessons.flatMap(({ witnesses }) => witnesses.map(({ value }) => value)).toSorted()).toEqual([
    "CHOWN",
    "FOWNER",
  ]);
  expect(lessons.flatMap(({ required = [] }) => required).toSorted()).toEqual(["CHOWN", "FOWNER"]);
  expect(log.map(({ addCapabilities: some = [] }) => some.length)).toEqual([1, 3]);
  expect(asked.length).toBeLessThan(12);
});

test("runs each lesson once if nothing is missing, or nothing helps", async () => {
  for (const needed of [["SETUID"], ["SYS_ADMIN"]] as const) {
    const { learningContext } = studyUnderLoad(needed);
    if (needed[0] === "SYS_ADMIN")
      Object.assign(learningContext.runner.underLoad, {
        run: async () => ({ passes: false, trials: [], problem: "slow" }),
      });
    const log: Restrictions[] = [];
    const lessons = await runLessons([[dropped], [limitOf(log)]], learningContext);
    expect(lessons.flatMap(({ witnesses }) => witnesses)).toEqual([]);
    expect(learnedBy(lessons)).toEqual({ dropAll: true, addCapabilities: ["SETUID"], pids: 64 });
    expect(log).toHaveLength(1);
  }
});
