import { expect, test } from "vitest";
import { Failure } from "../../../domain/failure.ts";
import type { EngineSession } from "../types.ts";
import { adaptSpec, asVolumes } from "./adapt-spec.ts";

test("uses tmpfs volumes if the engine's tmpfs has no owner", () => {
  const own = "rw,noexec,nosuid,nodev,size=64m,nr_inodes=4096,mode=700,uid=10001,gid=10002";
  expect(asVolumes({ "/srv": own, "/run/app": "rw,exec,nosuid,nodev,size=1000,mode=1777,uid=0,gid=0" }, "c")).toEqual({
    tmpfs: {},
    volumes: [
      {
        source: "c-tmpfs-0",
        path: "/srv",
        // 64 MiB in pages.
        options: "noexec,nosuid,nodev,nr_blocks=16384,nr_inodes=4096,mode=700,uid=10001,gid=10002",
        flags: "rw,noexec,nosuid,nodev,nocopy",
      },
      {
        source: "c-tmpfs-1",
        path: "/run/app",
        options: "exec,nosuid,nodev,nr_blocks=1,mode=1777,uid=0,gid=0",
        flags: "rw,exec,nosuid,nodev,nocopy",
      },
    ],
  });
});

test("keeps root's tmpfs in places where the engine mounts its own", () => {
  expect(asVolumes({ "/tmp": "rw,noexec,size=64m,nr_inodes=4096,mode=1777,uid=0,gid=0" }, "c")).toEqual({
    tmpfs: { "/tmp": "rw,noexec,size=64m,mode=1777,notmpcopyup" },
    volumes: [],
  });
});

test.each(["/tmp", "/run", "/var/tmp"])("gives the tmpfs at %s to the container's own user", (path) => {
  const own = "rw,noexec,size=64m,nr_inodes=4096,mode=700,uid=1000,gid=1001";
  expect(asVolumes({ [path]: own }, "c", "1000:1001")).toEqual({
    tmpfs: { [path]: "rw,noexec,size=64m,mode=700,U,notmpcopyup" },
    volumes: [],
  });
});

test.each([
  [undefined, "uid=999,gid=999"],
  ["", "uid=999,gid=999"],
  ["1000:1000", "uid=999,gid=999"],
  ["999:1000", "uid=999,gid=999"],
  // The engine must look up its group.
  ["999", "uid=999,gid=999"],
  ["redis", "uid=999,gid=999"],
  ["0:0", "uid=0,gid=5"],
  ["999:999", "uid=999"],
])("refuses another owner of the tmpfs at /run: a container of user %j, %s", (user, owner) => {
  expect(() => asVolumes({ "/run": `rw,mode=700,${owner}` }, "c", user)).toThrow(
    expect.objectContaining({ code: "engine-refused", hint: expect.stringContaining("volume") }),
  );
});

test("explains a seccomp file that the engine cannot read", async () => {
  const words = "opening seccomp profile failed: open /tmp/x/seccomp-1.json: no such file";
  const error = new Failure("engine-refused", words, { hint: "" });
  const spec = { image: "i", seccomp: "/tmp/x/seccomp-1.json" };
  await expect(adaptSpec({} as EngineSession, { spec }, "c", error)).rejects.toMatchObject({
    code: "engine-refused",
    message: expect.stringContaining("its own machine"),
    hint: expect.stringContaining("on the machine of the engine"),
  });
});

test.each([
  [["name=seccomp,profile=default", "name=selinux"], "rw,nocopy,Z"],
  [["name=seccomp,profile=default", "name=apparmor"], "rw,nocopy"],
])("uses a tmpfs volume under %j with flags %s", async (securityOptions, flags) => {
  const session = { engine: { info: { securityOptions } }, note: () => {} } as unknown as EngineSession;
  const refused = new Failure("engine-refused", 'unknown mount option "uid=5": invalid mount option', { hint: "" });
  const adapted = await adaptSpec(session, { spec: { image: "a", tmpfs: { "/srv": "rw,uid=5,gid=5" } } }, "c", refused);
  expect(adapted?.tmpfsVolumes?.map((own) => own.flags)).toEqual([flags]);
});
