// Readers that are killed in the middle of images, and a database that is killed with them: what the fleet knows in the end is what it
// knows without a fault.
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startFleetProcess, type FleetProcess } from "../../scripts/bench/fleet/processes.ts";
import type { Query } from "../../src/sources/fleet/database.ts";
import { LostAttempt } from "../../src/sources/fleet/queue.ts";
import { program } from "../cli/program.ts";
import { long } from "../long.ts";
import { debianLayer, npmLayer, startFakeRegistry, type FakeRegistry } from "./fake-registry.ts";
import { newestPrograms, startPostgres, type PostgresServer } from "./postgres.ts";
import { startFleet, writeStore } from "./test-fleet.ts";

const images = long ? 1_000 : 40;
const [workerKills, databaseKills] = long ? [60, 5] : [5, 1];
/** Of each blob: the time in which a reader can be killed. */
const blobMs = 30;
const programs = newestPrograms();
const isMissing = programs === undefined;
let folder = "";
let registry: FakeRegistry;
let server: PostgresServer;

beforeAll(async () => {
  if (isMissing) return;
  folder = await mkdtemp(join(tmpdir(), "hullproof-fleet-"));
  await writeStore(folder, ["GHSA-aaaa-bbbb-0001 lodash 1.0.20", "GHSA-aaaa-bbbb-0002 shared 2.0.0"]);
  registry = await startFakeRegistry({
    before(request, response) {
      const { pathname } = new URL(request.url ?? "", "http://registry");
      const bytes = registry.store.blobs.get(/\/blobs\/(sha256:\w+)$/.exec(pathname)?.[1] ?? "");
      if (bytes === undefined) return false;
      setTimeout(() => response.end(bytes), blobMs);
      return true;
    },
  });
  const base = [debianLayer({ bash: "5.2-1" }), npmLayer({ shared: "1.0.0" })];
  for (let at = 0; at < images; at++) {
    const layers = [...base, npmLayer({ lodash: `1.0.${at}`, [`own-${at % 7}`]: "1.0.0" })];
    registry.tags.set(`team/app-${at % 20}:${at}`, registry.store.image({ layers }).digest);
  }
  server = await startPostgres(programs);
}, 120_000);
afterAll(async () => {
  if (isMissing) return;
  await server[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

it.skipIf(isMissing)(
  "knows the same after kills of readers and of the database as without a fault, and nothing twice",
  { timeout: long ? 1_800_000 : 240_000 },
  async () => {
    const undisturbed = await readAll(server.createDatabase(), 2, async () => {});
    let [killed, restarts] = [0, 0];
    const disturbed = await readAll(server.createDatabase(), 0, async (query, url) => {
      let worker = await startWorker(url);
      try {
        while (killed < workerKills) {
          await until("a first attempt at an image", async () => {
            const [row] = await query<{ first: boolean | null }>(
              "select bool_and(retry_count = 0) as first from hullproof_queue.job where name = 'image' and state = 'active'",
            );
            return row?.first === true;
          });
          // Somewhere between the first request and the last statement.
          await new Promise((resolve) => setTimeout(resolve, (killed % 5) * blobMs));
          worker.process.kill("SIGKILL");
          await once(worker.process, "exit");
          killed++;
          await passHeartbeat(query);
          if (restarts < databaseKills && killed >= ((restarts + 1) * workerKills) / (databaseKills + 1)) {
            await server.restart();
            restarts++;
          }
          worker = await startWorker(url);
        }
        await settle(query);
      } finally {
        await worker[Symbol.asyncDispose]();
      }
    });
    expect({ killed, restarts }).toEqual({ killed: workerKills, restarts: databaseKills });
    expect(disturbed.images).toHaveLength(images);
    expect(disturbed).toEqual(undisturbed);
  },
);

it.skipIf(isMissing)(
  "writes nothing of an attempt that another process got meanwhile",
  { timeout: 60_000 },
  async () => {
    await using test = await startFleet(folder, { kind: "server", url: server.createDatabase(), connections: 8 }, [], {
      readers: 0,
    });
    const { queue, database } = test.fleet;
    await queue.add("image", [1], 0);
    const first = await queue.take("image");
    if (first === undefined) throw new Error("nothing waits");
    await passHeartbeat(database.query);
    await test.fleet.queue.boss.supervise("image");
    await database.query("update hullproof_queue.job set start_after = now() where name = 'image'");
    const second = await queue.take("image");
    expect(second).toMatchObject({ id: first.id, retryCount: 1 });
    const write = (attempt: typeof first) =>
      database.transaction(async (transaction) => {
        await transaction.query("insert into registry (host, settings) values ($1, '{}')", [
          `attempt-${attempt.retryCount}`,
        ]);
        await queue.complete(attempt, transaction);
      });
    await expect(write(first)).rejects.toThrow(LostAttempt);
    await write(second ?? first);
    expect(await database.query("select host from registry")).toEqual([{ host: "attempt-1" }]);
  },
);

/** Reads all images into a database, with `readers` of this process and what `disturb` starts, and returns what is known in the end. */
async function readAll(
  url: string,
  readers: number,
  disturb: (query: Query, url: string) => Promise<void>,
): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const target = { kind: "server", url, connections: 8 } as const;
  await using test = await startFleet(folder, target, [registry.host], { readers, newest: images });
  // A database that is away is no reason to end: its questions are asked again.
  const patient: Query = async (sql, values) => {
    for (let tries = 0; ; tries++)
      try {
        return await test.fleet.database.query(sql, values);
      } catch (error) {
        if (tries > 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
  };
  await disturb(patient, url);
  await settle(patient);
  return await dump(patient);
}

function startWorker(url: string): Promise<FleetProcess> {
  const env = { ...process.env, HOME: folder, HULLPROOF_DATA: folder, HULLPROOF_CACHE: join(folder, "killed-cache") };
  return Promise.resolve(startFleetProcess(program, ["work", "--database", url, "--readers", "1", "--quiet"], env));
}

/** As after a minute without a sign of life of all that runs: the next look of the queue gives it to others. */
async function passHeartbeat(query: Query): Promise<void> {
  await query("update hullproof_queue.job set heartbeat_on = now() - interval '5 minutes' where state = 'active'");
  await query("update hullproof_queue.queue set monitor_on = null, monitor_claim_on = null");
}

/** Waits until each image is read and each package judged. */
function settle(query: Query): Promise<void> {
  return until(`${images} images`, async () => {
    await query("update hullproof_queue.queue set monitor_on = null, monitor_claim_on = null");
    const [row] = await query<{ done: number; unjudged: number }>(
      `select count(*) filter (where state in ('read', 'refused'))::int as done,
         (select count(*)::int from package where result is null) as unjudged from image`,
    );
    return row?.done === images && row.unjudged === 0;
  });
}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  for (const begin = performance.now(); !(await condition());) {
    if (performance.now() - begin > (long ? 600_000 : 120_000)) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** All that the database knows of images, without ids and times, which differ from run to run. */
async function dump(query: Query): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const digest = (column: string) => `encode(${column}, 'hex')`;
  const tables = {
    images: `select ${digest("digest")}, state, reason, live, os_id, os_version, user_name, labels, packages, bytes, ${digest("content")} as content from image`,
    parts: `select ${digest("image.digest")} as image, layer, ${digest("part.sha256")} as part, ${digest("part.content")} as content,
      (select array_agg(${digest("package.sha256")} order by package.sha256) from package where package.id = any (part.packages)) as packages
      from image_part join image on image.id = image join part on part.id = part`,
    unusedParts: `select ${digest("sha256")} from part where not exists (select from image_part where part = part.id)`,
    packages: `select ${digest("sha256")} as sha256, type, name, version, content, ${digest("result")} as result, gap from package`,
    vulnerabilities: `select ${digest("package.sha256")} as package, vulnerability.name, status, fixed_in, severity, suppressed, until is null as open
      from package_vulnerability join package on package.id = package join vulnerability on vulnerability.id = vulnerability`,
    tags: `select repository.name as repository, tag.name, ${digest("manifest.digest")} as manifest, until is null as open
      from tag join repository on repository.id = repository join manifest on manifest.id = manifest`,
  };
  const entries: [string, readonly unknown[]][] = [];
  for (const [name, sql] of Object.entries(tables))
    entries.push([name, (await query<object>(sql)).map((row) => JSON.stringify(row)).sort()]);
  return Object.fromEntries(entries);
}
