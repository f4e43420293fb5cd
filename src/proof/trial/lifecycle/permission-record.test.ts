import { chmod, chown, lstat, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { lstatSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isNotRead, type FilePermissions, type NotRead } from "../../../domain/workload/file-permissions.ts";
import { learnPermissions, type ReferencePermissions } from "../../judge/files/compare-permissions.ts";
import { maxFiles, openPermissionRecord, type IdMaps, type RecordRequest } from "./permission-record.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-permissions-"));
  for (const name of ["upper", "lower/etc"]) await mkdir(join(folder, name), { recursive: true });
  for (const name of ["lower/etc/key", "lower/etc/gone", "upper/log"]) {
    await writeFile(join(folder, name), "");
    await chmod(join(folder, name), 0o640);
  }
});
afterAll(() => rm(folder, { recursive: true }));

const { signal } = new AbortController();
const ids: IdMaps = { uid: undefined, gid: undefined };
const open = (changes: Partial<RecordRequest> = {}) =>
  openPermissionRecord({ ids, overlay: { upper: join(folder, "upper"), lower: [join(folder, "lower")] }, ...changes });
const reference = (byAccess: FilePermissions["byAccess"]): ReferencePermissions => {
  const end = { byAccess, extended: "none" } as const;
  return learnPermissions({ end }, { end }).end as ReferencePermissions;
};
const paths = (found: FilePermissions | NotRead) => (isNotRead(found) ? found : Object.values(found.byAccess).flat());

test("uses the image's access for files that only the original changed, unless they were removed or hidden", async () => {
  const expected = reference({ "file 600 33 33  ": ["/etc/gone", "/etc/key", "/etc/nothing", "/log"] });
  const { uid, gid } = await lstat(join(folder, "upper/log"));
  const all = async (changes: Partial<RecordRequest>, removed: readonly string[] = []) => {
    const record = open({ expected, ...changes });
    record.add("/log", lstatSync(join(folder, "upper/log")));
    for (const path of removed) record.remove(path);
    return record.finish(signal);
  };
  expect(await all({})).toEqual({
    byAccess: { [`file 640 ${uid} ${gid}  `]: ["/etc/gone", "/etc/key", "/log"] },
    extended: "none",
  });
  expect(paths(await all({}, ["/etc/gone"]))).toEqual(["/etc/key", "/log"]);
  expect(paths(await all({}, ["/etc"]))).toEqual(["/log"]);
  expect(paths(await all({ hiddenPaths: ["/etc"] }))).toEqual(["/log"]);
  expect(paths(await all({ overlay: undefined }))).toEqual(["/log"]);
});

test("maps ids to the container's, uses the last record of a path, and distinguishes kinds", async ({ skip }) => {
  if (process.getuid?.() !== 0) return skip("only root gives files away");
  const file = join(folder, "owned");
  await writeFile(file, "");
  await chown(file, 100_033, 100_004);
  await chmod(file, 0o4750);
  const map = "         0     100000      65536\n";
  const record = open({ ids: { uid: map, gid: map } });
  record.add("/data", lstatSync("/dev/null"));
  record.add("/data", lstatSync(folder));
  record.add("/data/owned", lstatSync(file));
  const found = await record.finish(signal);
  // An id that the map does not hold stays.
  expect(found).toMatchObject({
    byAccess: { "file 4750 33 4  ": ["/data/owned"], "folder 700 0 0  ": ["/data"] },
  });
});

test("does not compare unread or too many files", async () => {
  const record = open();
  record.skip("it is elsewhere");
  record.skip("later");
  expect(await record.finish(signal)).toEqual({ reason: "it is elsewhere" });
  const fill = (count: number, nameOf: (at: number) => string) => {
    const one = open();
    const stats = lstatSync(folder);
    for (let at = 0; at < count; at++) one.add(nameOf(at), stats);
    return one.finish(signal);
  };
  expect(await fill(maxFiles + 1, (at) => `/data/${at}`)).toEqual({ reason: "there are more than 20,000" });
  const word = (at: number) => String(at).replace(/\d/gu, (digit) => "abcdefghij"[Number(digit)] ?? "");
  expect(await fill(5001, (at) => `/data/${word(at)}`)).toEqual({ reason: "there are more than 5,000 names" });
  expect(paths(await fill(5000, (at) => `/data/${at}`))).toEqual(["/data/0"]);
});
