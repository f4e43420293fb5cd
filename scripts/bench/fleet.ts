// `npm run bench:fleet [-- --images 2000 --layers 300 --own-layers 0 --seed 1]`: a made-up registry read, judged, swept and asked, with the newest PostgreSQL that is installed. See docs/benchmarks.md.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { VulnerabilityAnswer } from "../../src/domain/fleet/answers.ts";
import { openPostgres } from "../../src/sources/fleet/open-postgres.ts";
import { newestPrograms, startPostgres } from "../../test/fleet/postgres.ts";
import { writeStore } from "../../test/fleet/test-fleet.ts";
import { askQuestions, p95 } from "./fleet/load.ts";
import { checkAnswers, checkScans, findLateName } from "./fleet/check-answers.ts";
import { advisoryBound, advisoryId, imagesPerRepository, npmNames, type FleetPlan } from "./fleet/model.ts";
import { startBenchRegistry, startFleetProcess, type FleetProcess } from "./fleet/processes.ts";

const number = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    images: { ...number, default: "2000" },
    layers: { ...number, default: "300" },
    "own-layers": { ...number, default: "0" },
    seed: { ...number, default: "1" },
    idle: { ...number, default: "60" },
    load: { ...number, default: "20" },
    scans: { ...number, default: "20" },
  },
});
const plan: FleetPlan = {
  images: Number(values.images),
  layers: Number(values.layers),
  ownLayers: Number(values["own-layers"]),
  seed: Number(values.seed),
};
const root = resolve(import.meta.dirname, "../..");
const program = join(root, "bin/hullproof.js");
const programs = newestPrograms();
if (programs === undefined) throw new Error("PostgreSQL is not installed: apt-get install postgresql");
if (!existsSync(join(root, "dist"))) throw new Error("there is no bundle: npm run build");

const folder = mkdtempSync(join(tmpdir(), "hullproof-bench-"));
const env = {
  PATH: process.env["PATH"],
  HOME: folder,
  HULLPROOF_DATA: join(folder, "store"),
  HULLPROOF_CACHE: join(folder, "cache"),
  HULLPROOF_HOST: process.execPath,
};
const advisories = Array.from({ length: npmNames }, (_, name) => ({ name, bound: advisoryBound(name) })).flatMap(
  ({ name, bound }) => (bound === undefined ? [] : [`${advisoryId(name)} part-${name} 1.${bound}.0`]),
);
/** Of a name that images have and no advisory is about until the shard is replaced. */
const lateName = findLateName(plan);
const lateId = "GHSA-2222-3333-4444";

try {
  await bench(programs);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bench(postgres: string): Promise<void> {
  await writeStore(folder, advisories);
  await using registry = await startBenchRegistry(plan);
  await using server = await startPostgres(postgres);
  const database = server.createDatabase();
  await using connection = await openPostgres({ url: database, size: 2, report: console.error });
  const { query } = connection;
  const start = (...args: string[]) => startFleetProcess(program, [...args, "--database", database, "--quiet"], env);
  execFileSync(process.execPath, [program, "fleet", "migrate", "--database", database], { env });
  console.log(
    `${plan.images} images of ${plan.layers} shared layers and ${plan.ownLayers} distinct ones, seed ${plan.seed}, ${postgres}\n`,
  );

  const begin = performance.now();
  await using serve = start(
    "serve",
    registry.host,
    "--newest",
    String(imagesPerRepository),
    "--interval",
    "30d",
    "--folder",
    join(folder, "fleet"),
  );
  const url = await serve.firstLine;
  await using firstWorker = start("work", "--readers", "1");
  await using secondWorker = start("work", "--readers", "1");
  const workers: FleetProcess[] = [firstWorker, secondWorker];
  const ask = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${url}api/v1${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const settled = await waitUntilRead();
  const indexSeconds = (performance.now() - begin) / 1_000;
  const counts = await registry.takeCounts();
  show("first index", `${indexSeconds.toFixed(0)} s, ${(plan.images / indexSeconds).toFixed(0)} images/s`);
  const perImage = (one: FleetProcess) => ((one.cpuSeconds() * 1_000) / plan.images).toFixed(1);
  const workersCpu = workers.reduce((sum, one) => sum + one.cpuSeconds(), 0);
  show("CPU an image", `workers ${((workersCpu * 1_000) / plan.images).toFixed(1)} ms, server ${perImage(serve)} ms`);
  show("bytes of layers fetched / of distinct layers", (counts.layerBytes / counts.distinctLayerBytes).toFixed(3));
  show("ten questions while workers run, p95", settled.busy);
  show("rows of the queue's table, most", String(settled.mostJobs));

  const expected = await checkAnswers({ plan, advisories, lateName, ask });
  show("answers as computed, images refused", `${expected.answers}, ${expected.refused}`);
  const scanSeconds = await checkScans({ program, env, host: registry.host, count: Number(values.scans), query, ask });
  show("scans equal to the page", `${values.scans} images, ${scanSeconds.toFixed(1)} s each, one by one`);

  await wait(12_000);
  await registry.takeCounts();
  const idleTimes = await questionTimes();
  show("ten questions idle, p95", idleTimes);

  const shardBegin = performance.now();
  await writeStore(folder, [...advisories, `${lateId} part-${lateName} 2.0.0`]);
  const written = performance.now();
  // Batches of packages are judged one after the other: until the last one, some of the images are missing.
  await until(
    async () => (await ask<VulnerabilityAnswer>(`/vulnerabilities/${lateId}`)).images.count === expected.late,
    100,
  );
  const shardCounts = await registry.takeCounts();
  if (shardCounts.requests > 0) throw new Error("judging asked the registry");
  show(
    "shard replaced until answers are new",
    `${((performance.now() - written) / 1_000).toFixed(1)} s (written in ${((written - shardBegin) / 1_000).toFixed(1)} s), no request`,
  );

  const [clock] = await query<{ now: string }>("select now()::text as now");
  const sweepBegin = performance.now();
  await query("update repository set due_at = now()");
  await until(async () => {
    const [row] = await query<{ open: number }>(
      "select count(*)::int as open from repository where swept_at < $1::timestamptz",
      [clock?.now],
    );
    return row?.open === 0;
  });
  const sweepCounts = await registry.takeCounts();
  if (sweepCounts.manifests + sweepCounts.blobs > 0) throw new Error("a sweep without change fetched manifests");
  show(
    "sweep without change",
    `${((performance.now() - sweepBegin) / 1_000).toFixed(1)} s, ${sweepCounts.heads} HEAD, no GET of a manifest`,
  );

  const [size] = await query<{ bytes: number; packages: number; parts: number }>(
    "select pg_database_size(current_database()) as bytes, (select count(*)::int from package) as packages, (select count(*)::int from part) as parts",
  );
  show(
    "database an image",
    `${(Number(size?.bytes) / plan.images / 1_000).toFixed(2)} KB; ${size?.packages} packages, ${size?.parts} parts`,
  );
  show(
    "memory: worker, server",
    `${Math.max(...workers.map((one) => one.peakMebibytes())).toFixed(0)}, ${serve.peakMebibytes().toFixed(0)} MiB`,
  );

  await using _thirdWorker = start("work", "--readers", "1");
  await wait(15_000);
  const activity = async () =>
    (
      await query<{ commits: number; wal: number }>(
        "select xact_commit::int as commits, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint as wal from pg_stat_database where datname = current_database()",
      )
    )[0] ?? { commits: 0, wal: 0 };
  const idle = Number(values.idle);
  const before = await activity();
  await wait(idle * 1_000);
  const after = await activity();
  show(
    "idle, three workers",
    `${((after.commits - before.commits) / idle).toFixed(1)} transactions/s, ${((after.wal - before.wal) / 1_048_576 / (idle / 60)).toFixed(2)} MiB WAL a minute`,
  );

  async function waitUntilRead(): Promise<{ readonly busy: string; readonly mostJobs: number }> {
    let mostJobs = 0;
    let busy = "not measured";
    for (let polls = 0; ; polls++) {
      const [row] = await query<{ waiting: number; done: number; unjudged: number; jobs: number; skipped: number }>(
        `select count(*) filter (where live and state = 'known')::int as waiting, count(*) filter (where state in ('read', 'refused'))::int as done,
           (select count(*)::int from package where result is null) as unjudged, (select count(*)::int from hullproof_queue.job) as jobs from image`,
      );
      mostJobs = Math.max(mostJobs, row?.jobs ?? 0);
      if (row?.done === plan.images && row.waiting === 0 && row.unjudged === 0) return { busy, mostJobs };
      if (polls % 30 === 29)
        console.log(`  ${row?.done} read, ${row?.waiting} wait, ${((performance.now() - begin) / 1_000).toFixed(0)} s`);
      if (busy === "not measured" && (row?.done ?? 0) > plan.images / 2) busy = await questionTimes();
      await wait(1_000);
    }
  }

  async function questionTimes(): Promise<string> {
    const digests = (
      await query<{ digest: string }>(
        "select 'sha256:' || encode(digest, 'hex') as digest from image where state = 'read' order by md5(digest::text) limit 200",
      )
    ).map(({ digest }) => digest);
    const times = await askQuestions(url, digests, {
      clients: 8,
      seconds: Number(values.load),
      repository: `${registry.host}/team/r0`,
    });
    const all = [...times.values()].flat();
    return `${p95(all).toFixed(0)} ms of ${all.length}; ${[...times].map(([name, own]) => `${name} ${p95(own).toFixed(0)}`).join(", ")}`;
  }
}

function show(what: string, result: string): void {
  console.log(`${what}: ${result}`);
}

async function until(condition: () => Promise<boolean>, everyMs = 500): Promise<void> {
  for (const begin = performance.now(); !(await condition()); await wait(everyMs))
    if (performance.now() - begin > 600_000) throw new Error("not within ten minutes");
}
