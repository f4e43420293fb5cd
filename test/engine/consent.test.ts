import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { permitForNothing } from "../../src/consent/decide.ts";
import type { CreateRequest } from "../../src/domain/container/create-request.ts";
import { runTrial } from "../../src/proof/trial/trial.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { inspectImage } from "../../src/sources/engine/images/images.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineRequest, EngineSession } from "../../src/sources/engine/types.ts";
import { filledVolume } from "../../src/sources/engine/volumes/volumes.ts";
import { tinyImage } from "../images/tiny.ts";
import { permitFor } from "../permits.ts";
import { forever } from "./fixture.ts";
import { webWorkload } from "./proof-image.ts";

let session: EngineSession;
let folder: string;
/** What the engine was asked to do. */
const asked: string[] = [];
beforeAll(async () => {
  const opened = await openEngineSession(await connect());
  const { engine } = opened;
  const call = <T>(request: EngineRequest): Promise<T> => {
    if (request.method !== "GET") asked.push(`${request.method} ${request.path}`);
    return engine.call<T>(request);
  };
  session = { ...opened, engine: { ...engine, call } };
  folder = await mkdtemp(join(tmpdir(), "hullproof-consent-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await session[Symbol.asyncDispose]();
});

test.each<[string, Partial<CreateRequest>]>([
  ["capability:SYS_ADMIN", { capAdd: ["SYS_ADMIN"] }],
  ["device:/dev/null", { devices: [{ path: "/dev/null", permissions: "r" }] }],
  ["network:host", { network: "host" }],
  ["folder:/etc", { mounts: [{ type: "bind", source: "/etc", path: "/e", readOnly: true }] }],
  ["volume:other", { mounts: [{ type: "volume", source: "other", path: "/e" }] }],
  ["seccomp:unconfined", { seccomp: "unconfined" }],
  ["sysctl:kernel.shm_x", { sysctls: { "kernel.shm_x": "1" } }],
  ["setting:privileged", { privileged: true } as never],
  ["image:-v/:/host", { image: "-v/:/host" }],
])("%s: nothing is sent to the engine without a permit for it", async (name, more) => {
  asked.length = 0;
  const spec = { image: tinyImage, command: forever, volumes: [{ name: "v", path: "/v" }], ...more };
  await expect(createContainer(session, spec, permitForNothing())).rejects.toMatchObject({
    code: "not-allowed",
    message: expect.stringContaining(name) as string,
  });
  expect(asked).toEqual([]);
});

test("a folder that became a link between two trials is not handed out, mounted or copied", async () => {
  const data = join(folder, "data");
  const canary = join(folder, "canary");
  for (const path of [data, canary]) await mkdir(path);
  await writeFile(join(canary, "secret"), "CANARY\n");
  const imageSummary = await inspectImage(session.engine, tinyImage);
  if (imageSummary === undefined) throw new Error("no tiny image");
  const trial = async (readOnly: boolean, command: string) => {
    const workload = webWorkload({
      ready: { kind: "ended" },
      restart: false,
      command: ["sh", "-c", command],
      volumes: [{ name: "w", path: "/w", from: data, readOnly }],
    });
    const permit = (permits[String(readOnly)] ??= await permitFor(workload));
    return runTrial(session, {
      id: "t1",
      title: "t",
      image: tinyImage,
      imageSummary,
      workload,
      restrictions: {},
      permit,
    });
  };
  const permits: Record<string, Awaited<ReturnType<typeof permitFor>>> = {};
  for (const readOnly of [true, false]) expect((await trial(readOnly, "ls /w")).problems).toEqual([]);
  // A trial that writes to its folder writes to a copy.
  expect((await trial(false, "rm -rf /w/* && ln -s / /w/x")).problems).toEqual([]);
  expect((await trial(true, "touch /w/x")).problems.join()).toContain("Read-only file system");

  await rename(data, `${data}.old`);
  await symlink(canary, data);
  asked.length = 0;
  for (const readOnly of [true, false])
    await expect(trial(readOnly, "cat /w/secret")).rejects.toMatchObject({ code: "not-allowed" });
  expect(asked).toEqual([]);
  // Nor another folder in its place.
  await rm(data);
  await rename(canary, data);
  await expect(trial(true, "cat /w/secret")).rejects.toMatchObject({ code: "not-allowed" });
});

test("one that is swapped between creation and start is not started", async () => {
  const data = join(folder, "late");
  await mkdir(data);
  const permit = await permitFor({ volumes: [{ name: "w", path: "/w", from: data, readOnly: true }] });
  const mounts = [{ type: "bind" as const, source: data, path: "/w", readOnly: true }];
  await using container = await createContainer(session, { image: tinyImage, command: forever, mounts }, permit);
  await rename(data, `${data}.old`);
  await symlink("/etc", data);
  asked.length = 0;
  await expect(container.start()).rejects.toMatchObject({ code: "not-allowed" });
  expect(asked).toEqual([]);
  await expect(filledVolume(session, tinyImage, { from: data }, permit)).rejects.toMatchObject({ code: "not-allowed" });
});

test("where SELinux confines containers, they read copies with a label of theirs, and the originals keep their own", async () => {
  const data = join(folder, "read");
  await mkdir(data);
  await writeFile(join(data, "page"), "served\n");
  const file = join(folder, "app.conf");
  await writeFile(file, "set\n");
  const bodies: string[] = [];
  const call = <T>(request: EngineRequest): Promise<T> => {
    if (request.path.startsWith("/containers/create")) bodies.push(JSON.stringify(request.body));
    return session.engine.call<T>(request);
  };
  // A Docker Engine without SELinux takes `z` and does nothing about it.
  const info = { ...session.engine.info, securityOptions: [...session.engine.info.securityOptions, "name=selinux"] };
  const confined: EngineSession = { ...session, engine: { ...session.engine, info, call } };
  const imageSummary = await inspectImage(session.engine, tinyImage);
  if (imageSummary === undefined) throw new Error("no tiny image");
  const workload = webWorkload({
    ready: { kind: "ended" },
    restart: false,
    command: ["sh", "-c", "cat /w/page /etc/app.conf && ! touch /w/x /etc/app.conf"],
    volumes: [
      { name: "w", path: "/w", from: data, readOnly: true },
      { name: "f", path: "/etc/app.conf", from: file, readOnly: true },
    ],
  });
  const permit = await permitFor(workload);
  const trial = { id: "t1", title: "t", image: tinyImage, imageSummary, workload, restrictions: {}, permit };
  expect((await runTrial(confined, trial)).problems).toEqual([]);
  const all = bodies.join("\n");
  expect(all).toMatch(/"[^"]*\/file-[0-9a-f]{12}:\/etc\/app\.conf:ro,z"/);
  for (const original of [data, file]) expect(all).not.toContain(original);
});
