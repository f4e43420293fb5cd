import { expect, test } from "vitest";
import type { Directory } from "./directory.ts";
import { tmpfsCandidates, type CandidateEvidence } from "./tmpfs-candidates.ts";
import type { Write } from "./writes.ts";

const dir = (mode: string, uid: number, gid: number, entries: number): Directory => ({ mode, uid, gid, entries });

const image: Readonly<Record<string, Directory>> = {
  "/": dir("755", 0, 0, 12),
  "/tmp": dir("1777", 0, 0, 0),
  "/run": dir("755", 0, 0, 1),
  "/run/postgresql": dir("3777", 999, 999, 0),
  "/var": dir("755", 0, 0, 3),
  "/var/lib/nginx": dir("755", 0, 0, 0),
  "/var/lib": dir("755", 0, 0, 5),
  "/app": dir("755", 1000, 1000, 7),
  "/app/cache": dir("700", 1000, 1000, 0),
};

const added = (path: string, bytes = 0, directory?: Directory): Write => ({
  path,
  change: "added",
  bytes,
  ...(directory === undefined ? {} : { directory }),
});
const modified = (path: string, bytes = 0): Write => ({ path, change: "modified", bytes });

async function candidates(...writes: Write[]) {
  const { tmpfs, uncovered } = await tmpfsCandidates(writes, async (path) => image[path]);
  return { tmpfs: tmpfs.map(({ path, mode, uid, gid }) => `${path} ${mode} ${uid}:${gid}`), uncovered };
}

test("picks the nearest directory of the image, with its mode and owner", async () => {
  expect(
    await candidates(
      modified("/run"),
      modified("/run/postgresql"),
      added("/run/postgresql/.s.PGSQL.5432"),
      added("/run/postgresql/.s.PGSQL.5432.lock"),
    ),
  ).toEqual({
    tmpfs: ["/run/postgresql 3777 999:999"],
    uncovered: [],
  });
  const nginx = [
    modified("/var/lib/nginx"),
    added("/var/lib/nginx/body", 0, dir("700", 33, 0, 0)),
    added("/var/lib/nginx/body/1"),
  ];
  expect(await candidates(...nginx)).toEqual({ tmpfs: ["/var/lib/nginx 755 0:0"], uncovered: [] });
});

test("covers a directory with a removed new file", async () => {
  expect(await candidates(modified("/tmp"))).toEqual({ tmpfs: ["/tmp 1777 0:0"], uncovered: [] });
});

test("hides the image's files in /run, which is empty at each boot", async () => {
  expect(await candidates(modified("/run"), added("/run/nginx.pid", 3))).toEqual({
    tmpfs: ["/run 755 0:0"],
    uncovered: [],
  });
});

test("picks the container's new directory among files of the image", async () => {
  const made = dir("750", 1000, 1000, 1);
  expect(await candidates(modified("/app"), added("/app/spool", 0, made), added("/app/spool/1", 10))).toEqual({
    tmpfs: ["/app/spool 750 1000:1000"],
    uncovered: [],
  });
});

test("needs a volume for a file among files of the image", async () => {
  expect(await candidates(modified("/app"), added("/app/log", 10), modified("/app/config.json", 20))).toEqual({
    tmpfs: [],
    uncovered: ["/app/config.json", "/app/log"],
  });
});

test("counts a deletion as a write", async () => {
  expect(
    await candidates(
      { path: "/app/cache/old", change: "deleted", bytes: 0 },
      { path: "/app/code", change: "deleted", bytes: 0 },
    ),
  ).toEqual({
    tmpfs: ["/app/cache 700 1000:1000"],
    uncovered: ["/app/code"],
  });
});

test("never picks the root", async () => {
  expect(await candidates(added("/state", 0, dir("755", 0, 0, 1)), added("/state/x"), added("/file"))).toEqual({
    tmpfs: ["/state 755 0:0"],
    uncovered: ["/file"],
  });
});

test("sizes it with 64 MiB, or four times the writes", async () => {
  const mebibyte = 1024 * 1024;
  const small = await tmpfsCandidates([added("/tmp/a", 5)], async (path) => image[path]);
  expect(small.tmpfs[0]?.sizeBytes).toBe(64 * mebibyte);
  const large = await tmpfsCandidates(
    [added("/tmp/a", 30 * mebibyte), added("/tmp/b", 10 * mebibyte)],
    async (path) => image[path],
  );
  expect(large.tmpfs[0]?.sizeBytes).toBe(160 * mebibyte);
});

test("uses no tmpfs for a persistent file, and names it", async () => {
  const writes = [added("/app/cache/db", 10), added("/tmp/x", 1)];
  const lasting = { files: ["/app/cache/db"], why: "it reads them after a restart" };
  const { tmpfs, lasting: kept } = await tmpfsCandidates(writes, async (path) => image[path], { lasting });
  expect(tmpfs.map(({ path }) => path)).toEqual(["/tmp"]);
  expect(kept).toEqual([{ path: "/app/cache", files: ["/app/cache/db"], why: "it reads them after a restart" }]);
});

test("allows exec only where the original executes", async () => {
  const writes = [added("/app/cache/plugin.so", 10), added("/tmp/x", 1)];
  const { tmpfs } = await tmpfsCandidates(writes, async (path) => image[path], { executed: ["/app/cache/plugin.so"] });
  expect(tmpfs.map(({ path, exec }) => [path, exec])).toEqual([
    ["/app/cache", true],
    ["/tmp", undefined],
  ]);
});

test("recreates the image's directories below /run", async () => {
  const folders = [
    { path: "app", mode: "750", uid: 33, gid: 33 },
    { path: "app/inner", mode: "700", uid: 33, gid: 33 },
  ];
  const { tmpfs, again } = await tmpfsCandidates([added("/run/app.pid", 3)], async (path) =>
    path === "/run" ? { ...dir("755", 0, 0, 1), folders } : image[path],
  );
  expect(tmpfs.map(({ path, mode, uid }) => [path, mode, uid])).toEqual([
    ["/run", "755", 0],
    ["/run/app", "750", 33],
    ["/run/app/inner", "700", 33],
  ]);
  expect(again).toEqual(["/run/app", "/run/app/inner"]);
});

test("uses a volume with the directory's content for persistent files", async () => {
  const folders: Readonly<Record<string, Directory>> = {
    ...image,
    "/var/spool/q": dir("700", 8, 8, 0),
    "/srv": dir("755", 0, 0, 2),
    "/opt": dir("755", 0, 0, 1),
    "/opt/app": dir("755", 1000, 1000, 4),
    "/root": dir("700", 0, 0, 2),
    "/home/user": dir("700", 1000, 1000, 3),
    "/var/lib/index": dir("755", 0, 0, 0),
  };
  const look = (writes: readonly Write[], seen: CandidateEvidence) =>
    tmpfsCandidates(writes, async (path) => folders[path], seen);
  const files = [
    "/var/spool/q/1",
    "/srv/app/item",
    "/srv/private/item",
    "/opt/app/uploads/item",
    "/opt/app/state/item",
    "/root/.config/item",
  ];
  const writes = [
    ...files.map((path) => added(path, 9)),
    added("/srv/app", 0, dir("775", 0, 0, 1)),
    added("/srv/private", 0, dir("700", 0, 0, 1)),
    added("/opt/app/uploads", 0, dir("755", 0, 0, 1)),
    added("/opt/app/state", 0, dir("755", 1000, 1000, 1)),
    added("/root/.config", 0, dir("700", 0, 0, 1)),
    modified("/home/user/.profile", 9),
    modified("/opt/app/main.js", 9),
    added("/var/lib/index/words", 9),
  ];
  const found = await look(writes, {
    clientFiles: files,
    lasting: { files: [], why: "", left: ["/var/lib/index/words", "/tmp/x"] },
  });
  expect(found.volumes).toEqual([
    { path: "/home/user", imageFiles: true },
    { path: "/opt/app/uploads" },
    { path: "/root", imageFiles: true },
    // Its folder /srv/private is closed to others, and a new one of the engine's would not be.
    { path: "/srv", imageFiles: true },
    { path: "/var/spool/q" },
  ]);
  expect(found.tmpfs.map(({ path }) => path)).toEqual(["/var/lib/index"]);
  expect(found.lost).toEqual([{ path: "/var/lib/index", files: ["/var/lib/index/words"] }]);
  // Programs are not seeded into a volume: it would keep them when the image is replaced.
  expect(found.uncovered).toEqual(["/opt/app/main.js"]);
  expect(found.lasting.map(({ path, why }) => `${path}: ${why}`)).toContain(
    "/opt/app/state: they were written while steps were answered and may hold what a client gave",
  );
  const run = await look([modified("/home/user/.profile")], { executed: ["/home/user/bin/app"] });
  expect(run).toMatchObject({ volumes: [], uncovered: ["/home/user/.profile"] });
});
