// A budget of requests: counted over sweeps and readers, obeyed, and shown; what was learned is not asked for again.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AnswerBasis, StatusAnswer } from "../../src/domain/fleet/answers.ts";
import { npmLayer, startFakeRegistry, type FakeRegistry } from "./fake-registry.ts";
import { startFleet, type TestFleet } from "./test-fleet.ts";

const limit = 15;
const tags = 9;
let folder = "";
let registry: FakeRegistry;
let test: TestFleet;
const status = async () => (await test.ask("status")) as unknown as StatusAnswer & AnswerBasis;
/** As after an hour. */
const beginWindow = () =>
  test.fleet.database.query(
    "update registry set window_start = null, paused_until = null, due_at = now() + interval '1 day'",
  );

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-fleet-"));
  registry = await startFakeRegistry();
  for (let at = 0; at < tags; at++)
    registry.tags.set(`team/app:${at}`, registry.store.image({ layers: [npmLayer({ lodash: `1.0.${at}` })] }).digest);
  test = await startFleet(folder, { kind: "embedded", folder: join(folder, "fleet") }, [registry.host], {
    requests: { limit, seconds: 3_600 },
    readers: 2,
  });
}, 120_000);
afterAll(async () => {
  await test[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

it("sends no more requests than a window has, pauses the registry, and shows both", async () => {
  await test.until("the pause", async () => (await status()).registries[0]?.pausedUntil !== undefined);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  // What this machine is asked without an answer, since it has no TLS, counts as well.
  expect(registry.asked.length).toBeGreaterThan(limit / 2);
  expect(registry.asked.length).toBeLessThanOrEqual(limit);
  expect((await status()).registries[0]).toMatchObject({
    requests: { limit, seconds: 3_600, sent: limit },
    pauseReason: expect.stringMatching(/budget of requests/) as string,
  });
});

it("goes on in the next windows until all is read, and asks for no tag twice", { timeout: 120_000 }, async () => {
  let windows = 1;
  await test.until("all images", async () => {
    const { coverage, registries } = await status();
    if (coverage.images.read === tags) return true;
    if (registries[0]?.pausedUntil !== undefined) {
      windows++;
      await beginWindow();
    }
    return false;
  });
  expect(registry.asked.length).toBeLessThanOrEqual(windows * limit);
  const heads = registry.asked.filter(({ url }) => /\/manifests\/\d+$/.test(url));
  expect(heads).toHaveLength(tags);
});
