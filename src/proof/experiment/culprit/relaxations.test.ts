import { expect, test } from "vitest";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { relaxationsOf } from "./relaxations.ts";

const all: Restrictions = {
  user: "1000:1000",
  dropAll: true,
  addCapabilities: ["CHOWN"],
  noNewPrivileges: true,
  readOnlyRootfs: true,
  tmpfs: [{ path: "/tmp", mode: "1777", uid: 0, gid: 0, sizeBytes: 16 * 1024 * 1024 }],
  memoryBytes: 16 * 1024 * 1024,
  cpus: 0.5,
  pids: 9,
};

const names = (text: string, restrictions = all) => relaxationsOf(restrictions, text).map(({ name }) => name);

test("lists every restriction in force, and no other", () => {
  expect(names("").toSorted()).toEqual([
    "cpus 0.5",
    "memory 16 MiB",
    "no-new-privileges",
    "pids 9",
    "the dropped capabilities",
    "the read-only root file system",
    "tmpfs /tmp",
    "tmpfs /tmp of 16 MiB",
    "user 1000:1000",
  ]);
  expect(names("", { user: "0:0", readOnlyRootfs: false, noNewPrivileges: false })).toEqual(["user 0:0"]);
});

test.each([
  ["sh: can't create /x: Read-only file system", "the read-only root file system"],
  ["killed for lack of memory during the workload", "memory 16 MiB"],
  ["sh: can't fork: Resource temporarily unavailable", "pids 9"],
  ["chown: /x: Operation not permitted", "the dropped capabilities"],
  ["write: No space left on device", "tmpfs /tmp of 16 MiB"],
])("%s: %s first", (text, first) => {
  expect(names(text)[0]).toBe(first);
});

test("lifts exactly one restriction", () => {
  for (const { kind, relax } of relaxationsOf(all, "")) {
    const relaxed = relax(all);
    if (kind === "tmpfsRoom") {
      // A full one is charged to the container: the memory for it comes with it.
      const { tmpfs, memoryBytes, ...rest } = relaxed;
      expect(all).toMatchObject(rest);
      expect(tmpfs).toMatchObject([{ path: "/tmp", sizeBytes: 2 ** 30, inodes: 2 ** 18 }]);
      expect(memoryBytes).toBeGreaterThan(2 ** 30);
      continue;
    }
    const gone = kind === "capabilities" ? ["dropAll", "addCapabilities"] : [kind];
    for (const [field, value] of Object.entries(all)) {
      if (!gone.includes(field)) expect(relaxed).toHaveProperty(field, value);
      else if (field === "tmpfs") expect(relaxed.tmpfs).toEqual([]);
      else expect(relaxed).not.toHaveProperty(field);
    }
  }
});
