// What `fleet` refuses to start with, each with exit code 2 and what to do.
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { AnswerBasis } from "../../src/domain/fleet/answers.ts";
import { startFleetProcess } from "../../scripts/bench/fleet/processes.ts";
import { startRegistry } from "../images/registry-server.ts";
import { npmLayer, startFakeRegistry, type FakeRegistry } from "../fleet/fake-registry.ts";
import { newestPrograms, startPostgres } from "../fleet/postgres.ts";
import { program } from "./program.ts";
import { cli } from "./run-cli.ts";

let folder = "";
let env: NodeJS.ProcessEnv = {};
let registry: FakeRegistry;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  env = { HOME: folder, HULLPROOF_DATA: folder, HULLPROOF_CACHE: join(folder, "cache") };
  registry = await startFakeRegistry();
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});
const pushImage = () =>
  registry.tags.set("team/app:1", registry.store.image({ layers: [npmLayer({ lodash: "1.0.0" })] }).digest);
const fleet = (...args: string[]) => cli(["fleet", ...args], { env, cwd: folder });

it("refuses a fleet without a registry, a registry with neither list nor names, and a refused login", async () => {
  expect(await fleet("up")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no registry is named") as string,
  });
  const empty = await fleet("up", registry.host);
  expect(empty).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`nothing of ${registry.host} can be read`) as string,
  });
  expect(empty.stderr).toContain(`${registry.host}/NAME`);
  await using closed = await startRegistry(registry.store, new Map(), {
    before(_, response) {
      response.writeHead(401, { "WWW-Authenticate": 'Basic realm="it"' }).end();
      return true;
    },
  });
  const named = await fleet("up", `${closed.host}/team/app`);
  expect(named).toMatchObject({ code: 2, stderr: expect.stringContaining(`docker login ${closed.host}`) as string });
});

it("refuses a second process on the folder, whose answers it can ask for, until the first is killed", async () => {
  pushImage();
  await using up = startFleetProcess(program, ["up", registry.host, "--quiet"], { ...process.env, ...env });
  expect(await up.firstLine).toMatch(/^http:\/\/127\.0\.0\.1:/);
  const second = await fleet("up", registry.host);
  expect(second).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`is in use by process ${up.process.pid}`) as string,
  });
  const status = await fleet("status", "--format", "json");
  expect(status.code).toBe(0);
  expect(JSON.parse(status.stdout)).toMatchObject({ registries: [{ host: registry.host, repositories: 1 }] });
  expect(await fleet("ask", "--package", "lodash", "--version", "<")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("version: ") as string,
  });
  const askImages = async () => (await fleet("ask", "--package", "lodash", "--format", "csv")).stdout;
  for (let tries = 0; tries < 100 && !(await askImages()).includes("team/app:1"); tries++);
  up.process.kill("SIGKILL");
  await once(up.process, "exit");
  // It left its lock, its address and whatever PGlite had not written.
  await using again = startFleetProcess(program, ["up", registry.host, "--quiet"], { ...process.env, ...env });
  expect(await again.firstLine).toMatch(/^http:\/\/127\.0\.0\.1:/);
  expect(await askImages()).toContain("team/app:1");
});

it("says that no fleet runs here, and what a question needs", async () => {
  expect(await fleet("status")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no fleet runs here") as string,
  });
  expect(await fleet("ask")).toMatchObject({ code: 2, stderr: expect.stringContaining("nothing is asked") as string });
  expect(await fleet("up", "--requests", "5/1m", registry.host)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("5 is not a whole number from 10") as string,
  });
});

it.skipIf(newestPrograms() === undefined)(
  "refuses a database that is missing, empty or of a newer release",
  async () => {
    await using server = await startPostgres(newestPrograms() ?? "");
    const database = server.createDatabase();
    const work = (address: string) => fleet("work", "--database", address);
    expect(await work(database.replace(/fleet_1/, "nowhere"))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("createdb NAME") as string,
    });
    expect(await work(database)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("hullproof fleet migrate") as string,
    });
    expect((await fleet("migrate", "--database", database)).code).toBe(0);
    server.run(database, "insert into hullproof.migration (number, name, sha256) values (99, '0099-later', 'x')");
    expect(await work(database)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("of a newer hullproof: it has 0099-later") as string,
    });
  },
);

it.skipIf(newestPrograms() === undefined)(
  "reads images with `work`, not with `serve`, unless that is given readers",
  async () => {
    pushImage();
    await using server = await startPostgres(newestPrograms() ?? "");
    const database = server.createDatabase();
    expect((await fleet("migrate", "--database", database)).code).toBe(0);
    const start = (...args: string[]) =>
      startFleetProcess(program, [...args, "--database", database, "--quiet"], { ...process.env, ...env });
    await using serve = start("serve", registry.host, "--folder", join(folder, "served"));
    const url = await serve.firstLine;
    const images = async () => {
      const { coverage } = (await (await fetch(`${url}api/v1/summary`)).json()) as AnswerBasis;
      return coverage.images;
    };
    await vi.waitFor(async () => expect(await images()).toMatchObject({ read: 0, waiting: 1 }), 60_000);
    // Longer than its readers would take.
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(await images()).toMatchObject({ read: 0, waiting: 1 });
    await using _work = start("work", "--readers", "1");
    await vi.waitFor(async () => expect(await images()).toMatchObject({ read: 1, waiting: 0 }), 60_000);
  },
);
