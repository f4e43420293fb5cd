import { expect, test } from "vitest";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { leastRelaxations } from "./culprit.ts";
import { relaxationsOf } from "./relaxations.ts";

const all: Restrictions = {
  user: "10001:10001",
  dropAll: true,
  addCapabilities: [],
  noNewPrivileges: true,
  readOnlyRootfs: true,
  tmpfs: [{ path: "/tmp", mode: "1777", uid: 0, gid: 0, sizeBytes: 2 ** 20 }],
  memoryBytes: 2 ** 25,
  cpus: 0.5,
  pids: 64,
  init: true,
};

/** Which kinds are found, and what was tried; it passes once each of `needed` is lifted. */
async function searched(needed: readonly string[], log: string, restrictions = all) {
  const tried: string[][] = [];
  const found = await leastRelaxations(relaxationsOf(restrictions, log), async (relaxed) => {
    if (relaxed.length === 0) return false;
    const kinds = relaxed.map(({ kind }) => kind);
    tried.push(kinds);
    return needed.every((kind) => kinds.includes(kind as (typeof kinds)[number]));
  });
  return { kinds: found?.map(({ kind }) => kind), tried };
}

test("lifts first the restriction that the container complains about", async () => {
  const { kinds, tried } = await searched(["readOnlyRootfs"], "touch: /srv/x: Read-only file system");
  expect([kinds, tried]).toEqual([["readOnlyRootfs"], [["readOnlyRootfs"]]]);
});

test.each([
  [["capabilities"], "", 9],
  [["user"], "", 9],
  [["noNewPrivileges"], "", 10],
  [["tmpfs"], "", 11],
  [["memoryBytes"], "", 5],
  [["cpus"], "", 5],
  [["user", "capabilities"], "", 14],
  [["readOnlyRootfs", "memoryBytes"], "", 20],
  [["capabilities"], "bind: Permission denied", 3],
  [["pids"], "chown: Operation not permitted", 7],
  // A hint that is wrong costs one question.
  [["tmpfs"], "out of memory", 12],
] as const)("%j are found with %j in the log, in at most %i questions", async (needed, log, most) => {
  const { kinds, tried } = await searched(needed, log);
  expect(kinds?.toSorted()).toEqual([...needed].toSorted());
  expect(tried.length).toBeLessThanOrEqual(most);
});

test("lifts all limits first without a complaint, and none after a break without them", async () => {
  const { tried } = await searched(["capabilities"], "");
  const limits = new Set(["memoryBytes", "pids", "cpus"]);
  expect(new Set(tried[0])).toEqual(limits);
  expect(tried.slice(1).flat()).not.toEqual(expect.arrayContaining([...limits]));
});

test("finds no culprit if nothing helps, or nothing can be lifted", async () => {
  expect((await searched(["none"], "")).kinds).toBeUndefined();
  expect((await searched([], "", {})).kinds).toBeUndefined();
});

test("removes an init process that alone needs a capability, and keeps it dropped", async () => {
  const passes = (relaxed: readonly string[]) => relaxed.includes("capabilities") || relaxed.includes("init");
  const tried: string[][] = [];
  const found = await leastRelaxations(relaxationsOf(all, "kill: Operation not permitted"), async (relaxed) => {
    tried.push(relaxed.map(({ kind }) => kind));
    return passes(relaxed.map(({ kind }) => kind));
  });
  expect(found?.map(({ kind }) => kind)).toEqual(["init"]);
  expect(tried).toHaveLength(2);
});
