import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { putFiles } from "../../../../test/put-files.ts";
import { cgroupAndBelow } from "./below.ts";

// A folder replaces a tree of cgroups; test/engine reads those of real containers.
it("lists a cgroup and its descendants, up to a limit", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "cgroup-"));
  const files = ["pids.max", "init.scope/pids.max", "system.slice/a.service/pids.max", "system.slice/pids.max"];
  await putFiles(folder.path, Object.fromEntries(files.map((file) => [file, "max\n"])));
  const below = ["", "/init.scope", "/system.slice", "/system.slice/a.service"].map((name) => `${folder.path}${name}`);
  expect(cgroupAndBelow(folder.path).toSorted()).toEqual(below);
  expect(cgroupAndBelow(folder.path, 10).toSorted()).toEqual(below);
  expect(cgroupAndBelow(folder.path, 2)).toHaveLength(2);
  expect(cgroupAndBelow(join(folder.path, "gone"))).toEqual([join(folder.path, "gone")]);
});
