import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { saveImage } from "../../src/sources/engine/images/images.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import { registered } from "../../src/sources/leftovers/run-registry.ts";

let folder: string;
let servers: Server[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  servers = [];
  await rm(folder, { recursive: true });
});

test("the engine of this machine tells what it is", async () => {
  const { info } = await connect();
  expect(info.apiVersion).toMatch(/^1\.(?:4[0-9]|5[0-6])$/);
  expect(info).toMatchObject({ cgroupVersion: expect.toBeOneOf([1, 2]), architecture: expect.stringMatching(/./) });
  expect(info.memoryBytes).toBeGreaterThan(2 ** 20);
});

describe("an engine that cannot be reached says which, why, and what to do", () => {
  test("no socket", async () => {
    const host = `unix://${folder}/absent.sock`;
    await expect(connect({ host })).rejects.toMatchObject({
      code: "engine-unreachable",
      message: `No Docker Engine answers at ${host}: there is no such socket: Docker is not installed or not running.`,
      hint: expect.stringMatching(/Start Docker.*DOCKER_HOST/),
    });
  });

  test("nobody listens", async () => {
    await expect(connect({ env: { DOCKER_HOST: "tcp://127.0.0.1:1" } })).rejects.toMatchObject({
      code: "engine-unreachable",
      message: expect.stringContaining("no one listens there"),
    });
    await writeFile(`${folder}/file`, "");
    await expect(connect({ host: `unix://${folder}/file` })).rejects.toMatchObject({ code: "engine-unreachable" });
  });
});

/** Servers on real sockets. They stand in for engines that die, are too old or are none: the real one is shared with others. */
async function standIn(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  const path = join(folder, `${servers.length}.sock`);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return `unix://${path}`;
}

/** Answers what connecting and opening a run ask; `more` takes the rest. */
function engineLike(apiVersion: string, more: RequestListener): RequestListener {
  const answers: Record<string, unknown> = {
    "/version": { Version: "1", ApiVersion: apiVersion },
    "/info": { KernelVersion: "0", NCPU: 1, MemTotal: 1, ContainersRunning: 0 },
    "/containers/json": [],
    "/volumes": { Volumes: null },
    "/networks": [],
    "/images/json": [],
  };
  return (request, response) => {
    response.setHeader("Api-Version", apiVersion);
    const path = (request.url ?? "").replace(/^\/v[0-9.]+/, "").replace(/\?.*/, "");
    if (path === "/_ping") response.end("OK");
    else if (path in answers) response.end(JSON.stringify(answers[path]));
    else more(request, response);
  };
}

describe("an engine that is none", () => {
  test("something else answers", async () => {
    const host = await standIn((_, response) => response.end("hello"));
    await expect(connect({ host })).rejects.toMatchObject({
      code: "engine-unreachable",
      message: expect.stringContaining("not a Docker Engine"),
    });
  });

  test("too old", async () => {
    const host = await standIn(engineLike("1.39", (_, response) => response.end()));
    await expect(connect({ host })).rejects.toMatchObject({
      code: "engine-unreachable",
      message: expect.stringContaining("1.39"),
    });
  });

  test("newer than we know: our newest version is spoken", async () => {
    const host = await standIn(engineLike("1.99", (_, response) => response.end()));
    expect((await connect({ host })).info).toMatchObject({ apiVersion: "1.56", sameKernel: false });
  });

  test("it accepts and stays silent", async () => {
    const host = await standIn(() => {});
    await expect(connect({ host, timeoutMs: 200 })).rejects.toMatchObject({
      code: "timed-out",
      message: expect.stringContaining("0.2 s"),
    });
  });

  test("it stays silent and the person gives up", async () => {
    const host = await standIn(() => {});
    await expect(connect({ host, signal: AbortSignal.timeout(100) })).rejects.toMatchObject({ code: "interrupted" });
  });
});

describe("an engine that dies", () => {
  test.each([
    ["before it answers", ""],
    ["in the middle of an answer", "part of an image"],
  ])("%s: a Failure, and no broken file stays", async (_, part) => {
    const host = await standIn(
      engineLike("1.45", (_request, response) => {
        if (part === "") response.destroy();
        else response.write(part, () => setTimeout(() => response.destroy(), 50));
      }),
    );
    const engine = await connect({ host });
    await expect(saveImage(engine, "some:image", join(folder, "image.tar"))).rejects.toMatchObject({
      code: "engine-died",
      message: expect.stringContaining("/images/some:image/get"),
      hint: expect.stringContaining("removed by the next run"),
    });
    expect(await readdir(folder)).not.toContain("image.tar");
  });

  test("the run's signal is aborted at once, and disposal tells what it could not do", async () => {
    let die = () => {};
    const host = await standIn(
      engineLike("1.45", (_request, response) => {
        response.flushHeaders();
        die = () => response.destroy();
      }),
    );
    const told: string[] = [];
    const session = await openEngineSession(await connect({ host }), { progress: ({ message }) => told.push(message) });
    await expect.poll(() => die.name).toBe("die");
    const aborted = new Promise((resolve) => session.signal.addEventListener("abort", resolve));
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const server of servers) server.close();
    die();
    await aborted;
    expect(session.signal.reason).toMatchObject({ code: "engine-died" });
    session.defer("container x", () => session.engine.call({ method: "DELETE", path: "/containers/x" }));
    await session[Symbol.asyncDispose]();
    expect(told).toEqual([
      expect.stringMatching(/^could not remove container x: No Docker Engine answers/),
      expect.stringMatching(/^could not remove what is left of this run: No Docker Engine answers/),
    ]);
    expect(await readdir(tmpdir())).not.toContain(`hullproof-${session.id}`);
    // For the next run, which sees by it that something may be left.
    const records = registered().filter(({ folder: of }) => of === session.folder);
    expect(records).toHaveLength(1);
    for (const { file } of records) await rm(file);
  });
});
