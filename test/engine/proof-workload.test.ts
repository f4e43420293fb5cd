import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Companion, Workload } from "../../src/domain/workload/workload.ts";
import type { Step } from "../../src/domain/workload/step.ts";
import type { Trial } from "../../src/domain/workload/trial.ts";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { compareBehaviour } from "../../src/proof/judge/judge.ts";
import { completeWorkload } from "../../src/proof/workload/image-workload.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { runTrial } from "../../src/proof/trial/trial.ts";
import { readComposeWorkload } from "../../src/sources/compose/read-compose-workload.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { tinyImage } from "../images/tiny.ts";
import { forever, leftOf } from "./fixture.ts";
import { cgi, get, proofImage, serve, webWorkload, type ProofImage } from "./proof-image.ts";
import { permit, permitFor } from "../permits.ts";

let session: EngineSession;
let folder: string;
let web: ProofImage;
beforeAll(async () => {
  session = await openEngineSession(await connect());
  folder = await mkdtemp(join(tmpdir(), "hullproof-workload-"));
  web = await proofImage(session, "web", `echo up; ${serve}`, {
    files: [
      { path: "www/index.html", content: "hello\n" },
      cgi("save", "cat /data/seed > /data/saved 2> /dev/null; echo; echo saved"),
      cgi("named", 'test "$HTTP_HOST" = shop.example || echo "Status: 404 Not Found"; echo; echo named'),
      cgi("ask", "echo; wget -q -O - http://db:9090/answer.txt"),
    ],
  });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await session[Symbol.asyncDispose]();
});

const tryOut = async (workload: Workload, image = web): Promise<Trial> => {
  const allowed = await permitFor(workload);
  return runTrial(session, { id: "t1", title: "tried", ...image, workload, permit: allowed, restrictions: {} });
};
const left = async () =>
  (await leftOf(session.engine, session.id)).filter((name) => !name.startsWith("hullproof.local/"));

test("sends the workload's headers in the readiness probe", async () => {
  const ready = { kind: "http", port: 8080, path: "/cgi-bin/named", status: 200 } as const;
  const asked = (headers: Readonly<Record<string, string>>) =>
    tryOut(webWorkload({ ready: { ...ready, headers }, readyTimeoutMs: 4_000, restart: false, steps: [] }));
  expect((await asked({ host: "shop.example" })).problems).toEqual([]);
  expect((await asked({ host: "other.example" })).problems[0]).toMatch(/status 404, expected 200/);
});

test("reaches a companion by its names, and removes it with network and volume after the trial", async () => {
  const db: Companion = {
    name: "db",
    image: tinyImage,
    aliases: ["database"],
    command: ["sh", "-c", "echo 42 > /srv/answer.txt; echo open; exec httpd -f -p 9090 -h /srv"],
    env: {},
    volumes: [{ name: "srv", path: "/srv" }],
    ready: { kind: "tcp", port: 9090 },
    readyTimeoutMs: 10_000,
  };
  const trial = await tryOut(webWorkload({ companions: [db], steps: [get("/cgi-bin/ask", 200, "^42")] }));
  expect(trial.problems).toEqual([]);
  expect(trial.lives).toHaveLength(2);
  expect(await left()).toEqual([]);

  const silent = { ...db, command: ["sh", "-c", "echo no license; exit 3"] };
  await expect(tryOut(webWorkload({ companions: [silent] }))).rejects.toMatchObject({
    code: "never-ready",
    message: expect.stringMatching(/companion db .*exited with code 3.*no license/su) as string,
  });
  expect(await left()).toEqual([]);
});

test("waits for the final server of a companion whose script starts a temporary one", async () => {
  const script = [
    "mkdir -p /first /srv; echo 1 > /first/answer.txt; echo 42 > /srv/answer.txt",
    "httpd -f -p 9090 -h /first & first=$!; sleep 0.7; kill $first; sleep 0.3; exec httpd -f -p 9090 -h /srv",
  ];
  const asks = ["wget", "-q", "-O", "-", "http://127.0.0.1:9090/answer.txt"];
  const db: Companion = {
    name: "db",
    image: tinyImage,
    aliases: [],
    command: ["sh", "-c", script.join("; ")],
    env: {},
    volumes: [],
    ready: { kind: "exec", command: asks },
    readyTimeoutMs: 20_000,
  };
  const trial = await tryOut(
    webWorkload({ companions: [db], restart: false, steps: [get("/cgi-bin/ask", 200, "^42")] }),
  );
  expect(trial.problems).toEqual([]);
  // The same of the container itself.
  const own = await proofImage(session, "hands-over", script.join("; "), { changes: ["EXPOSE 9090"] });
  const answer = { ...get("/answer.txt", 200, "^42"), port: 9090 };
  const itself = webWorkload({
    ready: { kind: "exec", command: asks },
    restart: false,
    steps: [answer],
    // As the main process it hears no SIGTERM.
    stop: { timeoutMs: 300, exitCodes: [137] },
  });
  expect((await tryOut(itself, own)).problems).toEqual([]);
});

test("waits until a companion without a probe listens on a port that its image exposes", async () => {
  const script = "mkdir -p /srv; echo 42 > /srv/answer.txt; sleep 1.5; exec httpd -f -p 9090 -h /srv";
  const { image } = await proofImage(session, "listens", script, { changes: ["EXPOSE 9090"] });
  const db: Companion = {
    name: "db",
    image,
    aliases: [],
    env: {},
    volumes: [],
    ready: { kind: "health" },
    readyTimeoutMs: 20_000,
  };
  const trial = await tryOut(
    webWorkload({ companions: [db], restart: false, steps: [get("/cgi-bin/ask", 200, "^42")] }),
  );
  expect(trial.problems).toEqual([]);
});

test("copies a host directory with its owner, and keeps the original unchanged", async () => {
  const data = join(folder, "data");
  await mkdir(data);
  await writeFile(join(data, "seed"), "from the host\n");
  const look: Step = {
    kind: "exec",
    name: "look",
    command: ["sh", "-c", "ls -ln /data; ls -lnd /data; cat /data/saved"],
    exitCode: 0,
    output: "^.* 1000 +1001 .*seed.*\\n.*1000 +1001 .*/data\\nfrom the host\\n$",
  };
  const trial = await tryOut(
    webWorkload({
      volumes: [{ name: "data", path: "/data", from: data, owner: "1000:1001" }],
      steps: [get("/cgi-bin/save"), look],
    }),
  );
  expect(trial.problems).toEqual([]);
  expect(trial.lives[1]?.kept).toEqual(["/data/saved", "/data/seed"]);
  await expect(readFile(join(data, "saved"))).rejects.toThrow("ENOENT");
});

/** For a shell. */
const connects = `"${process.execPath}" -e 'require("node:net").connect(process.env.HULLPROOF_PORT, "127.0.0.1").end()'`;

test("runs steps over TCP, by host commands and scripts; signals, health and soak", async () => {
  const script = join(folder, "smoke.sh");
  await writeFile(
    script,
    `exec "${process.execPath}" -e 'fetch(process.env.HULLPROOF_URL + "/").then(({ ok }) => process.exit(ok ? 0 : 1))'`,
  );
  const steps: Step[] = [
    { ...get("/"), repeat: 5, headerPatterns: { "Content-Type": "^text/html" } } as Step,
    {
      kind: "tcp",
      name: "by hand",
      port: 8080,
      send: { text: "GET / HTTP/1.0\r\n\r\n" },
      expect: { text: "hello" },
      timeoutMs: 3000,
    },
    { kind: "port", name: "port 8080", port: 8080, timeoutMs: 3000 },
    {
      kind: "run",
      name: "driver",
      command: ["sh", "-c", `test "$HULLPROOF_PORT" = "$HULLPROOF_PORT_8080" && ${connects} && echo $KIND`],
      env: { KIND: "smoke" },
      exitCode: 0,
      output: "^smoke\n$",
      timeoutMs: 10_000,
    },
    { kind: "run", name: "script", command: [script], exitCode: 0, timeoutMs: 10_000 },
    { kind: "health", name: "HEALTHCHECK" },
  ];
  const image = {
    ...web,
    imageSummary: { ...web.imageSummary, healthcheck: { Test: ["CMD-SHELL", "wget -q -O - http://127.0.0.1:8080/"] } },
  };
  const workload = webWorkload({
    ready: { kind: "health" },
    ports: [{ port: 8080, protocol: "tcp" }],
    steps,
    restart: false,
    soak: { forMs: 1000, concurrency: 4, thinkMs: 10 },
  });
  const trial = await tryOut(workload, image);
  expect(trial.problems).toEqual([]);
  const [life] = trial.lives;
  expect(life?.steps[0]?.repeats).toMatchObject({ count: 5, failed: 0 });
  expect(life?.steps[2]).toMatchObject({ status: 200, body: "hello\n" });
  const soaked = life?.steps.at(-1);
  expect(soaked?.name).toContain("4 at a time");
  expect(soaked?.repeats?.count).toBeGreaterThan(10);
  expect(life?.owners).toEqual(expect.arrayContaining([{ program: "httpd", uids: [0] }]));
});

test("publishes a UDP port next to a TCP port with the same number", async () => {
  const spec = { image: tinyImage, command: forever, ports: [5353], udpPorts: [5353] };
  await using container = await createContainer(session, spec, permit);
  await container.start();
  const ports = [await container.hostPort(5353), await container.hostPort(5353, "udp")];
  expect(ports.every((port) => port > 0)).toBe(true);
});

test("waits for another matching log line after a reload", async () => {
  const main = 'echo ready; trap "exit 0" TERM; trap "sleep 0.5; echo ready" HUP; while :; do sleep 0.1; done';
  const image = await proofImage(session, "reloads", main);
  const log = { kind: "log", pattern: "^ready$" } as const;
  const steps: Step[] = [{ kind: "signal", name: "reload", signal: "SIGHUP", settled: log }];
  const trial = await tryOut(webWorkload({ ready: log, steps, restart: false }), image);
  expect(trial.problems).toEqual([]);
  expect(trial.lives[0]?.steps[0]?.ms).toBeGreaterThan(400);
});

test("distinguishes a server that stays root, an empty response and an unsaved file from the original", async () => {
  const volumes = [{ name: "data", path: "/data" }];
  const main = (start: string, save: string) => `trap "exit 0" TERM; ${start} httpd -f -p 8080 -h /www & ${save}; wait`;
  const files = [{ path: "www/index.html", content: "hello\n" }];
  const image = (name: string, text: string) => proofImage(session, name, text, { files });
  const dropped = await proofImage(session, "drops", main("", "touch /data/saved"), { files, user: "1000:1000" });
  const open = webWorkload({ volumes: [{ ...volumes[0]!, owner: "1000:1000" }], steps: [get("/")], restart: false });
  const tools = { trialIds: trialIds(), progress: () => {} };
  const base = await runReference(session, { ...dropped, workload: open, ...tools });
  const held = async (other: ProofImage) =>
    compareBehaviour(base.trials[0], base.noise, await tryOut(base.workload, other));
  expect(await held(dropped)).toEqual([]);
  const root = await image("root", main("", "touch /data/saved"));
  expect(await held(root)).toContain("a child of busybox runs with uid 0, the reference trial's has 1000");
  const lost = await proofImage(session, "lost", main("", "true"), { files, user: "1000:1000" });
  expect(await held(lost)).toEqual(["not written into its volumes: /data/saved"]);
  const empty = await proofImage(session, "hollow", main("", "touch /data/saved"), {
    files: [{ path: "www/index.html", content: "" }],
    user: "1000:1000",
  });
  expect((await held(empty))[0]).toMatch(/GET \/: answers otherwise than the original: .*empty body/u);
});

test("starts the dependencies of a Compose service, and finds its port", async () => {
  await writeFile(
    join(folder, "compose.yaml"),
    `services:
  web:
    image: any
    depends_on: { seed: { condition: service_completed_successfully }, db: { condition: service_healthy } }
    ports: ["8080:8080"]
  seed: { image: "${tinyImage}", command: [sh, -c, "echo seeded"] }
  db:
    image: "${tinyImage}"
    command: sh -c 'mkdir -p /srv; echo 42 > /srv/answer.txt; exec httpd -f -p 9090 -h /srv'
    healthcheck: { test: wget -q -O - http://127.0.0.1:9090/answer.txt }
`,
  );
  const asked = { files: ["compose.yaml"], cwd: folder, service: "web", env: {} };
  const { workload: declared, notes } = await readComposeWorkload(asked);
  expect(notes).toEqual([]);
  const steps = [get("/cgi-bin/ask", 200, "^42")];
  const request = { ...web, declared: { ...declared, steps, restart: false }, progress: () => {} };
  const workload = await completeWorkload(session, request);
  expect((await tryOut(workload)).problems).toEqual([]);
  expect(await left()).toEqual([]);
});

test("detects by one start what an undeclared workload listens on, or that it ends by itself", async () => {
  const complete = (image: ProofImage, declared: Partial<Workload> = {}) =>
    completeWorkload(session, { ...image, declared, progress: () => {} });
  expect(await complete(web)).toMatchObject({
    ready: { kind: "ports", ports: [8080] },
    steps: [{ kind: "port", port: 8080 }],
    origin: "image",
  });
  const tool = await proofImage(session, "tool", "echo no license; exit 4");
  expect(await complete(tool)).toMatchObject({ ready: { kind: "ended" }, stop: { exitCodes: [4] } });
  const mustWork = { ...tool, declared: {}, progress: () => {}, mustWork: true };
  await expect(completeWorkload(session, mustWork)).rejects.toMatchObject({
    code: "never-ready",
    message: expect.stringMatching(/with code 4: "no license"\. Its last words:\n {2}no license$/u),
    hint: expect.stringContaining("exitCodes: [4]"),
  });
  const workload = await complete(tool, { stop: { timeoutMs: 3000, exitCodes: [4] } });
  expect(workload).toMatchObject({ ready: { kind: "ended" }, steps: [], stop: { exitCodes: [4] } });
  const { ran } = await runReference(session, { ...tool, workload, trialIds: trialIds(), progress: () => {} });
  expect(ran.map(({ outcome }) => outcome)).toEqual(["passes", "passes"]);
  const { origin, ready } = await complete(web, { steps: [get("/")] });
  expect([origin, ready]).toEqual([undefined, { kind: "http", port: 8080, path: "/", status: 200 }]);
});
