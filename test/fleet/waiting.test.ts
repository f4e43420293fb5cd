// A registry that asks its readers to wait an hour in the middle of its images: it gets no further request, no image loses an attempt, and
// another registry is read meanwhile.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AnswerBasis, StatusAnswer } from "../../src/domain/fleet/answers.ts";
import { npmLayer, startFakeRegistry, type FakeRegistry } from "./fake-registry.ts";
import { startFleet, type TestFleet } from "./test-fleet.ts";

const images = 12;
const readers = 2;
let folder = "";
let busy: FakeRegistry;
let other: FakeRegistry;
let test: TestFleet;
/** Layers that the busy registry still sends. */
let left = 3;
const status = async () => (await test.ask("status")) as unknown as StatusAnswer & AnswerBasis;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-fleet-"));
  const layerDigests = new Set<string>();
  busy = await startFakeRegistry({
    before(request, response) {
      if (!layerDigests.has((request.url ?? "").split("/").at(-1) ?? "") || left-- > 0) return false;
      response.writeHead(429, { "Retry-After": "3600" }).end();
      return true;
    },
  });
  other = await startFakeRegistry();
  for (const [registry, name] of [
    [busy, "lodash"],
    [other, "express"],
  ] as const)
    for (let at = 0; at < images; at++) {
      const { digest } = registry.store.image({ layers: [npmLayer({ [name]: `1.0.${at}` })] });
      registry.tags.set(`team/app-${at}:1`, digest);
      const { layers } = JSON.parse(registry.store.blobs.get(digest)?.toString() ?? "") as {
        layers: { digest: string }[];
      };
      if (registry === busy) for (const layer of layers) layerDigests.add(layer.digest);
    }
  test = await startFleet(folder, { kind: "embedded", folder: join(folder, "fleet") }, [busy.host, other.host], {
    readers,
  });
}, 120_000);
afterAll(async () => {
  await test[Symbol.asyncDispose]();
  await busy[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

it("pauses the registry for all readers, and goes on with the other one", { timeout: 120_000 }, async () => {
  const { query } = test.fleet.database;
  const countRead = async () => (await status()).coverage.images.read;
  await test.until("the pause", async () =>
    (await status()).registries.some(({ host, pausedUntil }) => host === busy.host && pausedUntil !== undefined),
  );
  const asked = busy.asked.length;
  await test.until("the other registry", async () => (await countRead()) === images + 3);
  // At most what the second reader had under way.
  expect(busy.asked.length - asked).toBeLessThan(readers);
  const paused = (await status()).registries.find(({ host }) => host === busy.host);
  expect(Date.parse(paused?.pausedUntil ?? "") - Date.now()).toBeGreaterThan(3_400_000);
  expect(await query("select count(*)::int as count from image where state = 'refused'")).toEqual([{ count: 0 }]);
  expect(await query("select count(*)::int as count from hullproof_queue.job where retry_count > 0")).toEqual([
    { count: 0 },
  ]);
});

it("reads the rest when the hour is over", { timeout: 120_000 }, async () => {
  left = Infinity;
  await test.fleet.database.query("update registry set paused_until = now()");
  await test.settled(2 * images);
  expect((await status()).coverage.images).toEqual({ read: 2 * images, waiting: 0, refused: 0, older: 0 });
  expect(test.reports).toEqual([]);
});
