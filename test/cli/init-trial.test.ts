// The request that `hullproof init` sends once, with a real engine: after the answers are written, so that nothing that becomes of it loses them.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import type { Engine } from "../../src/sources/engine/types.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import { ownRuns } from "./own-runs.ts";
import { cli, folderOf } from "./run-cli.ts";

const runs = ownRuns();
let engine: Engine;
beforeAll(async () => {
  engine = await connect();
  await ensureTinyImage(engine);
});
afterAll(async () => {
  expect(await runs.left(engine)).toEqual([]);
  await runs[Symbol.asyncDispose]();
});

const serve = (port: number, before = "") =>
  `[sh, -c, 'trap "exit 0" TERM; ${before}echo hello > /tmp/index.html; httpd -f -p ${port} -h /tmp & wait']`;
const project = (web: string, image = tinyImage) => `services:
  store:
    image: ${image}
    command: ${serve(9090)}
  web:
    image: ${tinyImage}
    command: ${web}
    depends_on: [store]
    ports: ["80:8080"]
`;

async function trialOf(files: Readonly<Record<string, string>>) {
  await using folder = await folderOf(files);
  const result = await cli(["init", "--yes", "--run"], { cwd: folder.path, env: runs.env });
  return { ...result, written: await readFile(join(folder.path, "hullproof.yaml"), "utf8") };
}

it("starts the service of a Compose file with what it needs", async () => {
  const fetch = "until wget -q -O /tmp/got http://store:9090/; do sleep 0.1; done; ";
  const { code, stdout, written } = await trialOf({ "compose.yaml": project(serve(8080, fetch)) });
  expect(stdout).toMatch(/^wrote hullproof\.yaml\nGET :8080\/ answered 200 in \d+ ms: hello\n/);
  expect(written).toContain('compose: { file: "compose.yaml", service: "web" }');
  expect(code).toBe(0);
});

it("builds the Dockerfile that was named", async () => {
  const dockerfile = `FROM ${tinyImage}\nEXPOSE 8080\nCMD ${JSON.stringify(["sh", "-c", 'trap "exit 0" TERM; echo built > /tmp/index.html; httpd -f -p 8080 -h /tmp & wait'])}\n`;
  const { code, stdout } = await trialOf({ "deploy/web.Dockerfile": dockerfile });
  expect(stdout).toMatch(/answered 200 in \d+ ms: built\n/);
  expect(code).toBe(0);
});

const document = `openapi: 3.1.0
info: { title: api, version: "1" }
paths:
  /api/books.json: { get: { responses: { "200": { description: all } } } }
`;
const apiOf = (command: string) =>
  `FROM ${tinyImage}\nCMD ${JSON.stringify(["sh", "-c", `trap "exit 0" TERM; mkdir /tmp/api; echo [] > /tmp/api/books.json; ${command} & wait`])}\n`;

it("asks a service for nothing that its document does not name", async () => {
  await using folder = await folderOf({ Dockerfile: apiOf("httpd -f -p 8080 -h /tmp"), "openapi.yaml": document });
  const words = ["init", "--yes", "--run", "--port", "8080", "--from", "openapi.yaml"];
  const { code, stdout } = await cli(words, { cwd: folder.path, env: runs.env });
  expect(stdout).toContain("wrote hullproof.yaml\nhullproof.yaml: 1 step added: 1 of 1 routes exercised\n");
  const written = await readFile(join(folder.path, "hullproof.yaml"), "utf8");
  expect(written).toContain("ready: { tcp: { port: 8080 } }\n");
  expect(written).toContain("# From openapi.yaml\n    - http:\n        port: 8080\n        path: /api/books.json\n");
  expect(code).toBe(0);
});

it("ends at once where nothing answers", async () => {
  await using folder = await folderOf({ Dockerfile: apiOf("sleep 1000"), "openapi.yaml": document });
  const words = ["init", "--yes", "--run", "--port", "8080", "--from", "openapi.yaml"];
  const begin = performance.now();
  const { code, stderr } = await cli(words, { cwd: folder.path, env: runs.env });
  expect(stderr).toMatch(/No step was added: The container could not be tried: .*TCP port 8080: no one listens/);
  expect(stderr).toContain("--get :8080/health");
  expect(code).toBe(2);
  expect(performance.now() - begin).toBeLessThan(45_000);
});

it.each<[string, Readonly<Record<string, string>>, RegExp]>([
  [
    "an end before it was ready",
    { "compose.yaml": project('[sh, -c, "exit 3"]') },
    /GET :8080\/ did not pass \(no answer\): .*3.*\n {2}hullproof\.yaml is written: correct `workload` in it/,
  ],
  [
    "an image that is not on the engine",
    { "compose.yaml": project(serve(8080), "hullproof-test/none:1") },
    /was not sent: No service of compose\.yaml can be tried:\n(?:.*\n)*.*store.*\n(?:.*\n)*.*Pull the images/,
  ],
  [
    "a build that fails",
    { Dockerfile: `FROM ${tinyImage}\nEXPOSE 8080\nRUN false\n` },
    /GET :8080\/ was not sent: (?:.*\n)+ {2}hullproof\.yaml is written/,
  ],
])("keeps what was written after %s", async (_, files, message) => {
  const { code, stdout, stderr, written } = await trialOf(files);
  expect(stdout).toMatch(message);
  expect(stderr).not.toContain("internal");
  expect(written).toContain("steps:");
  expect(code).toBe(1);
});

it("keeps what was written when it is interrupted", async () => {
  await using folder = await folderOf({ "compose.yaml": project(serve(8080, "sleep 100; ")) });
  const file = join(folder.path, "hullproof.yaml");
  const { code, stdout, stderr } = await cli(["init", "--yes", "--run"], {
    cwd: folder.path,
    env: runs.env,
    started: (child) =>
      void (async () => {
        while (!existsSync(file)) await sleep(50);
        // Long enough for its containers to be made.
        await sleep(3000);
        child.kill("SIGINT");
      })(),
  });
  expect(stdout).toBe("wrote hullproof.yaml\n");
  expect(stderr).toMatch(/interrupted|Interrupted/);
  expect(code).toBe(2);
  expect(await readFile(file, "utf8")).toContain('path: "/"');
});
