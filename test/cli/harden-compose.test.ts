// `hullproof harden compose.yaml` beside the same project, which is running; then the hardened file in its place.
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it as always } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import type { Engine } from "../../src/sources/engine/types.ts";
import { tinyImage } from "../images/tiny.ts";
import { compose, noCompose } from "../compose/compose-program.ts";
import { ownRuns } from "./own-runs.ts";
import { cli, folderOf } from "./run-cli.ts";

const name = `hullproof-test-${process.pid}`;

if (noCompose !== undefined) console.warn(`harden compose.yaml is not tried: ${noCompose}.`);
const it = always.skipIf(noCompose !== undefined);

const project = (port: number): string => `# A shop.
name: ${name}
services:
  web: # asks the other
    image: "${tinyImage}"
    container_name: ${name}-web
    command: [sh, -c, 'trap "exit 0" TERM; httpd -f -p 8080 -h /www & wait']
    depends_on: [store]
    ports:
      - "127.0.0.1:${port}:8080"   # fixed
    volumes: [./www:/www:ro, "./own:/own"]

  store:
    image: ${tinyImage}
    container_name: ${name}-store
    environment: { STORE_PASSWORD: tr0ub4dor }
    command: [sh, -c, 'trap "exit 0" TERM; touch /scratch/up || exit 1; test -e /data/answer || { echo 42 > /data/answer; chown 7:7 /data/answer || exit 1; }; httpd -f -p 9090 -h /data & wait']
    volumes: ["stored:/data", "given:/given"]
    tmpfs: ["/scratch:size=4m"]   # its own
    privileged: false
    init: true # its own
    deploy:
      resources:
        limits: { memory: 128M }

  tool:
    image: ${tinyImage}
    profiles: [tools]
  # no other waits for these
  job:
    image: ${tinyImage}
    command: ["true"]
  broken:
    image: ${tinyImage}
    command: [sh, -c, exit 3]
volumes:
  stored:
  given: { external: true, name: ${name}-given }
`;

const files = (port: number): Readonly<Record<string, string>> => ({
  "compose.yaml": project(port),
  "hullproof.yaml": `workload:
  ready: { http: { port: 8080, path: /cgi-bin/ask } }
  steps: [{ http: { port: 8080, path: /cgi-bin/ask, body: "^4[23]" } }]
  load: { clients: 2, for: 200ms }
  restart: false
`,
  "www/cgi-bin/ask":
    '#!/bin/sh\nprintf "Content-Type: text/plain\\r\\n\\r\\n"\nwget -q -O - http://store:9090/answer\n',
  "own/kept": "mine\n",
});

let engine: Engine;
let port: number;
let folder: Awaited<ReturnType<typeof folderOf>>;
const runs = ownRuns();
const docker = (...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync("docker", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`docker ${args.join(" ")}: ${stderr}`);
  return stdout;
};
const composed = (...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(compose, args, { cwd: folder.path, encoding: "utf8" });
  if (status !== 0) throw new Error(`${compose} ${args.join(" ")}: ${stderr}`);
  return stdout;
};

beforeAll(async () => {
  if (noCompose !== undefined) return;
  engine = await connect();
  port = await freePort();
  folder = await folderOf(files(port));
  spawnSync("chmod", ["0755", folder.path, join(folder.path, "www/cgi-bin/ask")]);
  docker("volume", "create", `${name}-given`);
  composed("up", "-d");
  docker("exec", `${name}-store`, "sh", "-c", "echo 43 > /data/answer; echo theirs > /given/kept");
}, 120_000);
afterAll(async () => {
  if (noCompose !== undefined) return;
  spawnSync(compose, ["down", "-v", "-t", "1"], { cwd: folder.path });
  spawnSync("docker", ["volume", "rm", `${name}-given`]);
  await folder[Symbol.asyncDispose]();
  await runs[Symbol.asyncDispose]();
}, 120_000);

const stateNow = async (): Promise<unknown> => ({
  containers: docker(
    "ps",
    "-a",
    "--no-trunc",
    "--filter",
    `name=${name}`,
    "--format",
    "{{.ID}} {{.Names}} {{.Ports}} {{.State}}",
  ),
  volumes: docker("volume", "ls", "-q", "--filter", `name=${name}`),
  networks: docker("network", "ls", "-q", "--filter", `name=${name}`),
  stored: docker("exec", `${name}-store`, "sh", "-c", "cat /data/answer /given/kept"),
  answer: await ask(),
  own: await readFile(join(folder.path, "own/kept"), "utf8"),
  file: await readFile(join(folder.path, "compose.yaml"), "utf8"),
});

const harden = (...args: readonly string[]) =>
  cli(["harden", "--progress", "plain", `--allow-host=volume:given`, ...args], { cwd: folder.path, env: runs.env });

it("the project runs", async () => {
  await expect.poll(ask, { timeout: 60_000, interval: 100 }).toBe("43\n");
}, 120_000);

it("asks before a volume that is not the project's own, and starts nothing then", async () => {
  const before = await runs.runs();
  const { code, stderr } = await cli(["harden", "compose.yaml"], { cwd: folder.path, env: runs.env });
  expect(code).toBe(2);
  expect(stderr).toContain("--allow-host=volume:given");
  expect(await runs.runs()).toEqual(before);
});

it("Ctrl-C in the middle leaves the running project and the engine as they were", async () => {
  const before = await stateNow();
  let sent = false;
  const { code, stderr } = await cli(["harden", "--progress", "plain", "--allow-host=volume:given", "compose.yaml"], {
    cwd: folder.path,
    env: runs.env,
    started: (child) =>
      child.onStderr((text) => {
        if (sent || !text.includes("observed")) return;
        sent = true;
        child.kill("SIGINT");
      }),
  });
  expect(code, stderr).toBe(2);
  expect(await stateNow()).toEqual(before);
  // A busy engine may take longer than the seconds that Ctrl-C may take: then it is told, and the next run removes it.
  if ((await runs.left(engine)).length > 0) expect(stderr).toContain("Not removed in time, the next run does it: ");
}, 120_000);

it("learns both services beside the running project, and the hardened file starts in its place", async () => {
  const before = await stateNow();
  const { code, stdout, stderr } = await harden("--format", "json", "compose.yaml");
  expect(stderr).toContain("verify    holds");
  // All of it is proven; the plain word that its author has as a password is a warning.
  expect(code, stderr).toBe(0);
  expect(await stateNow()).toEqual(before);
  expect(await runs.left(engine)).toEqual([]);
  const { project: result, exit } = JSON.parse(stdout) as Report;
  expect(exit).toMatchObject({ code: 0, failOn: "error", proven: true });
  expect(result?.services.map((service) => service.name)).toEqual(["web", "store"]);
  expect(result?.left).toEqual([
    { name: "broken", reason: expect.stringMatching(/^it does not start as it is: exited with code 3/) as string },
    { name: "job", reason: "it runs to its end: no service stays that could be learned" },
    { name: "tool", reason: "it runs only under a profile that was not asked for" },
  ]);
  expect(result?.verify.verdict).toBe("holds");

  // All that stood there stands there, and each privilege has a trial that is in the report.
  const text = await readFile(join(folder.path, ".hullproof/compose.yaml"), "utf8");
  const kept = project(port)
    .split("\n")
    .filter((line) => !/memory:|privileged|tmpfs:/.test(line));
  expect(text.split("\n").filter((line) => kept.includes(line))).toEqual(kept);
  // What any request may need comes beside it.
  expect(text).toMatch(/^ {4}tmpfs: \["\/scratch:size=4m", .*\/tmp:rw,.*\] {3}# its own$/m);
  expect(text).toContain("    init: true # its own\n");
  expect(text).toMatch(/# hullproof: CHOWN: without it t\d+ .*broke: .*\n +- CHOWN\n/);
  const witness = /CHOWN: without it (t\d+)/.exec(text)?.[1];
  expect(result?.trials.find(({ id }) => id === witness)?.outcome).toBe("breaks");

  // What docker compose makes of it is what was proven.
  composed("down", "-t", "1");
  composed("--project-directory", ".", "-f", ".hullproof/compose.yaml", "up", "-d");
  await expect.poll(ask, { timeout: 60_000, interval: 100 }).toBe("43\n");
  for (const { name: service, profile } of result?.services ?? []) {
    const [made] = JSON.parse(docker("inspect", `${name}-${service}`)) as {
      HostConfig: Record<string, unknown>;
      Config: { User: string };
    }[];
    expect(made?.HostConfig).toMatchObject({
      CapDrop: ["ALL"],
      CapAdd: profile.capabilities.required.length === 0 ? null : profile.capabilities.required,
      ReadonlyRootfs: profile.readOnlyRootfs,
      Memory: profile.memoryBytes,
      MemorySwap: profile.memoryBytes,
      PidsLimit: profile.pids,
    });
    // The engine leaves it out where nothing was said.
    expect(made?.HostConfig["Init"] ?? false).toBe(service === "store");
    expect(made?.HostConfig["SecurityOpt"]).toContain("no-new-privileges:true");
    expect(made?.Config.User === "" ? "0:0" : made?.Config.User).toBe(`${profile.user.uid}:${profile.user.gid}`);
  }
}, 600_000);

/** The answer of the running project, or why there is none. */
async function ask(): Promise<string> {
  return fetch(`http://127.0.0.1:${port}/cgi-bin/ask`).then(
    (answer) => answer.text(),
    (error: unknown) => String(error),
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
