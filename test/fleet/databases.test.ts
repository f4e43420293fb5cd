// One fleet on every database: the same images, the same answers, byte for byte, and what `scan` says.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AnswerBasis, ImageAnswer, StatusAnswer, VulnerabilityAnswer } from "../../src/domain/fleet/answers.ts";
import type { DatabaseTarget } from "../../src/pipeline/fleet/open-fleet.ts";
import { checkRandomImage } from "../../src/pipeline/fleet/self-check.ts";
import { renewTotals } from "../../src/sources/fleet/totals.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { scan } from "../../src/pipeline/verbs/scan/scan.ts";
import { attestation } from "../images/oci.ts";
import { debianLayer, npmLayer, startFakeRegistry, type FakeRegistry } from "./fake-registry.ts";
import { postgresPrograms, startPostgres, type PostgresServer } from "./postgres.ts";
import { startFleet, writeStore, type TestFleet } from "./test-fleet.ts";

let folder = "";
let registry: FakeRegistry;
const digests = new Map<string, string>();
const recorded = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-fleet-"));
  await writeStore(folder, ["GHSA-aaaa-bbbb-0001 lodash 4.17.21", "GHSA-aaaa-bbbb-0002 express 4.20.0"]);
  registry = await startFakeRegistry();
  const { store, tags } = registry;
  const base = [debianLayer({ bash: "5.2-1", openssl: "3.5.0-1" }), npmLayer({ lodash: "4.17.20", left: "1.0.0" })];
  const push = (name: string, digest: string) => (tags.set(name, digest), digests.set(name, digest));
  push("team/base:1", store.image({ layers: base }).digest);
  push("team/app:1", store.image({ layers: [...base, npmLayer({ express: "4.18.0" })] }).digest);
  // An upper layer upgrades one package of each kind, and removes one.
  const upgrade = [
    ...debianLayer({ bash: "5.2-1", openssl: "3.5.1-1" }),
    ...npmLayer({ lodash: "4.17.21" }),
    { path: "app/node_modules/.wh.left" },
  ];
  push("team/app:2", store.image({ layers: [...base, upgrade] }).digest);
  const hostile = npmLayer({ ["a\u202e\u0000<b>"]: "1'--", lodash: "4.17.19" });
  push("team/hostile:1", store.image({ layers: [hostile] }).digest);
  const manifest = store.image({ layers: [npmLayer({ lodash: "1.0.0" })] });
  const index = store.index([
    { ...manifest, platform: { os: "linux", architecture: "amd64" } },
    attestation(store, manifest),
  ]);
  push("team/index:1", index.digest);
  // No images: a chart, a signature, a damaged layer.
  const config = store.add("{}", "application/vnd.cncf.helm.config.v1+json");
  const chart = { schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json", config, layers: [] };
  tags.set("charts/app:1", store.add(JSON.stringify(chart), chart.mediaType).digest);
  const signature = store.image({
    blobs: [{ bytes: Buffer.from("{}"), mediaType: "application/vnd.dev.cosign.simplesigning.v1+json" }],
  });
  tags.set("team/app:signature", signature.digest);
  const damaged = store.image({
    blobs: [{ bytes: Buffer.from("no tar"), mediaType: "application/vnd.oci.image.layer.v1.tar+gzip" }],
  });
  tags.set("team/damaged:1", damaged.digest);
}, 60_000);
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const databases = [
  ["PGlite", undefined],
  ["PostgreSQL 17", 17],
  ["PostgreSQL 15", 15],
] as const;

describe.each(databases)("a fleet on %s", (name, major) => {
  const programs = major === undefined ? undefined : postgresPrograms(major);
  const isMissing = major !== undefined && programs === undefined;
  let server: PostgresServer | undefined;
  let test: TestFleet;

  beforeAll(async () => {
    if (isMissing) return;
    server = programs === undefined ? undefined : await startPostgres(programs);
    const target: DatabaseTarget =
      server === undefined
        ? { kind: "embedded", folder: join(folder, "embedded") }
        : { kind: "server", url: server.createDatabase(), connections: 8 };
    test = await startFleet(folder, target, [registry.host]);
    await test.settled(6);
    await test.until("sums", async () => (await test.ask("start"))["at"] !== undefined);
    // The first may be older than the last judgement.
    await renewTotals(test.fleet.database.query);
  }, 120_000);
  afterAll(async () => {
    if (isMissing) return;
    await test[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  }, 60_000);

  it.skipIf(isMissing)("finds images by a vulnerability, not by what an upper layer upgraded", async () => {
    const answer = (await test.ask("vulnerability", { id: "GHSA-aaaa-bbbb-0001" })) as unknown as VulnerabilityAnswer;
    expect(answer.rows.flatMap(({ names }) => names).sort()).toEqual(
      ["app:1", "base:1", "hostile:1", "index:1"].map((tag) => `${registry.host}/team/${tag}`),
    );
    expect(answer.images).toEqual({ count: 4, more: false });
    expect(answer.packages.map(({ version }) => version)).toEqual(["1.0.0", "4.17.19", "4.17.20"]);
  });

  it.skipIf(isMissing)("puts each image together as scan has it, vulnerabilities byte for byte", async () => {
    for (const [image, digest] of digests) {
      const { vulnerabilities, packages } = (await test.ask("image", { digest })) as unknown as ImageAnswer;
      const report = await scan(
        `registry:${registry.host}/${image}`,
        { updates: "none", vex: [], withUpdate: false, fixable: false, inUse: false, stdin: async () => "" },
        scanContext(),
      );
      expect(JSON.stringify(vulnerabilities), image).toBe(JSON.stringify(report.vulnerabilities));
      expect(
        packages.map(({ purl, layer, path }) => [purl, layer, path]),
        image,
      ).toEqual(report.image?.packages.map(({ purl, layer, path }) => [purl, layer, path]));
    }
  });

  it.skipIf(isMissing)("says what is no image and what is damaged, and counts it as not read", async () => {
    const { unread } = (await test.ask("status")) as unknown as StatusAnswer;
    expect(unread.map(({ what }) => what)).toEqual(["image", "tag", "tag"]);
    expect(unread.find(({ what }) => what === "image")?.reason).toMatch(/layer 0 of/);
    const { coverage } = (await test.ask("start")) as unknown as AnswerBasis;
    expect(coverage.images).toEqual({ read: 5, waiting: 0, refused: 1, older: 0 });
  });

  it.skipIf(isMissing)("asks pages of a list by their key", async () => {
    const seen: string[] = [];
    for (let after: string | undefined, pages = 0; pages < 9; pages++) {
      const answer = await test.ask("vulnerability", {
        id: "GHSA-aaaa-bbbb-0001",
        limit: "1",
        ...(after !== undefined && { after }),
      });
      seen.push(...(answer["rows"] as { digest: string }[]).map(({ digest }) => digest));
      after = answer["next"] as string | undefined;
      if (after === undefined) break;
    }
    expect(new Set(seen).size).toBe(4);
    expect(seen).toHaveLength(4);
  });

  it.skipIf(isMissing)("answers every question with the bytes of the other databases", async () => {
    const inputs: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ["start", {}],
      ["status", {}],
      ["updates", {}],
      ["end-of-life", {}],
      ["vulnerability", { id: "GHSA-aaaa-bbbb-0002" }],
      ["packages", { name: "lodash", version: "<4.17.21" }],
      ["packages", { purl: "pkg:npm/lodash@4.17.20" }],
      ["repository", { name: `${registry.host}/team/app` }],
      ["changes", { since: "2026-01-01" }],
      ["configuration", { user: "app" }],
      ...[...digests.values()].map((digest) => ["image", { digest }] as const),
    ];
    for (const [question, input] of inputs) {
      const answer = await test.ask(question, input);
      // Of equal times, which only one run has.
      if (question === "changes") answer["rows"] = (answer["rows"] as object[]).map(timeless).sort();
      const text = timeless(answer);
      const key = `${question} ${JSON.stringify(input)}`;
      expect(text, `${key} of ${name}`).toBe(recorded.get(key) ?? text);
      recorded.set(key, text);
    }
    expect(recorded.size).toBeGreaterThan(12);
  });

  it.skipIf(isMissing)("gives answers of a new advisory without a request to the registry", async () => {
    const requests = registry.asked.length;
    await writeStore(folder, ["GHSA-aaaa-bbbb-0001 lodash 4.17.21", "GHSA-aaaa-bbbb-0003 left 2.0.0"]);
    const count = async (id: string) =>
      ((await test.ask("vulnerability", { id })) as unknown as VulnerabilityAnswer).images.count;
    await test.until("the new advisory", async () => (await count("GHSA-aaaa-bbbb-0003")) === 2);
    expect(await count("GHSA-aaaa-bbbb-0002")).toBe(0);
    expect(registry.asked).toHaveLength(requests);
    const changes = (await test.ask("changes"))["rows"] as { kind: string; subject: string }[];
    expect(changes).toContainEqual(
      expect.objectContaining({ kind: "vulnerability-gone", subject: "GHSA-aaaa-bbbb-0002" }),
    );
    await writeStore(folder, ["GHSA-aaaa-bbbb-0001 lodash 4.17.21", "GHSA-aaaa-bbbb-0002 express 4.20.0"]);
  });

  it.skipIf(isMissing)("reads a random image again without a cache, and says what differs from lists", async () => {
    const { query } = test.fleet.database;
    const check = () => checkRandomImage(test.fleet, { everySeconds: 0, waitMs: 0 });
    const selfCheck = async () => ((await test.ask("status")) as unknown as StatusAnswer).selfCheck;
    const count = async (id: string) =>
      ((await test.ask("vulnerability", { id })) as unknown as VulnerabilityAnswer).images.count;
    await test.until("the first advisories", async () => (await count("GHSA-aaaa-bbbb-0002")) === 1);
    const requests = registry.asked.length;
    expect(await check()).toBe(true);
    expect(registry.asked.slice(requests).some(({ url }) => url.includes("/blobs/"))).toBe(true);
    expect(await selfCheck()).toEqual({ checked: 1, differences: [] });
    // Not twice within an hour.
    expect(await checkRandomImage(test.fleet)).toBe(false);
    await query("update package_vulnerability set until = '2100-01-01' where until is null");
    await test.until("a difference", async () => (await check()) && (await selfCheck()).differences.length > 0);
    expect((await selfCheck()).differences[0]?.difference).toMatch(
      /^a scan has GHSA-.*, and lists of the fleet do not$/,
    );
    await query("update package_vulnerability set until = null where until = '2100-01-01'");
    await query(
      "update image set content = (select content from image where content is not null order by digest limit 1) where content is not null",
    );
    await test.until("another", async () => (await check()) && (await selfCheck()).differences.length > 1);
    expect(test.reports.some((line) => line.startsWith("self-check: "))).toBe(true);
  });

  it.skipIf(isMissing)("names the field that is wrong", async () => {
    await expect(test.ask("vulnerability", { id: "x", limit: "0" })).rejects.toThrow(/^limit: /);
    await expect(test.ask("vulnerability", { id: "x", colour: "red" })).rejects.toThrow(/^colour: /);
    await expect(test.ask("packages", { name: "a", version: "<" })).rejects.toThrow(/^version: /);
    await expect(test.ask("image", { digest: "x" })).rejects.toThrow(/^digest: /);
  });
});

/** Times and rates differ from run to run; nothing else may. */
function timeless(answer: object): string {
  return JSON.stringify(answer).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");
}

function scanContext(): Context {
  return {
    cwd: folder,
    today: new Date().toISOString().slice(0, 10),
    version: "0",
    progress: () => {},
    advisoriesFolder: join(folder, "store"),
    env: { PATH: process.env["PATH"], HOME: folder },
  } as unknown as Context;
}
