// PostgreSQL ends while a page is open and an image is being read: pages and API say so, and all goes on when it is there again.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AnswerBasis } from "../../src/domain/fleet/answers.ts";
import { serveFleet } from "../../src/servers/fleet/serve-fleet.ts";
import { npmLayer, startFakeRegistry, type FakeRegistry } from "./fake-registry.ts";
import { newestPrograms, startPostgres, type PostgresServer } from "./postgres.ts";
import { startFleet } from "./test-fleet.ts";

const programs = newestPrograms();
let folder = "";
let registry: FakeRegistry;
let server: PostgresServer;
let sendLayer: (() => void) | undefined;

beforeAll(async () => {
  if (programs === undefined) return;
  folder = await mkdtemp(join(tmpdir(), "hullproof-fleet-"));
  let slowLayer = "";
  registry = await startFakeRegistry({
    before(request, response) {
      if (slowLayer === "" || !(request.url ?? "").endsWith(slowLayer)) return false;
      sendLayer = () => response.end(registry.store.blobs.get(slowLayer));
      return true;
    },
  });
  const { digest } = registry.store.image({ layers: [npmLayer({ lodash: "4.17.20" })] });
  registry.tags.set("team/app:1", digest);
  const { layers } = JSON.parse(registry.store.blobs.get(digest)?.toString() ?? "") as { layers: { digest: string }[] };
  slowLayer = layers[0]?.digest ?? "";
  server = await startPostgres(programs);
}, 60_000);
afterAll(async () => {
  if (programs === undefined) return;
  await server[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

it.skipIf(programs === undefined)(
  "answers 503 until the database is there again, and keeps the image that it was reading",
  { timeout: 120_000 },
  async () => {
    const target = { kind: "server", url: server.createDatabase(), connections: 8 } as const;
    await using test = await startFleet(folder, target, [registry.host]);
    await using pages = await serveFleet({
      answers: test.answers,
      port: 0,
      version: "0",
      readFirst: async () => false,
    });
    const get = async (path: string) => {
      const response = await fetch(pages.url + path);
      return { status: response.status, text: await response.text() };
    };
    await test.until("the layer is asked for", async () => sendLayer !== undefined);
    expect((await get("")).status).toBe(200);
    await server.kill();
    sendLayer?.();
    const page = await get("status");
    expect(page).toMatchObject({ status: 503, text: expect.stringContaining("<h1>No answer</h1>") as string });
    expect(page.text).toContain("The database may be away");
    const answer = await get("api/v1/status");
    expect({ status: answer.status, ...(JSON.parse(answer.text) as object) }).toEqual({
      status: 503,
      error: expect.stringMatching(/connect|terminated/i) as string,
      hint: expect.stringContaining("The database may be away") as string,
    });
    // The reader is through meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await server.restart();
    await test.until("a page", async () => (await get("status")).status === 200);
    await test.settled(1);
    expect(((await test.ask("start")) as unknown as AnswerBasis).coverage.images.refused).toBe(0);
    expect(
      await test.fleet.database.query("select retry_count, state from hullproof_queue.job where name = 'image'"),
    ).toEqual([{ retry_count: 0, state: "completed" }]);
    expect(registry.asked.filter(({ url }) => url.includes("/blobs/")).length).toBeLessThan(5);
  },
);
