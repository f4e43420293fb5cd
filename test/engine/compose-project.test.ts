// A Compose project as `harden compose.yaml` starts it: images that are built first, secrets and configurations, what two services share, and a file to write to.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Step } from "../../src/domain/workload/step.ts";
import { emptyConfig } from "../../src/domain/settings/config.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { buildServices } from "../../src/pipeline/project/build-services.ts";
import { completeWorkload } from "../../src/proof/workload/image-workload.ts";
import { runTrial } from "../../src/proof/trial/trial.ts";
import { readComposeServices, type ComposeServices } from "../../src/sources/compose/read-services.ts";
import { serviceWorkloads } from "../../src/sources/compose/service-workloads.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { inspectImage } from "../../src/sources/engine/images/images.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { permitFor } from "../permits.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import { leftOf } from "./fixture.ts";

let session: EngineSession;
let folder: string;
beforeAll(async () => {
  const engine = await connect();
  await ensureTinyImage(engine);
  session = await openEngineSession(engine);
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function project(files: Readonly<Record<string, string>>): Promise<ComposeServices> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return readComposeServices({ files: ["compose.yaml"], cwd: folder, profiles: [], envFiles: [], env: {} }, []);
}

const says = (name: string, script: string, output: string): Step => ({
  kind: "exec",
  name,
  command: ["sh", "-c", script],
  exitCode: 0,
  output,
});
const context = () => {
  const consent = { allowed: ['build:ssh={"default":null}'] };
  return { cwd: folder, progress: () => {}, cacheFolder: undefined, consent } as unknown as Context;
};
const name = `hullproof-test-${process.pid}`;

test("each service has what the project gives it, and nothing of the project changes", async () => {
  const read = await project({
    "compose.yaml": `name: ${name}
services:
  web:
    image: ${tinyImage}
    working_dir: /shared
    command: [sh, -c, 'trap "exit 0" TERM; while :; do sleep 0.1; done']
    depends_on: [store]
    secrets: [key, { source: key, target: token }]
    configs: [{ source: conf, target: /etc/app.conf }]
    volumes: ["pool:/shared:ro", "./own.txt:/own/own.txt", "./both:/both"]
    ulimits: { nofile: 512 }
    sysctls: { net.core.somaxconn: 77 }
    shm_size: 8mb
  store:
    build: { context: store, args: [GREETING=hello] }
    volumes: ["pool:/pool", "./both:/also"]
  twin:
    build: { context: store, args: { GREETING: hello } }
  other:
    build: { context: store, args: { GREETING: other } }
  plain:
    build: { context: plain }
  broken:
    build: { context: store, dockerfile: Missing }
  elsewhere:
    build: { context: store, ssh: [default] }
volumes: { pool: {} }
secrets: { key: { file: key.txt } }
configs: { conf: { file: app.conf } }
`,
    "key.txt": "s3cret\n",
    "app.conf": "mode = shop\n",
    "own.txt": "mine\n",
    "both/there": "1\n",
    "plain/Dockerfile": `FROM ${tinyImage}\nCOPY file /file\n`,
    "plain/file": "plain\n",
    "store/Dockerfile": `FROM ${tinyImage}\nARG GREETING\nRUN mkdir /pool && echo "$GREETING" > /pool/answer\nCMD ["sh", "-c", "echo 2 > /also/more; trap 'exit 0' TERM; while :; do sleep 0.1; done"]\n`,
  });
  const names = Object.keys(read.services).filter((one) => one !== "web");
  const built = await buildServices(session, read, names, emptyConfig, context());
  expect([...built.images.keys()]).toEqual(["store", "twin", "other", "plain"]);
  expect(built.images.get("twin")).toBe(built.images.get("store"));
  expect(new Set(built.images.values()).size).toBe(3);
  // The copy of a context, which may be large, goes with its build.
  expect((await readdir(session.folder)).filter((one) => one.startsWith("context-"))).toEqual([]);
  expect(built.failed.get("broken")).toMatch(/^its image could not be built: .*Missing/);
  expect(built.failed.get("elsewhere")).toBe(
    "its build asks for ssh, which hullproof does not do: docker compose build elsewhere",
  );

  const notes: string[] = [];
  const workloads = serviceWorkloads(read, "web", (text) => notes.push(text), built.images);
  const companions = workloads.companions({ name: "web", before: ["store"], after: [] });
  const steps = [
    says("secret", "cat /run/secrets/key /run/secrets/token", "^s3cret\ns3cret\n$"),
    says("read-only", "echo x > /run/secrets/key || echo refused", "refused"),
    says("configuration", "cat /etc/app.conf", "mode = shop"),
    says("what the other's image has in their volume", "cat /shared/answer", "hello"),
    says("who only reads", "touch /shared/x || echo refused", "refused"),
    says("what the other wrote into their folder", "cat /both/there /both/more", "1\n2"),
    says("its own file", "echo changed > /own/own.txt && cat /own/own.txt", "changed"),
    says("its folder", "ls -l /proc/1/cwd", "/shared"),
    says("its limits", "cat /proc/1/limits /proc/sys/net/core/somaxconn", "open files +512 +512.*77"),
    says("its shared memory", "df -k /dev/shm", "8192"),
  ];
  const declared = { ...workloads.entry(), companions, steps, restart: false };
  const imageSummary = await inspectImage(session.engine, tinyImage);
  if (imageSummary === undefined) throw new Error("the image is there");
  const permit = await permitFor(declared);
  const image = { image: tinyImage, imageSummary };
  const workload = await completeWorkload(session, { ...image, declared, permit, progress: () => {} });
  const trial = await runTrial(session, { id: "t1", title: "tried", ...image, workload, permit, restrictions: {} });
  expect(trial.problems).toEqual([]);
  expect(notes).toEqual([]);
  expect(await readFile(join(folder, "own.txt"), "utf8")).toBe("mine\n");
  await expect(readFile(join(folder, "both/more"), "utf8")).rejects.toThrow("ENOENT");

  const kept = ["store", "twin", "other", "plain"];
  // An image that is kept has the name that docker compose gives it.
  expect(await inspectImage(session.engine, `${name}-store`)).toBeUndefined();
  expect(await built.keep((one) => workloads.image(one))).toEqual(kept.map((one) => `${name}-${one}`));
  expect((await inspectImage(session.engine, `${name}-store`))?.id).toBeDefined();
  for (const one of kept)
    await session.engine.call({ method: "DELETE", path: `/images/${name}-${one}`, accept: [404] });
  const left = (await leftOf(session.engine, session.id)).filter((one) => !one.startsWith("hullproof.local/"));
  expect(left).toEqual([]);
});
