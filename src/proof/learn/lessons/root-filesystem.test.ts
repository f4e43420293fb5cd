import { expect, test } from "vitest";
import type { Tmpfs } from "../../../domain/profile/restrictions.ts";
import { withoutMissed } from "./root-filesystem.ts";

const mount = (path: string, mebibytes: number): Tmpfs => ({
  path,
  mode: "755",
  uid: 0,
  gid: 0,
  sizeBytes: mebibytes * 1024 * 1024,
});
/** As an image with systemd in it has them. */
const again = Array.from({ length: 18 }, (_, at) => mount(`/run/d${String(at).padStart(2, "0")}`, 64));
const onlyThere = again.map(({ path }) => path);
const all = [mount("/run", 64), ...again, mount("/tmp", 64)];

async function asked(needed: readonly string[]): Promise<{ paths: string[]; questions: number }> {
  let questions = 0;
  const kept = await withoutMissed(all, onlyThere, async (some) => {
    questions++;
    return needed.every((path) => some.some((one) => one.path === path));
  });
  return { paths: kept.map(({ path }) => path), questions };
}

test("finds directories that only the image has by halving, in path order", async () => {
  expect(await asked([])).toEqual({ paths: ["/run", "/tmp"], questions: 1 });
  const one = await asked(["/run/d07"]);
  expect(one.paths).toEqual(["/run", "/run/d07", "/tmp"]);
  expect(one.questions).toBeLessThanOrEqual(9);
  const two = await asked(["/run/d03", "/run/d16"]);
  expect(two.paths).toEqual(["/run", "/run/d03", "/run/d16", "/tmp"]);
  expect(two.questions).toBeLessThanOrEqual(16);
});

test("searches nothing if not even all of them help", async () => {
  const none = await asked(["/elsewhere"]);
  expect(none.paths).toHaveLength(all.length);
  expect(none.questions).toBe(2);
});
