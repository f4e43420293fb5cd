// `npm run demo -- fleet [--postgres]`: twenty images in a real registry, and an answer before and after a new advisory. Started by demo.mjs.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs, promisify } from "node:util";
import type { AnswerBasis, VulnerabilityAnswer } from "../../src/domain/fleet/answers.ts";
import { Failure } from "../../src/domain/failure.ts";
import { openPostgres } from "../../src/sources/fleet/open-postgres.ts";
import { newestPrograms, startPostgres } from "../../test/fleet/postgres.ts";
import { writeFeed } from "../../test/fleet/test-fleet.ts";
import { pushImage } from "../../test/registry/push-image.ts";
import { installed, realRegistry, type RealRegistry } from "../../test/registry/real-registry.ts";
import { startFleetProcess, type FleetProcess } from "../bench/fleet/processes.ts";
import { demoPackage, fleetImages } from "./fleet-images.ts";

const exec = promisify(execFile);
const program = resolve(import.meta.dirname, "../../bin/hullproof.js");
/** Made up, as the package that it is about. */
const cve = "CVE-2099-10001";
const oldId = "GHSA-2222-2222-2222";
const oldRecord = `${oldId} demo-logger 1.1.0`;
const newRecord = `GHSA-3333-3333-3333 ${demoPackage} 2.3.0 ${cve}`;

const stop = new AbortController();
const { signal } = stop;
for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => stop.abort());

async function main(postgres: boolean): Promise<void> {
  if (!installed("docker-registry"))
    throw new Failure("bad-usage", "there is no docker-registry, and the fleet is to read a real registry", {
      hint: "On Debian and Ubuntu: apt-get install docker-registry",
    });
  const folder = await mkdtemp(join(tmpdir(), "hullproof-demo-"));
  await using _folder = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
  const env = { ...process.env, HOME: folder, HULLPROOF_DATA: folder, HULLPROOF_CACHE: join(folder, "cache") };
  const hullproof = async (...args: string[]) =>
    (await exec(process.execPath, [program, ...args], { env, cwd: folder, signal })).stdout;
  const buildAdvisories = async (...records: string[]) => {
    await writeFeed(folder, records);
    await hullproof("advisories", "build", "feeds");
  };

  await using registry = await realRegistry(folder);
  const { store, images } = fleetImages();
  for (const [name, image] of images) await pushImage(registry.host, name, image, store);
  await buildAdvisories(oldRecord);
  console.log(`${images.size} images are in Debian's docker-registry at ${registry.host}.\n`);

  await using fleet = await (postgres ? startOnPostgres : startEmbedded)(registry, env, folder, hullproof);
  const begin = performance.now();
  const { url } = fleet;
  console.log(`The page: ${url}`);
  const ask = async <Answer>(path: string): Promise<Answer> => {
    const response = await fetch(`${url}api/v1${path}`, { signal });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  const countImages = async (id: string) => (await ask<VulnerabilityAnswer>(`/vulnerabilities/${id}`)).images.count;
  const areRead = (count: number) => async () => (await ask<AnswerBasis>("/status")).coverage.images.read >= count;
  await until(areRead(images.size - 1));
  const others = since(begin);
  await until(areRead(images.size));
  console.log(`${images.size} images were read within ${since(begin)}, all but one within ${others}.\n`);
  await until(async () => (await countImages(oldId)) > 0);

  // From here on no answer can come from the registry.
  await registry[Symbol.asyncDispose]();
  const command = ["fleet", "ask", "--vulnerability", cve];
  console.log(`The registry is stopped.\n\n$ hullproof ${command.join(" ")}\n${await hullproof(...command)}`);
  console.log(`$ hullproof advisories build feeds     with a new record: ${demoPackage} before 2.3.0 has ${cve}`);
  await buildAdvisories(oldRecord, newRecord);
  const built = performance.now();
  await until(async () => (await countImages(cve)) > 0);
  const seconds = since(built);
  console.log(`\n$ hullproof ${command.join(" ")}\n${await hullproof(...command)}`);
  console.log(`The answer was new ${seconds} after the record was compiled, and nothing was read again.`);
  if (process.stdout.isTTY) {
    console.log(`\nThe page has it, too: ${url}\nCtrl-C ends the demo and removes all that it made.`);
    await wait(2 ** 31 - 1, undefined, { signal });
  }
}

interface DemoFleet extends AsyncDisposable {
  readonly url: string;
}
type Hullproof = (...args: string[]) => Promise<string>;

async function startEmbedded({ host }: RealRegistry, env: NodeJS.ProcessEnv): Promise<DemoFleet> {
  console.log(`$ hullproof fleet up ${host}`);
  const up = startFleetProcess(program, ["up", host, "--quiet"], env);
  return { url: await up.firstLine, [Symbol.asyncDispose]: () => up[Symbol.asyncDispose]() };
}

/** A worker is killed while it reads its first image; two others read all. */
async function startOnPostgres(
  { host }: RealRegistry,
  env: NodeJS.ProcessEnv,
  _folder: string,
  hullproof: Hullproof,
): Promise<DemoFleet> {
  const programs = newestPrograms();
  if (programs === undefined)
    throw new Failure("bad-usage", "there is no PostgreSQL server", {
      hint: "On Debian and Ubuntu: apt-get install postgresql",
    });
  await using parts = new AsyncDisposableStack();
  const server = parts.use(await startPostgres(programs));
  const address = ["--database", server.createDatabase()];
  const database = parts.use(await openPostgres({ url: address[1] ?? "", size: 1, report: () => {} }));
  await hullproof("fleet", "migrate", ...address);
  const start = (...args: string[]): FleetProcess =>
    parts.use(startFleetProcess(program, [...args, ...address, "--quiet"], env));
  console.log(`$ hullproof fleet serve --database ... ${host}\n$ hullproof fleet work --database ...     three times`);
  const url = await start("serve", host).firstLine;
  const victim = start("work", "--readers", "1");
  await until(async () => {
    const rows = await database.query("select from hullproof_queue.job where name = 'image' and state = 'active'");
    return rows.length > 0;
  }, 5);
  victim.process.kill("SIGKILL");
  console.log("The first worker was killed (SIGKILL) while it read an image: another has it within two minutes.");
  for (const _ of [2, 3]) start("work", "--readers", "1");
  const owned = parts.move();
  return { url, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function until(condition: () => Promise<boolean>, everyMs = 100): Promise<void> {
  for (const begin = performance.now(); !(await condition()); await wait(everyMs, undefined, { signal }))
    if (performance.now() - begin > limitMs) throw new Error(`not within ${limitMs / 60_000} minutes`);
}

/** A worker counts as ended after a minute of silence, and others look twice a minute. */
const limitMs = 300_000;

function since(begin: number): string {
  return `${((performance.now() - begin) / 1_000).toFixed(1)} s`;
}

try {
  const { values } = parseArgs({ options: { postgres: { type: "boolean", default: false } } });
  await main(values.postgres);
} catch (error) {
  if (signal.aborted) process.exitCode = process.stdout.isTTY ? 0 : 130;
  else if (error instanceof Failure) {
    console.error(`demo: ${error.message}\n  ${error.hint}`);
    process.exitCode = 2;
  } else throw error;
}
