import { expect, test } from "vitest";
import { asVolumes } from "./adapt-spec.ts";

test("an engine whose tmpfs takes no owner is given volumes that are one", () => {
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

test("where it mounts its own over everything, root's stays a tmpfs, and somebody else's is refused", () => {
  expect(asVolumes({ "/tmp": "rw,noexec,size=64m,nr_inodes=4096,mode=1777,uid=0,gid=0" }, "c")).toEqual({
    tmpfs: { "/tmp": "rw,noexec,size=64m,mode=1777,notmpcopyup" },
    volumes: [],
  });
  expect(() => asVolumes({ "/run": "rw,mode=700,uid=999,gid=999" }, "c")).toThrow(
    expect.objectContaining({ code: "engine-refused", hint: expect.stringContaining("volume") }),
  );
});
