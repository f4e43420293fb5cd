// Disks that are full: the database's, which says so, keeps what it has and goes on when there is room; the layer cache's, which is not missed.
import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnswerBasis } from "../../src/domain/fleet/answers.ts";
import type { DatabaseTarget } from "../../src/pipeline/fleet/open-fleet.ts";
import { npmLayer, startFakeRegistry } from "./fake-registry.ts";
import { newestPrograms, startPostgres } from "./postgres.ts";
import { startFleet } from "./test-fleet.ts";

/** What it takes to mount a small file system. */
const canMount = process.platform === "linux" && process.getuid?.() === 0 && tryMount();
const [few, many] = [3, 24];
let folder = "";
const disk = () => join(folder, "disk");

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-fleet-"));
  for (const [name, size] of [
    ["disk", "220m"],
    ["cache", "256k"],
  ] as const) {
    await mkdir(join(folder, name));
    if (canMount) execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", join(folder, name)]);
  }
  await chmod(folder, 0o755);
  await chmod(disk(), 0o777);
});
afterEach(async () => {
  if (canMount) for (const name of ["disk", "cache"]) execFileSync("umount", ["--lazy", join(folder, name)]);
  await rm(folder, { recursive: true, force: true });
});

const programs = newestPrograms();
describe.each([
  ["the embedded database", true],
  ["PostgreSQL", programs !== undefined],
] as const)("%s on a full disk", (name, isThere) => {
  it.skipIf(!canMount || !isThere)(
    "says so, loses nothing, answers, and goes on when there is room",
    { timeout: 240_000 },
    async () => {
      await using stack = new AsyncDisposableStack();
      const registry = stack.use(await startFakeRegistry());
      const push = (at: number) => {
        const names = Array.from({ length: 200 }, (_, each) => [`part-${each}-of-${at}`, `1.${at}.${each}`]);
        registry.tags.set(
          `team/app-${at}:1`,
          registry.store.image({ layers: [npmLayer(Object.fromEntries(names))] }).digest,
        );
      };
      for (let at = 0; at < few; at++) push(at);
      let target: DatabaseTarget = { kind: "embedded", folder: join(disk(), "fleet") };
      if (name === "PostgreSQL") {
        const server = stack.use(await startPostgres(programs ?? "", disk()));
        target = { kind: "server", url: server.createDatabase(), connections: 8 };
      }
      const test = stack.use(await startFleet(folder, target, [registry.host]));
      await test.settled(few);
      const filler = join(disk(), "filler");
      const { bavail, bsize } = await statfs(disk());
      await writeFile(filler, Buffer.alloc(bavail * bsize));
      for (let at = few; at < many; at++) push(at);
      await test.fleet.database.query("update registry set due_at = now()").catch(() => {});
      await test.until("a word about it", async () =>
        test.reports.some((line) =>
          /has less than 64 MiB left: the fleet writes nothing|No space left on device/.test(line),
        ),
      );
      const coverage = async () => ((await test.ask("start")) as unknown as AnswerBasis).coverage.images;
      for (let looks = 0; looks < 20; looks++) {
        expect(await coverage()).toMatchObject({ refused: 0 });
        expect((await coverage()).read).toBeGreaterThanOrEqual(few);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      await rm(filler);
      await test.fleet.database.query("update registry set due_at = now()");
      await test.settled(many);
      await test.until("the count", async () => (await coverage()).read === many);
      expect(await coverage()).toEqual({ read: many, waiting: 0, refused: 0, older: 0 });
    },
  );
});

it.skipIf(!canMount)("does not start on a full disk", { timeout: 60_000 }, async () => {
  const { bavail, bsize } = await statfs(disk());
  await writeFile(join(disk(), "filler"), Buffer.alloc(bavail * bsize));
  await expect(startFleet(folder, { kind: "embedded", folder: join(disk(), "fleet") }, [])).rejects.toThrow(
    /^the disk of .* has less than 64 MiB left/,
  );
});

/** A container may forbid it. */
function tryMount(): boolean {
  try {
    execFileSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", tmpdir()], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
