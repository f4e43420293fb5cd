import { expect, test } from "vitest";
import type { ProcessState } from "../../../domain/workload/process-state.ts";
import type { TracedProcess } from "../../../domain/workload/traced-process.ts";
import type { Trial } from "../../../domain/workload/trial.ts";
import { learnProcesses } from "./compare.ts";
import { compareWatched, dropsLate } from "./compare-watched.ts";

const none = { inheritable: "0", permitted: "0", effective: "0", bounding: "0", ambient: "0" };
const state = (uid: number, changes: Partial<ProcessState> = {}): ProcessState => ({
  program: "/server",
  parents: [],
  uids: [uid, uid, uid, uid],
  gids: [uid, uid, uid, uid],
  groups: [],
  root: "/",
  capabilities: none,
  noNewPrivileges: false,
  filters: 1,
  looks: 30,
  ...changes,
});
const kind = (uid: number | null, changes: Partial<TracedProcess> = {}): TracedProcess => ({
  program: "/server",
  parents: [],
  uids: [uid, uid, uid],
  gids: [uid, uid, uid],
  ownGroups: uid !== null,
  jailed: false,
  securebits: 0,
  ...changes,
});
const watched = (states: readonly ProcessState[], kinds?: readonly TracedProcess[]): Trial => ({
  id: "t1",
  title: "",
  restrictions: {},
  outcome: "passes",
  problems: [],
  lives: [
    {
      steps: [],
      oomKilled: false,
      watch: { ms: 20_400, unchangedMs: 15_100, processes: { looks: 30, method: "proc", states } },
    },
  ],
  traced: kinds ? { kinds } : { reason: "not traced" },
  logTail: [],
  usage: {},
  ms: 1,
});
/** As what trials see it that end after a second. */
const soon = (...states: readonly ProcessState[]) => {
  const life = { looks: 2, method: "proc" as const, states: states.map((one) => ({ ...one, looks: 2 })) };
  return learnProcesses([life], [life]);
};

const root = state(0);
const nobody = state(65_534);

test("names a process that stays root if the original ends as another user", () => {
  const reference = soon(root);
  expect(compareWatched(reference, watched([nobody]), watched([nobody]))).toEqual([]);
  expect(compareWatched(reference, watched([nobody]), watched([root]))).toEqual([
    "server runs with uid 0, the reference trial's has 65534 after 20 s",
    "server keeps gid 0, the reference trial's has 65534 after 20 s",
  ]);
});

test.each<[what: string, then: readonly ProcessState[], now: readonly ProcessState[], problem: RegExp]>([
  ["a jail", [state(0, { root: "/srv" })], [root], /root directory \//u],
  ["capabilities", [root], [state(0, { capabilities: { ...none, permitted: "80" } })], /holds SETUID/u],
  ["a group", [state(33)], [state(33, { groups: [0] })], /keeps the group 0/u],
  ["no-new-privileges", [state(33, { noNewPrivileges: true })], [state(33)], /may gain privileges/u],
  ["a filter", [state(33, { filters: 2 })], [state(33)], /1 filter/u],
  [
    "the worker",
    [root, state(33, { parents: ["/server"] })],
    [root, state(0, { parents: ["/server"] })],
    /a child of server runs with uid 0/u,
  ],
])("%s of the original's final state", (_, then, now, problem) => {
  expect(compareWatched(soon(root), watched(then), watched(now)).join()).toMatch(problem);
  expect(compareWatched(soon(root), watched(then), watched(then))).toEqual([]);
});

test("counts a program that only ran before with its earlier state", () => {
  const helper = state(0, { program: "/helper" });
  expect(compareWatched(soon(root, helper), watched([nobody]), watched([nobody, { ...helper, looks: 1 }]))).toEqual([]);
});

test("accepts less, the trial's user, and incomparable methods", () => {
  expect(compareWatched(soon(root), watched([root]), watched([nobody]))).toEqual([]);
  const own = state(10_001);
  expect(compareWatched(soon(root), watched([nobody]), watched([own]), { user: "10001:10001" })).toEqual([]);
  const top = watched([root]);
  const life = top.lives[0];
  const other = {
    ...top,
    lives: [{ ...life, watch: { ...life?.watch, processes: { looks: 1, method: "top", states: [root] } } }],
  } as Trial;
  expect(compareWatched(soon(root), watched([nobody]), other)).toEqual([]);
});

test("judges a process that ended before a sample by its trace", () => {
  const then = watched([root], [kind(null), kind(33, { parents: ["/server"] })]);
  const now = watched([root], [kind(null), kind(null, { parents: ["/server"] })]);
  expect(compareWatched(soon(root), then, now).join()).toMatch(/a child of server ends with the uid/u);
  expect(compareWatched(soon(root), then, then)).toEqual([]);
});

/** A trial that ends after a second, in lives with these states. */
const trial = (lives: readonly (readonly ProcessState[])[], kinds?: readonly TracedProcess[]): Trial => ({
  ...watched([], kinds),
  lives: lives.map((states) => ({ steps: [], oomKilled: false, processes: { looks: 30, method: "proc", states } })),
});

test.each<[what: string, late: boolean, soon: ProcessState, original: Trial]>([
  ["stays what it was", false, root, watched([root])],
  ["was less all along", false, nobody, watched([nobody])],
  ["becomes another user", true, root, watched([nobody])],
  ["gives up a capability", true, state(0, { capabilities: { ...none, bounding: "ff" } }), watched([root])],
  [
    "starts a worker as someone else",
    true,
    root,
    watched([root, state(33, { program: "/worker", parents: ["/server"] })]),
  ],
  ["starts a job as itself", false, root, watched([root, state(0, { program: "/job", parents: ["/server"] })])],
])("an original that %s drops late: %s", (_, late, before, original) => {
  expect(dropsLate(soon(before), [trial([[before], [before]])], original)).toBe(late);
});

test("reports a drop as late if only a slow trial or restart shows it", () => {
  const soonAfter = { ...nobody, looks: 1 };
  expect(dropsLate(soon(root, nobody), [trial([[root, soonAfter]])], watched([nobody]))).toBe(true);
  expect(dropsLate(soon(root, nobody), [trial([[root, nobody], [root]])], watched([nobody]))).toBe(true);
  expect(dropsLate(soon(root, nobody), [trial([[root, nobody]]), trial([[root]])], watched([nobody]))).toBe(true);
  expect(dropsLate(soon(root, nobody), [trial([[root, nobody]]), trial([[nobody]])], watched([nobody]))).toBe(false);
});

test("reports a helper that dropped privileges and ended, unless each trial had one", () => {
  const original = watched([root], [kind(null), kind(33, { program: "/helper" })]);
  const [without, having] = [trial([[root]], [kind(null)]), trial([[root]], [kind(null), kind(33)])];
  expect(dropsLate(soon(root), [without, having], original)).toBe(true);
  expect(dropsLate(soon(root), [having, having], original)).toBe(false);
  // What was not traced there may have been the same.
  expect(dropsLate(soon(root), [trial([[root]])], original)).toBe(false);
});

test("ignores a user that varies between trials", () => {
  const [a, b] = [1234, 5678].map((uid) => ({
    looks: 2,
    method: "proc" as const,
    states: [{ ...state(uid), looks: 2 }],
  }));
  expect(dropsLate(learnProcesses([a], [b]), [trial([[state(1234)]])], watched([state(9999)]))).toBe(false);
});
