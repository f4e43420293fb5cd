// What a life of the container shows beside its answers: health, volumes, files, identity; and who may differ in what.
import { expect, test } from "vitest";
import type { LifecycleOutcome, StepOutcome, Trial } from "../../domain/workload/trial.ts";
import type { TracedProcess } from "../../domain/workload/traced-process.ts";
import { compareBehaviour, judgeBehaviour, learnNoise } from "./judge.ts";

const step: StepOutcome = { name: "GET /", ok: true, status: 200, body: "ok", ms: 5 };
const life = (changes: Partial<LifecycleOutcome> = {}): LifecycleOutcome => ({
  readyMs: 10,
  steps: [step],
  exitCode: 0,
  oomKilled: false,
  ...changes,
});
const trial = (lives: readonly LifecycleOutcome[], changes: Partial<Trial> = {}): Trial => ({
  id: "t1",
  title: "",
  restrictions: {},
  outcome: "passes",
  problems: [],
  lives,
  logTail: [],
  logShapes: [],
  usage: {},
  ms: 100,
  ...changes,
});
const compare = (a: Trial, b: Trial, other: Trial) => compareBehaviour(a, learnNoise(a, b), other);

const healthy = { status: "healthy", runs: 1, ms: 1 } as const;
const unhealthy = { status: "unhealthy", runs: 3, ms: 9 } as const;

test("breaks on unhealthy only if both originals were healthy, with the check's output", () => {
  const good = trial([life({ health: healthy })]);
  const bad = trial([life({ health: { ...unhealthy, problem: "exit code 7" } })]);
  const none = trial([life()]);
  expect(compare(good, good, good)).toEqual([]);
  expect(compare(good, good, bad)).toEqual(["HEALTHCHECK: unhealthy (exit code 7), the original is healthy"]);
  expect(compare(good, good, trial([life({ health: unhealthy })]))).toEqual([
    "HEALTHCHECK: unhealthy (it failed), the original is healthy",
  ]);
  for (const [a, b] of [
    [good, bad],
    [bad, good],
    [bad, bad],
    [good, none],
    [none, good],
    [none, none],
  ] as const)
    expect(compare(a, b, bad)).toEqual([]);
  expect(compare(good, good, none)).toEqual([]);
  const twice = trial([life({ health: healthy }), life({ health: healthy })]);
  expect(compare(twice, twice, trial([life({ health: healthy }), life({ health: unhealthy })]))).toEqual([
    "HEALTHCHECK: unhealthy (it failed), the original is healthy after the restart",
  ]);
});

test("names three lost files and counts the rest, and none if files are unknown", () => {
  const paths = ["/d/a", "/d/b", "/d/c", "/d/e"];
  const kept = (...list: string[]) => trial([life({ kept: list })]);
  const all = kept(...paths);
  expect(compare(all, all, kept("/d/a", "/d/b", "/d/c"))).toEqual(["not written into its volumes: /d/e"]);
  expect(compare(all, all, kept("/d/a"))).toEqual(["not written into its volumes: /d/b, /d/c, /d/e"]);
  expect(compare(all, all, kept())).toEqual(["not written into its volumes: /d/a, /d/b, /d/c and 1 more"]);
  expect(compare(all, all, trial([life()]))).toEqual([]);
  expect(compare(all, trial([life()]), kept())).toEqual([]);
  expect(compare(trial([life()]), all, kept())).toEqual([]);
  expect(compare(all, kept("/d/a", "/d/z"), kept())).toEqual(["not written into its volumes: /d/a"]);
});

const helper = (changes: Partial<TracedProcess> = {}): TracedProcess => ({
  program: "/bin/helper",
  parents: ["/bin/app"],
  uids: [7, 7, 7],
  gids: [7, 7, 7],
  ownGroups: true,
  jailed: true,
  securebits: 0,
  ...changes,
});
const traced = (one: TracedProcess, user?: string) =>
  trial([life()], { traced: { kinds: [one] }, restrictions: user === undefined ? {} : { user } });

test.each([undefined, "", "0", "0:0"])("finds a process that stays root if the trial starts as %j", (user) => {
  const good = traced(helper());
  const worse = traced(helper({ uids: [0, 0, 0] }), user);
  const told = compare(good, good, worse);
  expect(told).toHaveLength(1);
  expect(told[0]).toContain("helper");
  expect(compareBehaviour(good, learnNoise(good, good), worse, { otherImage: true })).toEqual([]);
});

test.each(["1000", "1000:1000", "10", "0:5", "00", "0:0:0", "root", "x0", "0:00", "5:0"])(
  "does not compare process credentials if the trial starts as %j",
  (user) => {
    const good = traced(helper());
    expect(compare(good, good, traced(helper({ uids: [0, 0, 0] }), user))).toEqual([]);
  },
);

test("breaks on a complaint with a lost file in any life, not with a later one", () => {
  const permissions = { end: { byAccess: {}, extended: "none" as const } };
  const wrote = (...lists: (readonly string[] | undefined)[]) =>
    trial(
      lists.map((written) =>
        life(written === undefined ? {} : { files: { written, empty: [], removed: [] }, permissions }),
      ),
      { logShapes: ["started"] },
    );
  const saying = (of: Trial): Trial => ({ ...of, logShapes: ["started", "error: open: Permission denied"] });
  const judged = (a: Trial, other: Trial) => judgeBehaviour(a, learnNoise(a, a), saying(other));
  const both = wrote(["/var/x"], ["/var/x", "/var/y"]);
  expect(judged(both, both).problems).toEqual([]);
  expect(judged(both, wrote(["/var/x"], ["/var/x"])).problems.join()).toContain("/var/y");
  expect(judged(both, wrote([], ["/var/x", "/var/y"])).problems.join()).toContain("/var/x");
  expect(judged(both, wrote(["/var/x"])).problems.join()).toContain("life 2 of the container is missing");
  // Not seen in one life: then the log has to do.
  expect(judged(both, wrote(["/var/x"], undefined)).problems).toEqual([
    "new line in the log: error: open: Permission denied",
  ]);
  expect(judged(wrote(undefined, ["/var/y"]), wrote(["/var/x"], ["/var/y"])).problems).toHaveLength(1);
});

test("describes a difference with the expected and the actual value", () => {
  const of = (one: Partial<StepOutcome>) => trial([life({ steps: [{ ...step, ...one }] })]);
  const { status: _, ...without } = step;
  const silent = trial([life({ steps: [without] })]);
  expect(compare(of({}), of({}), silent)).toEqual(["GET /: status none, the original's is 200"]);
  expect(compare(silent, silent, of({}))).toEqual(["GET /: status 200, the original's is none"]);
  expect(compare(of({}), of({ status: 500 }), of({ status: 404 }))).toEqual([]);
  expect(compare(of({}), of({}), of({ ok: false }))).toEqual(["GET /: failed"]);
  expect(compare(of({}), of({}), of({ ok: false, problem: "reset" }))).toEqual(["GET /: reset"]);
  expect(compare(of({ ok: false }), of({ ok: false }), of({ ok: false }))).toEqual([]);
  const { body: __, ...bare } = step;
  expect(compare(of({}), of({}), trial([life({ steps: [bare] })]))).toEqual(["GET /: no body"]);
  const { exitCode: ___, ...gone } = life();
  expect(compare(of({}), of({}), trial([gone]))).toEqual(["exit code unknown, the original's is 0"]);
  expect(compare(trial([gone]), trial([gone]), of({}))).toEqual(["exit code 0, the original's is unknown"]);
  expect(compare(trial([gone]), trial([life({ exitCode: 3 })]), of({}))).toEqual([]);
});

test("compares missing, changed, extra and varying headers", () => {
  const of = (headers: Readonly<Record<string, string>>) => trial([life({ steps: [{ ...step, headers }] })]);
  const a = of({ server: "nginx", etag: "abc", once: "x" });
  const b = of({ server: "nginx", etag: "def" });
  expect(compare(a, b, of({ server: "nginx", etag: "xyz" }))).toEqual([]);
  expect(compare(a, b, of({ server: "other", etag: "q" }))).toEqual([
    "GET /: header server is other, the original's nginx",
  ]);
  expect(compare(a, b, of({ server: "nginx" }))).toEqual(["GET /: header etag is missing"]);
  expect(compare(a, b, trial([life()]))).toEqual(["GET /: header server is missing"]);
});

test("allows twice the variation and 64 bytes", () => {
  const of = (bytes: number) => trial([life({ steps: [{ ...step, bytes }] })]);
  expect(compare(of(1000), of(990), of(906))).toEqual([]);
  expect(compare(of(1000), of(990), of(905))).toEqual(["GET /: the answer is cut: 905 bytes, the original's has 1000"]);
  expect(compare(of(990), of(1000), of(905))).toEqual(["GET /: the answer is cut: 905 bytes, the original's has 990"]);
  expect(compare(of(1000), of(1000), trial([life()]))).toEqual([]);
});

test("accepts more or less state after a load, but not none", () => {
  const load = (count: number) => ({
    clients: 8,
    ms: 3000,
    steps: [{ name: "GET /", count, failed: 0, together: true }],
  });
  const remembers = (body: string, count = 32, kept: readonly string[] = []) =>
    trial([life({ load: load(count), kept: [...kept] }), life({ steps: [{ ...step, body, bytes: body.length }] })]);
  const rows = (count: number) => Array.from({ length: count }, (_, row) => `row ${row} of anna`).join("\n");
  const ids = (count: number) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, id) => [id, "x"])));
  const files = (count: number) => Array.from({ length: count }, (_, at) => `/data/upload-${at}`);
  expect(compare(remembers("32"), remembers("33"), remembers("7"))).toEqual([]);
  expect(compare(remembers("32"), remembers("33"), remembers("none"))).toHaveLength(1);
  expect(compare(remembers(rows(32)), remembers(rows(33)), remembers(rows(20)))).toEqual([]);
  expect(compare(remembers(rows(32)), remembers(rows(33)), remembers(rows(90)))).toEqual([]);
  expect(compare(remembers(rows(32)), remembers(rows(33)), remembers(""))).toEqual([
    "GET / after the restart: answers otherwise than the original: it is empty",
  ]);
  expect(compare(remembers(ids(32)), remembers(ids(33)), remembers(ids(12)))).toEqual([]);
  expect(compare(remembers(ids(32)), remembers(ids(33)), remembers("<html>"))).toHaveLength(1);
  // What does not depend on it is compared as ever.
  expect(compare(remembers("hello"), remembers("hello"), remembers("goodbye"))).toHaveLength(1);
  expect(compare(remembers("", 32, files(32)), remembers("", 33, files(33)), remembers("", 20, files(20)))).toEqual([]);
  expect(compare(remembers("", 32, files(32)), remembers("", 33, files(33)), remembers("", 20))).toHaveLength(1);
});
