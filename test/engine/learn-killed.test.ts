import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { findOrphanedResources } from "../../src/sources/engine/session/orphaned-resources.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { program } from "../cli/program.ts";
import { proofImage, serve } from "./proof-image.ts";

let session: EngineSession;
let folder: string;
beforeAll(async () => {
  session = await openEngineSession(await connect());
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const page = { path: "www/index.html", content: "hello\n" };
const traces = () => readdir("/sys/kernel/tracing/instances").catch((): string[] => []);

function learn(image: string) {
  const child = spawn(process.execPath, [program, "learn", "--progress", "plain", "--profile", "profile.json", image], {
    cwd: folder,
    env: { ...process.env, HULLPROOF_CACHE: join(folder, "cache") },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let told = "";
  child.stderr.on("data", (bytes: Buffer) => (told += bytes.toString()));
  const ended = once(child, "exit");
  return { child, ended, told: () => told };
}

test("leaves nothing of a learn that was killed twice once the next has started, which continues from there", async () => {
  const image = await proofImage(session, "killed", `set -e; chown 1000 /srv; ${serve}`, {
    files: [page, { path: "srv/" }],
  });
  const config = "workload:\n  ready: { tcp: { port: 8080 } }\n  restart: false\n";
  await writeFile(join(folder, "hullproof.yaml"), config);
  const owners = new Set<number>();
  const kept = () =>
    readdir(join(folder, "cache/trials")).then(
      (files) => files.length,
      () => 0,
    );
  for (const trials of [0, 2]) {
    const { child, ended, told } = learn(image.image);
    owners.add(child.pid ?? 0);
    await sleep(1_500);
    while ((await kept()) < trials && child.exitCode === null) await sleep(50);
    expect(child.exitCode, told()).toBeNull();
    child.kill("SIGKILL");
    await ended;
  }
  const { child, ended, told } = learn(image.image);
  const [code] = (await ended) as [number];
  expect(told()).toMatch(/\d+ trials, \d+ of them from an earlier run/u);
  expect(code).toBe(0);
  owners.add(child.pid ?? 0);
  const left = (await findOrphanedResources(session.engine)).filter(
    ({ owner }) => owner !== undefined && owners.has(owner.pid),
  );
  expect(left.map(({ kind, name }) => `${kind} ${name}`)).toEqual([]);
  const living = new Set((await findOrphanedResources(session.engine)).map((leftover) => leftover.run));
  expect(
    (await traces()).filter((name) => name.startsWith("hullproof-hp-") && ![...living].some((id) => name.includes(id))),
  ).toEqual([]);
});

test("ends a learn with a message if someone removes its container, and leaves nothing", async () => {
  const image = await proofImage(session, "taken", serve, { files: [page] });
  const { child, ended, told } = learn(image.image);
  const ownerOf = async () =>
    (await findOrphanedResources(session.engine)).filter(({ owner }) => owner?.pid === child.pid);
  let taken = 0;
  while (taken === 0 && child.exitCode === null) {
    for (const leftover of await ownerOf()) {
      if (leftover.kind !== "container") continue;
      await leftover.remove();
      taken++;
    }
    await sleep(100);
  }
  const [code] = (await ended) as [number];
  expect(taken).toBeGreaterThan(0);
  expect([0, 2]).toContain(code);
  if (code === 2) expect(told()).not.toContain("this is a bug");
  expect((await ownerOf()).map(({ name }) => name)).toEqual([]);
});
