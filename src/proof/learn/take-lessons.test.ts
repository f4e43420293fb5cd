import { expect, test } from "vitest";
import { course } from "./course.ts";
import { lesson, lessonAskedBeside, type Lesson } from "./lesson.ts";
import type { Study } from "./study.ts";
import { takeLessons } from "./take-lessons.ts";

const taught = (restrictions: Lesson["restrictions"]): Lesson => ({
  restrictions,
  witnesses: [],
  proofs: [],
  because: {},
});

function studyThatLogs(log: unknown[]): Study {
  const askAll = async (questions: readonly { readonly title: string }[]) => {
    log.push(questions.map(({ title }) => title));
    return [];
  };
  return { lab: { askAll }, pings: true, shm: undefined } as unknown as Study;
}

test("each lesson learns under everything learned before it, and sees only what it needs", async () => {
  const log: unknown[] = [];
  const seen = (name: string, restrictions: Lesson["restrictions"]) =>
    lesson(["pings"], (of, current) => {
      log.push([name, Object.keys(of), current]);
      return taught(restrictions);
    });
  const lessons = await takeLessons(
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

test("questions of one stage are asked at once, and a lesson that has none to learn is left out", async () => {
  const log: unknown[] = [];
  const beside = (title: string, open = true) =>
    lessonAskedBeside(["shm"], async () =>
      open ? { questions: [{ title, restrictions: {} }], learn: async () => taught({}) } : undefined,
    );
  const lessons = await takeLessons(
    [[beside("x"), beside("y", false), beside("z")], [beside("last")]],
    studyThatLogs(log),
  );
  expect(lessons).toHaveLength(3);
  expect(log).toEqual([["x", "z"], ["last"]]);
});

test("of the course, limits come after all that takes memory, and the list of calls comes last", () => {
  const at = (needs: string) =>
    course.findIndex((stage) => stage.some((plan) => plan.needs.some((one) => one === needs)));
  expect(course.at(-1)?.map(({ needs }) => needs)).toEqual([["lab", "calls", "callRounds"]]);
  expect(at("shm")).toBeLessThan(at("cpu"));
  expect(course[0]?.map(({ needs }) => needs)).toEqual([["lab", "processes", "candidates"]]);
});
