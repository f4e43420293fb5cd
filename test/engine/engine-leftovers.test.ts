import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, existsSync } from "node:fs";
import { mkdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { buildImage } from "./own-build.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { inspectImage, tagImage } from "../../src/sources/engine/images/images.ts";
import { ownOwner } from "../../src/sources/engine/session/own-owner.ts";
import type { Owner } from "../../src/sources/engine/session/own-owner.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import { sweep } from "../../src/sources/engine/session/sweep.ts";
import type { Engine } from "../../src/sources/engine/types.ts";
import { tinyImage } from "../images/tiny.ts";
import { forever, objectsOf } from "./fixture.ts";
import { permit } from "../permits.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await connect();
});

const tracefs = "/sys/kernel/tracing/instances";
function canTrace(): boolean {
  try {
    accessSync(tracefs, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** A container that hullproof's own code did not make. Returns how to see and remove it. */
async function foreign(name: string, labels: Record<string, string>, image = tinyImage) {
  await engine.call({
    method: "POST",
    path: "/containers/create",
    query: { name },
    body: { Image: image, Cmd: forever, Labels: labels },
  });
  const path = `/containers/${name}`;
  return {
    exists: async () =>
      (await engine.call<{ Id?: string }>({ method: "GET", path: `${path}/json`, accept: [404] })).Id !== undefined,
    [Symbol.asyncDispose]: () => engine.call<void>({ method: "DELETE", path, query: { force: true }, accept: [404] }),
  };
}

describe("Ctrl-C", () => {
  const moments = ["create", "wait", "exec", "build"] as const;
  test.concurrent.each(moments)("in the middle of %s leaves nothing", async (moment) => {
    const controller = new AbortController();
    const session = await openEngineSession(engine, { signal: controller.signal });
    const { promise: begun, resolve: begins } = Promise.withResolvers<void>();
    const act = async () => {
      if (moment === "create") {
        const spec = { image: tinyImage, command: forever, volumes: [{ name: "v", path: "/v" }] };
        for (;;) {
          await createContainer(session, spec, permit);
          begins();
        }
      }
      if (moment === "build") {
        return buildImage(
          session,
          {
            context: session.folder,
            dockerfile: "FROM base:1\nRUN sleep 123\n",
            dockerfileName: "Dockerfile",
            contexts: { "base:1": `docker-image://${tinyImage}` },
            name: "slow",
            noCache: true,
          },
          ({ message }) => {
            if (message.includes("sleep 123")) begins();
          },
        );
      }
      const container = await createContainer(session, { image: tinyImage, command: forever, network: "none" }, permit);
      await container.start();
      begins();
      return moment === "wait" ? container.wait(60_000) : container.exec(["sleep", "60"], { timeoutMs: 60_000 });
    };
    const acting = act();
    acting.catch(() => {});
    await Promise.race([begun, acting]);
    // The call of the engine that comes next is under way then.
    await sleep(300);
    controller.abort();
    await expect(acting).rejects.toMatchObject({ code: "interrupted" });
    await session[Symbol.asyncDispose]();
    expect(await objectsOf(engine, session.id)).toEqual([]);
    expect(existsSync(session.folder)).toBe(false);
  });

  test("removal goes on, latest first, when one step fails; a second disposal does nothing", async () => {
    const told: string[] = [];
    const session = await openEngineSession(engine, { progress: ({ message }) => told.push(message) });
    told.length = 0;
    const order: string[] = [];
    session.defer("a", async () => void order.push("a"));
    session.defer("b", () => Promise.reject(new Error("b is stuck.")));
    const removeNow = session.defer("c", async () => void order.push("c"));
    session.defer("d", async () => void order.push("d"));
    await removeNow();
    await removeNow();
    await Promise.all([session[Symbol.asyncDispose](), session[Symbol.asyncDispose]()]);
    await session[Symbol.asyncDispose]();
    expect(order).toEqual(["c", "d", "a"]);
    expect(told).toEqual(["could not remove b: b is stuck. The next run tries again."]);
  });
});

test("what a killed process left is removed by the next sweep; nothing foreign or living is", async () => {
  await using live = await openEngineSession(engine);
  const alive = await createContainer(
    live,
    {
      image: tinyImage,
      command: forever,
      network: "none",
      volumes: [{ name: "v", path: "/v" }],
    },
    permit,
  );
  const liveTag = await tagImage(live, tinyImage, "live");
  await using stranger = await foreign(`hullproof-test-stranger-${process.pid}`, {});

  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "killed-run.ts"), ...(canTrace() ? [tracefs] : [])],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const made = JSON.parse(line.toString()) as { run: string; folder: string; container: string; tag: string };
  const before = await objectsOf(engine, made.run);
  expect(before.toSorted()).toEqual(
    [`/${made.container}`, `${made.container}-data`, `${made.run}-net`, made.tag].toSorted(),
  );
  // One that a person started from an image of the run carries its labels by inheritance, and is not ours.
  await using inherited = await foreign(`hullproof-test-inherited-${process.pid}`, {
    hullproof: "1",
    "hullproof.run": made.run,
  });

  expect((await sweep(engine)).filter((told) => told.includes(made.run))).toEqual([]);
  expect(await objectsOf(engine, made.run)).toEqual(expect.arrayContaining(before));

  child.kill("SIGKILL");
  await once(child, "exit");
  const told = await sweep(engine);
  expect(told.filter((entry) => entry.includes(made.run))).toEqual([
    `removed container ${made.container}`,
    `removed volume ${made.container}-data`,
    `removed network ${made.run}-net`,
    `removed image ${made.tag}`,
    ...(canTrace() ? [`removed trace instance hullproof-${made.run}`] : []),
    `removed folder ${made.folder}`,
  ]);
  expect(await objectsOf(engine, made.run)).toEqual([`/hullproof-test-inherited-${process.pid}`]);
  expect(existsSync(made.folder)).toBe(false);
  if (canTrace()) expect(existsSync(`${tracefs}/hullproof-${made.run}`)).toBe(false);

  expect(await inherited.exists()).toBe(true);
  expect(await stranger.exists()).toBe(true);
  expect(await alive.state()).toMatchObject({ running: false });
  expect(await inspectImage(engine, liveTag)).toBeDefined();
  // The image itself had other names, and only the run's was taken.
  expect(await inspectImage(engine, tinyImage)).toBeDefined();
  expect(existsSync(live.folder)).toBe(true);
});

test("another boot of this host is dead, another host is left and told", async () => {
  const self = await ownOwner();
  const labels = (run: string, owner: Owner) => ({
    hullproof: "1",
    "hullproof.run": run,
    "hullproof.owner": JSON.stringify(owner),
  });
  const [gone, away] = ["hp-00000000b007", "hp-0000000a0a0a"];
  await using rebooted = await foreign(`${gone}-x`, labels(gone, { ...self, boot: "an earlier boot" }));
  await using elsewhere = await foreign(`${away}-x`, labels(away, { ...self, host: "another-host", boot: "its boot" }));
  const told = await sweep(engine);
  expect(told).toContain(`removed container ${gone}-x`);
  expect(told).toContain(
    `left container ${away}-x: process ${self.pid} on another-host made it, which cannot be seen from here`,
  );
  expect(await rebooted.exists()).toBe(false);
  expect(await elsewhere.exists()).toBe(true);
});

test("a folder without an owner goes when it is old enough to be nobody's", async () => {
  const folder = join(tmpdir(), "hullproof-hp-000000f01de4");
  await mkdir(folder);
  try {
    expect((await sweep(engine)).filter((told) => told.includes(folder))).toEqual([]);
    const old = new Date(Date.now() - 2 * 3_600_000);
    await utimes(folder, old, old);
    expect(await sweep(engine)).toContain(`removed folder ${folder}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
