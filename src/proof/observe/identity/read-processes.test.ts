import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { readProcess, stateOf } from "./read-processes.ts";
import { rowOf } from "./top-processes.ts";

const status = (changes: Readonly<Record<string, string>> = {}) =>
  Object.entries({
    // A name can hold what looks like a line: the kernel escapes its break.
    Name: String.raw`a\nUid: 0 0 0 0`,
    Uid: "100033\t100033\t100000\t100033",
    Gid: "100033\t100033\t100033\t100033",
    Groups: "100042 100004 ",
    CapInh: "0000000000000000",
    CapPrm: "00000000a80425fb",
    CapEff: "00000000000000c0",
    CapBnd: "00000000a80425fb",
    CapAmb: "0000000000000000",
    NoNewPrivs: "1",
    Seccomp: "2",
    Seccomp_filters: "3",
    ...changes,
  })
    .map(([name, value]) => `${name}:\t${value}\n`)
    .join("");
const map = "         0     100000      65536\n";

test("reports users in the container's numbering", () => {
  expect(stateOf(status(), { uid: map, gid: map }, "/jail (deleted)")).toEqual({
    uids: [33, 33, 0, 33],
    gids: [33, 33, 33, 33],
    groups: [4, 42],
    root: "/jail",
    capabilities: { inheritable: "0", permitted: "a80425fb", effective: "c0", bounding: "a80425fb", ambient: "0" },
    noNewPrivileges: true,
    filters: 3,
  });
  const { groups, filters } =
    stateOf(status({ Groups: "", Seccomp_filters: "" }), { uid: map, gid: map }, undefined) ?? {};
  expect({ groups, filters }).toEqual({ groups: [], filters: 0 });
});

test("counts no filters on older kernels, and ignores truncated text", () => {
  const old = status().replace(/^Seccomp_filters.*\n/mu, "");
  expect(stateOf(old, { uid: map, gid: map }, undefined)?.filters).toBe(1);
  expect(stateOf(status().slice(0, 40), { uid: map, gid: map }, undefined)).toBeUndefined();
});

test("reads a process by its program, and not at all after its end", async () => {
  const child = spawn("sleep", ["60"]);
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  const seen = readProcess(pid);
  expect(seen).toMatchObject({ pid, parent: process.pid });
  expect(seen?.states).toHaveLength(1);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(readProcess(pid)).toBeUndefined();
});

test("rejects rows of ps with names instead of numbers", () => {
  const cells = "18991 18967 33 33 0 33 33 33 33 33 33,42 a name".split(" ");
  expect(rowOf(cells)).toEqual({
    pid: 18_991,
    parent: 18_967,
    numbers: [33, 33, 0, 33, 33, 33, 33, 33],
    groups: [33, 42],
    program: "a name",
  });
  expect(rowOf(cells.with(10, "-"))?.groups).toEqual([]);
  expect(rowOf(cells.with(10, "www-data"))).toBeUndefined();
  expect(rowOf(cells.with(2, "root"))).toBeUndefined();
  expect(rowOf(cells.slice(0, 5))).toBeUndefined();
});
