import { mkdirSync, mkdtempDisposableSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { engineRoot } from "./engine-root.ts";

type Process = readonly [pid: string, comm: string, parent: number, mounts: number, root?: string];

function procOf(processes: readonly Process[]) {
  const folder = mkdtempDisposableSync(join(tmpdir(), "proc-"));
  for (const [pid, comm, parent, mounts, root = "/"] of processes) {
    mkdirSync(join(folder.path, pid, "ns"), { recursive: true });
    writeFileSync(join(folder.path, pid, "comm"), `${comm}\n`);
    writeFileSync(join(folder.path, pid, "status"), `Name:\t${comm}\nPid:\t${pid}\nPPid:\t${parent}\n`);
    symlinkSync(`mnt:[${mounts}]`, join(folder.path, pid, "ns", "mnt"));
    symlinkSync(root, join(folder.path, pid, "root"));
  }
  return { proc: folder.path, [Symbol.dispose]: () => folder.remove() };
}

const own: Process = ["self", "node", 1, 100];

test("uses no prefix for the machine's own engine", async () => {
  using of = procOf([own, ["50", "dockerd", 1, 100], ["60", "containerd-shim", 1, 100], ["70", "nginx", 60, 300]]);
  expect(await engineRoot(70, of.proc)).toBe("");
});

test("uses a long-lived process of an engine with its own mounts", async () => {
  using of = procOf([
    own,
    ["50", "dockerd", 1, 100],
    ["51", "containerd", 50, 100],
    ["80", "dockerd", 1, 200],
    ["81", "containerd", 80, 200],
    ["90", "containerd-shim", 80, 200],
    ["95", "nginx", 90, 300],
  ]);
  expect(await engineRoot(95, of.proc)).toBe(`${of.proc}/80/root`);
});

test("supports another root in the same mounts, and engines visible only through a shim", async () => {
  using jail = procOf([
    own,
    ["80", "dockerd", 1, 100, "/srv/root"],
    ["90", "conmon", 80, 100, "/srv/root"],
    ["95", "a", 90, 300],
  ]);
  expect(await engineRoot(95, jail.proc)).toBe(`${jail.proc}/80/root`);
  using shim = procOf([own, ["50", "dockerd", 1, 100], ["90", "containerd-shim", 2, 200], ["95", "a", 90, 300]]);
  expect(await engineRoot(95, shim.proc)).toBe(`${shim.proc}/90/root`);
});

test("returns nothing for reparented or missing processes", async () => {
  using of = procOf([own, ["1", "systemd", 0, 400], ["95", "a", 1, 300]]);
  expect(await engineRoot(95, of.proc)).toBe("");
  expect(await engineRoot(96, of.proc)).toBe("");
});
