import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProcessState, SeenProcesses } from "../../../domain/workload/process-state.ts";
import { compareProcesses, learnProcesses } from "./compare.ts";

const all = "a80425fb";
const [none, ids] = ["0", "c0"];

function state(changes: Partial<ProcessState> & { readonly uid?: number; readonly caps?: string } = {}): ProcessState {
  const { uid = 0, caps = all, ...rest } = changes;
  return {
    program: "/usr/sbin/proftpd",
    parents: [],
    uids: [uid, uid, uid, uid],
    gids: [uid, uid, uid, uid],
    groups: uid === 0 ? [0] : [uid],
    root: "/",
    capabilities: { inheritable: none, permitted: caps, effective: caps, bounding: all, ambient: none },
    noNewPrivileges: false,
    filters: 1,
    looks: 2,
    ...rest,
  };
}

const parents = ["/usr/sbin/proftpd"];
const master = state();
const worker = state({ uid: 33, caps: none, parents });
const seen = (...states: ProcessState[]): SeenProcesses => ({ looks: 2, method: "proc", states });
const compare = (then: readonly SeenProcesses[], now: SeenProcesses, user?: string): string[] =>
  compareProcesses(learnProcesses([then[0]], [then[1] ?? then[0]]), 0, now, user === undefined ? {} : { user });
const reference = [seen(master, worker)];

describe("a process is worse, by name, when it", () => {
  it.each<[string, ProcessState, string]>([
    ["stays root", { ...worker, uids: [0, 0, 0, 0] }, "runs with uid 0, the reference trial's has 33"],
    ["may become root again", { ...worker, uids: [33, 33, 0, 33] }, "runs with uid 0, the reference trial's has 33"],
    ["is someone else", { ...worker, uids: [34, 34, 34, 34] }, "runs with uid 34, the reference trial's has 33"],
    ["keeps the group of root", { ...worker, gids: [0, 0, 0, 0] }, "keeps gid 0, the reference trial's has 33"],
    [
      "keeps a supplementary group",
      { ...worker, groups: [0, 33, 42] },
      "keeps the groups 0, 42, the reference trial's has 33",
    ],
    [
      "keeps a capability in one set",
      { ...worker, capabilities: { ...worker.capabilities!, permitted: ids } },
      "holds SETGID, SETUID (permitted), the reference trial's does not",
    ],
    [
      "keeps one that has no name here",
      { ...worker, capabilities: { ...worker.capabilities!, ambient: "8000000000000000" } },
      "holds capability 63 (ambient), the reference trial's does not",
    ],
  ])("%s", (_, now, problem) => {
    expect(compare(reference, seen(master, now))).toEqual([`a child of proftpd ${problem}`]);
  });

  it("has not changed its root, dropped the bounding set, or confined itself", () => {
    const jailed = {
      ...worker,
      root: "/var/empty",
      capabilities: { ...worker.capabilities!, bounding: none },
      noNewPrivileges: true,
      filters: 2,
    };
    const found = compare([seen(master, jailed)], seen(master, worker));
    expect(found.map((problem) => problem.replace("a child of proftpd ", ""))).toEqual([
      "has the root directory /, the reference trial's has /var/empty",
      expect.stringMatching(/^holds CHOWN, .*, SETFCAP \(bounding\)/u),
      "may gain privileges, the reference trial's set no-new-privileges",
      "runs under 1 filter of system calls, the reference trial's under 2",
    ]);
    expect(compare([seen(master, worker)], seen(master, jailed))).toEqual([]);
  });

  it("is one of two similar processes, and the other is unchanged", () => {
    const helper = { ...worker, uids: [0, 0, 0, 0], gids: [0, 0, 0, 0], groups: [0] };
    expect(compare([seen(master, helper, worker)], seen(master, helper))).toEqual([
      "a child of proftpd runs with uid 0, the reference trial's has 33",
      "a child of proftpd keeps gid 0, the reference trial's has 33",
      "a child of proftpd keeps the group 0, the reference trial's has 33",
    ]);
    // It was not always there, so it need not be there now.
    expect(compare([seen(master, helper, { ...worker, looks: 1 })], seen(master, helper))).toEqual([]);
  });
});

it("misses a permanent worker if its master does the work as root", () => {
  expect(compare(reference, seen(master))).toEqual([
    "a child of proftpd is missing, which runs with uid 33 and gid 33 in the reference trial",
  ]);
});

it("refuses a new program root without a precedent, and any privilege", () => {
  const other = { ...worker, program: "/bin/sh" };
  const users = [seen({ ...worker, parents: [] })];
  expect(
    compare(users, seen({ ...worker, parents: [] }, { ...other, uids: [34, 34, 34, 34], gids: [34, 34, 34, 34] })),
  ).toEqual([]);
  expect(compare(users, seen({ ...worker, parents: [] }, state({ program: "/bin/sh" })))).toEqual([
    expect.stringMatching(/^sh runs with uid 0/u),
    expect.stringMatching(/^sh keeps gid 0/u),
    expect.stringMatching(/^sh keeps the group 0/u),
    expect.stringMatching(/^sh holds CHOWN/u),
  ]);
});

describe("compareProcesses", () => {
  it("accepts less", () => {
    const less = { ...worker, capabilities: { ...worker.capabilities!, bounding: ids }, groups: [] };
    expect(
      compare(reference, seen({ ...master, capabilities: { ...less.capabilities!, effective: ids } }, less)),
    ).toEqual([]);
  });

  it("accepts states of only one trial, and another parent", () => {
    expect(compare([seen(master, { ...worker, looks: 1 })], seen(master))).toEqual([]);
    expect(compare(reference, { ...seen({ ...master, looks: 1 }), looks: 1 })).toEqual([]);
    expect(compare(reference, seen(master, worker, state({ program: "/bin/sh", parents })))).toEqual([]);
    expect(compare(reference, seen(master, { ...worker, parents: [] }))).toEqual([]);
    expect(compare(reference, seen())).toEqual([]);
    expect(compareProcesses(learnProcesses([], []), 0, seen(master))).toEqual([]);
    expect(compareProcesses(learnProcesses(reference, reference), 0, undefined)).toEqual([]);
  });

  it("accepts varying ids and jails, except root's", () => {
    const as = (uid: number, root: string) => ({ ...state({ uid, caps: none, parents }), root });
    const varying = [seen(as(61_184, "/run/a1")), seen(as(61_185, "/run/b2"))];
    expect(compare(varying, seen(as(61_186, "/run/c3")))).toEqual([]);
    expect(compare(varying, seen(as(0, "/")))).toContain(
      "a child of proftpd runs with uid 0, the reference trial's has 61184",
    );
    expect(compare(varying, seen(as(61_186, "/")))).toEqual([
      "a child of proftpd has the root directory /, the reference trial's has /run/a1",
    ]);
  });

  it("accepts the requested user, but not root's group or a capability", () => {
    const asked = {
      ...worker,
      uids: [10_001, 10_001, 10_001, 10_001],
      gids: [10_001, 10_001, 10_001, 10_001],
      groups: [10_001],
    };
    expect(compare(reference, seen({ ...asked, parents: [] }, asked), "10001:10001")).toEqual([]);
    expect(compare(reference, seen(asked), "10002:10002")).not.toEqual([]);
    expect(compare(reference, seen({ ...asked, groups: [0, 10_001] }), "10001:10001")).toEqual([
      "a child of proftpd keeps the group 0, the reference trial's has 10001",
    ]);
    const able = { ...asked, capabilities: { ...asked.capabilities!, ambient: ids } };
    expect(compare(reference, seen(able), "10001:10001")).toHaveLength(1);
    // Root is no user to step down to.
    expect(compare(reference, seen(master, { ...worker, uids: [0, 0, 0, 0] }), "0:0")).toHaveLength(1);
  });

  it("accepts fields that only the engine's ps lacks", () => {
    const { root: _r, capabilities: _c, noNewPrivileges: _n, filters: _f, ...told } = worker;
    expect(compare([seen(told)], seen(told))).toEqual([]);
    expect(compare([seen(told)], seen({ ...told, gids: [0, 0, 0, 0] }))).toEqual([
      "a child of proftpd keeps gid 0, the reference trial's has 33",
    ]);
  });
});

it("never judges common states as worse, nor root with everything as better than less", () => {
  const anyState = fc.record({
    uid: fc.constantFrom(0, 33, 999),
    caps: fc.constantFrom(none, ids, all),
    parents: fc.constantFrom([], parents),
    root: fc.constantFrom("/", "/jail"),
  });
  fc.assert(
    fc.property(fc.array(anyState, { minLength: 1, maxLength: 6 }), (some) => {
      const states = seen(...some.map(state));
      expect(compare([states], states)).toEqual([]);
      if (some.some(({ uid }) => uid === 0)) return;
      const worst = states.states.map((one) => ({ ...one, uids: [0, 0, 0, 0] }));
      expect(compare([states], seen(...worst))).not.toEqual([]);
    }),
  );
});

describe("final states", () => {
  const last = (one: ProcessState): ProcessState => ({ ...one, looks: 1, last: true });
  const first = (one: ProcessState): ProcessState => ({ ...one, looks: 1 });
  const dropped = state({ uid: 33, caps: none });

  it("replaces the initial state: a server that drops privileges under load", () => {
    const drops = seen(first(master), last(dropped));
    expect(compare([drops], drops)).toEqual([]);
    expect(compare([drops], seen({ ...master, last: true })).join()).toMatch(/proftpd runs with uid 0/u);
    expect(compare([drops], seen(first(master), last(dropped), last(worker)))).toEqual([]);
  });

  it("is any final state of either original, for kinds that both had then", () => {
    const other = state({ uid: 34, caps: none });
    const a = seen(first(master), last(dropped), last(worker));
    const b = seen(first(master), last(dropped), last({ ...worker, uids: [0, 0, 0, 0] }));
    expect(compare([a, b], b)).toEqual([]);
    // One of them had no worker in the end: a trial may be caught while it forks one.
    const fork = last(state({ parents }));
    const [begun, without] = [seen(master, first(state({ parents })), last(dropped)), seen(master, last(dropped))];
    expect(compare([begun, without], seen(master, fork, last(dropped)))).toEqual([]);
    expect(compare([a, b], seen(first(master), last(other))).join()).toMatch(/uid 34/u);
  });

  it("is not compared if the last sample is empty", () => {
    expect(compare([seen(first(master), last(dropped))], seen(first(master)))).toEqual([]);
  });
});
