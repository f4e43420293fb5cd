// A registry that asks to wait, a tag that moves, an image that brings its SBOM; a fleet without advisories.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AnswerBasis, ImageAnswer, RepositoryAnswer, StatusAnswer } from "../../src/domain/fleet/answers.ts";
import { npmLayer, startFakeRegistry, type FakeRegistry } from "./fake-registry.ts";
import { startFleet, type TestFleet } from "./test-fleet.ts";

let folder = "";
let registry: FakeRegistry;
let test: TestFleet;
const image = (version: string) => registry.store.image({ layers: [npmLayer({ lodash: version })] }).digest;
const status = async () => (await test.ask("status")) as unknown as StatusAnswer & AnswerBasis;
/** Makes everything due, as after an hour. */
const sweepAgain = () =>
  test.fleet.database.transaction(async ({ query }) => {
    await query("update registry set due_at = now()");
    await query("update repository set due_at = now()");
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-fleet-"));
  registry = await startFakeRegistry();
  for (const name of ["a", "b", "c"]) registry.tags.set(`team/${name}:1`, image(`1.0.${name.charCodeAt(0)}`));
  test = await startFleet(folder, { kind: "embedded", folder: join(folder, "fleet") }, [registry.host]);
  await test.settled(3);
}, 120_000);
afterAll(async () => {
  await test[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

it("counts what no advisories were asked about, never as clean", async () => {
  const { coverage } = await status();
  expect(coverage.packages).toEqual({ distinct: 3, notJudged: 3 });
  const digest = registry.tags.get("team/a:1") ?? "";
  const answer = (await test.ask("image", { digest })) as unknown as ImageAnswer;
  expect(answer).not.toHaveProperty("vulnerabilities");
  expect(answer.notChecked[0]).toMatch(/^vulnerabilities: there are no advisories/);
});

it("closes a tag that moved, and reads no manifest that it knows", async () => {
  const asked = registry.asked.length;
  registry.tags.set("team/a:1", image("2.0.0"));
  await sweepAgain();
  const name = `${registry.host}/team/a`;
  await test.until("the move", async () => {
    const { rows } = (await test.ask("repository", { name })) as unknown as RepositoryAnswer;
    return rows[0]?.digest === registry.tags.get("team/a:1") && rows[0]?.images[0]?.state === "read";
  });
  const rows = await test.fleet.database.query("select until is null as open from tag where name = '1' order by id");
  expect(rows).toHaveLength(4);
  const manifests = registry.asked.slice(asked).filter(({ url }) => url.includes("/manifests/sha256:"));
  expect(new Set(manifests.map(({ url }) => url)).size).toBe(1);
});

it("reads a layer once whose SBOM says what is in it", async () => {
  const components = Array.from({ length: 300 }, (_, at) => ({
    type: "library",
    name: `part-${at}`,
    version: `1.${at}.0`,
    purl: `pkg:npm/part-${at}@1.${at}.0`,
  }));
  const sbom = JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components });
  const { digest } = registry.store.image({ layers: [[{ path: "opt/docker/sbom/app.cdx.json", content: sbom }]] });
  const asked = registry.asked.length;
  registry.tags.set("team/b:1", digest);
  await sweepAgain();
  await test.until("the image", async () => {
    const answer = (await test.ask("image", { digest }).catch(() => ({}))) as Partial<ImageAnswer>;
    return answer.packages?.length === 300;
  });
  // The configuration is asked for by the sweep and by the reader, the layer by the reader alone.
  const blobs = registry.asked.slice(asked).filter(({ url }) => url.includes("/blobs/"));
  expect([...Map.groupBy(blobs, ({ url }) => url).values()].map(({ length }) => length).sort((a, b) => a - b)).toEqual([
    1, 2,
  ]);
});

it("asks a registry no more that asks to wait an hour, and keeps every answer", async () => {
  registry.busySeconds = 3_600;
  await sweepAgain();
  await test.until("the pause", async () => (await status()).registries[0]?.pausedUntil !== undefined);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const asked = registry.asked.length;
  await sweepAgain();
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  expect(registry.asked).toHaveLength(asked);
  const { registries, coverage } = await status();
  expect(registries[0]?.pauseReason).toMatch(/429/);
  expect(coverage.images.read).toBe(3);
});
