import { expect, test } from "vitest";
import { tmpfsValue } from "../../dialects/text/tmpfs-options.ts";
import { fullTmpfs, sized, withRoomFor } from "./budget.ts";
import { sharedMemory } from "../learn/lessons/shared-memory.ts";

const mib = 1024 * 1024;
const mount = (path: string, sizeBytes = 16 * mib) => ({ path, mode: "1777", uid: 0, gid: 0, sizeBytes });
const write = (path: string, bytes: number) => ({ path, bytes, change: "added" as const });

test("gives a tmpfs room for many times the load, and for as many files", () => {
  const [small, log, large] = sized(
    [mount("/run"), mount("/var/log/app"), mount("/srv/cache")],
    [
      write("/run/app.pid", 3),
      write("/var/log/app/access.log", 3 * mib),
      write("/srv/cache/big", 100 * mib),
      write("/runner/other", 999 * mib),
    ],
  );
  expect(small).toMatchObject({ sizeBytes: 16 * mib, inodes: 4096 });
  expect(log).toMatchObject({ sizeBytes: 48 * mib, inodes: 12_288 });
  expect(large).toMatchObject({ sizeBytes: 400 * mib });
  const many = Array.from({ length: 5000 }, (_, at) => write(`/tmp/session-${at}`, 0));
  expect(sized([mount("/tmp")], many)[0]).toMatchObject({ sizeBytes: 16 * mib, inodes: 20_000 });
});

test("bounds the files of each tmpfs, also of earlier profiles", () => {
  expect(tmpfsValue(mount("/tmp"))).toBe("/tmp:rw,noexec,nosuid,nodev,size=16m,nr_inodes=4096,mode=1777,uid=0,gid=0");
  expect(tmpfsValue({ ...mount("/tmp"), inodes: 9 })).toContain("nr_inodes=9,");
  expect(tmpfsValue(mount("/tmp", 1))).toContain("nr_inodes=16,");
});

test("counts tmpfs with inodes, /dev/shm, and /dev if it is writable", () => {
  const tmpfs = [mount("/run"), mount("/tmp")];
  // Two of 16 MiB with 4,096 inodes of 1,280 bytes each.
  expect(fullTmpfs({ tmpfs, shmBytes: 8 * mib, user: "1000:1000" }).bytes).toBe((32 + 10 + 8) * mib);
  for (const root of [{ user: "0:0" }, { user: "0" }, {}, { user: "5:5", addCapabilities: ["DAC_OVERRIDE" as const] }])
    expect(fullTmpfs({ tmpfs, shmBytes: 8 * mib, ...root }).bytes).toBe((32 + 10 + 8 + 64) * mib);
  expect(fullTmpfs({ user: "1000:1000" })).toEqual({ bytes: 64 * mib, parts: ["/dev/shm 64 MiB"] });
});

test("keeps /dev/shm small if unused, and at the engine's default if used or unknown", () => {
  expect(sharedMemory({ bytes: 0, files: 0 }).restrictions).toEqual({ shmBytes: 8 * mib });
  expect(sharedMemory({ bytes: 4096, files: 1 }).restrictions).toEqual({ shmBytes: 64 * mib });
  expect(sharedMemory({ bytes: 0, files: 1 }).restrictions).toEqual({ shmBytes: 64 * mib });
  expect(sharedMemory({ bytes: 40 * mib, files: 1 }).restrictions).toEqual({ shmBytes: 160 * mib });
  expect(sharedMemory(undefined).restrictions).toEqual({});
});

test("adds the room of an added tmpfs", () => {
  const before = { user: "1:1", memoryBytes: 50 * mib, tmpfs: [] };
  expect(withRoomFor(before, { ...before, tmpfs: [mount("/tmp")] }).memoryBytes).toBe(71 * mib);
  expect(withRoomFor(before, before).memoryBytes).toBe(50 * mib);
});
