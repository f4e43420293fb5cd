import { expect, it } from "vitest";
import type { Restrictions, Tmpfs } from "../../domain/profile/restrictions.ts";
import { wideningsOf } from "./restore-privileges.ts";

const tmpfs = (path: string, sizeBytes = 2 ** 20): Tmpfs => ({ path, mode: "755", uid: 0, gid: 0, sizeBytes });
const before: Restrictions = {
  user: "10001:10001",
  dropAll: true,
  addCapabilities: ["SETUID"],
  readOnlyRootfs: true,
  tmpfs: [tmpfs("/run")],
  noNewPrivileges: true,
  shmBytes: 8,
};
const values = (after: Restrictions) => wideningsOf(before, after).map(({ field, value }) => `${field} ${value}`);

it("lists each restored capability and path, and each lifted field", () => {
  expect(values(before)).toEqual([]);
  expect(values({ ...before, addCapabilities: ["CHOWN", "FOWNER", "SETUID"] })).toEqual([
    "capabilities CHOWN",
    "capabilities FOWNER",
  ]);
  expect(values({ ...before, tmpfs: [tmpfs("/run"), tmpfs("/srv")] })).toEqual(["tmpfs /srv"]);
  expect(values({ ...before, tmpfs: [tmpfs("/run", 2 ** 22)] })).toEqual(["tmpfs /run"]);
  const volumes = [{ path: "/data" }, { path: "/srv" }];
  expect(values({ ...before, anonymousVolumes: volumes })).toEqual(["anonymousVolumes /data", "anonymousVolumes /srv"]);
  expect(values({ ...before, readOnlyRootfs: false, noNewPrivileges: false, init: false, user: "0:0" })).toEqual([
    "user 0:0",
    "readOnlyRootfs writable root",
    "noNewPrivileges new privileges",
    "init no init process",
  ]);
  // Only with something else.
  expect(values({ ...before, shmBytes: 64 })).toEqual([]);
});

it("removes exactly one privilege for a witness", () => {
  const after: Restrictions = {
    ...before,
    addCapabilities: ["CHOWN", "SETUID"],
    tmpfs: [tmpfs("/run", 2 ** 22), tmpfs("/srv")],
    user: "0:0",
  };
  expect(wideningsOf(before, after).map(({ without }) => without)).toEqual([
    { ...after, addCapabilities: ["SETUID"] },
    { ...after, tmpfs: [tmpfs("/run"), tmpfs("/srv")] },
    { ...after, tmpfs: [tmpfs("/run", 2 ** 22)] },
    { ...after, user: "10001:10001" },
  ]);
});
