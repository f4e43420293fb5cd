import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Capability } from "../../src/domain/profile/capability.ts";
import type { Progress } from "../../src/domain/progress.ts";
import type { Step } from "../../src/domain/workload/step.ts";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { lockFolder } from "./lock-folder.ts";
import { ensureStandIns } from "./stand-ins.ts";

const exec = promisify(execFile);
const folder = join(import.meta.dirname, "four");
const label = "hullproof-test.recipe";

/** A server built from Debian's packages, how it is exercised, and what is known of its needs. */
export interface Server {
  readonly name: string;
  readonly image: string;
  readonly workload: Workload;
  /** What it needs as it is; either of an inner list. */
  readonly needs: readonly (readonly Capability[])[];
  /** Writable paths on a read-only root. */
  readonly tmpfs: readonly string[];
  /** Most trials that finding the capabilities may take where the kernel tells: those traced, the set itself, a substitute. */
  readonly trials: number;
}

const run = (name: string, script: string, output?: string): Step => ({
  kind: "exec",
  name,
  command: ["sh", "-c", script],
  exitCode: 0,
  ...(output === undefined ? {} : { output }),
});

/** A process of this user must be there: a server that silently stays root is no success. */
const ownedBy = (uid: number): Step =>
  run(`a process of user ${uid}`, `grep -l "^Uid:[[:space:]]*${uid}[[:space:]]" /proc/[0-9]*/status | grep -q .`);

const page = (port: number, path: string, bodyPattern: string): Step => ({
  kind: "http",
  name: `GET ${path}`,
  port,
  method: "GET",
  path,
  headers: {},
  status: 200,
  bodyPattern,
  timeoutMs: 5000,
});

const usual = { readyTimeoutMs: 30_000, restart: true, env: {}, volumes: [] } as const;
const cleanStop = { timeoutMs: 10_000, exitCodes: [0] };
const sql = (name: string, query: string): Step =>
  run(name, `psql -h 127.0.0.1 -U postgres -v ON_ERROR_STOP=1 -Atqc "${query}"`);

export const servers: readonly Server[] = [
  {
    name: "nginx",
    image: "hullproof-test/nginx:1",
    workload: {
      ...usual,
      ready: { kind: "http", port: 80, path: "/", status: 200 },
      steps: [
        page(80, "/", "four images: nginx"),
        ownedBy(33),
        { kind: "signal", name: "reload", signal: "SIGHUP" },
        page(80, "/", "four images: nginx"),
      ],
      stop: cleanStop,
    },
    needs: [["CHOWN"], ["SETGID"], ["SETUID"]],
    tmpfs: ["/run", "/tmp", "/var/lib/nginx"],
    trials: 4,
  },
  {
    name: "redis",
    image: "hullproof-test/redis:1",
    workload: {
      ...usual,
      ready: { kind: "exec", command: ["redis-cli", "ping"] },
      steps: [
        run("count", "redis-cli incr count"),
        run("save", "redis-cli save", "OK"),
        run("save in the background", "redis-cli bgsave", "started"),
        ownedBy(999),
      ],
      stop: cleanStop,
    },
    needs: [["SETGID"], ["SETUID"]],
    tmpfs: ["/tmp"],
    trials: 3,
  },
  {
    name: "postgresql",
    image: "hullproof-test/postgresql:1",
    workload: {
      ...usual,
      ready: { kind: "exec", command: ["psql", "-h", "127.0.0.1", "-U", "postgres", "-Atqc", "select 1"] },
      steps: [
        sql("create", "create table if not exists visit (at timestamptz primary key default clock_timestamp())"),
        sql("insert", "insert into visit default values"),
        sql("count", "select count(*) from visit"),
        sql("checkpoint", "checkpoint"),
        ownedBy(999),
      ],
      stop: cleanStop,
    },
    needs: [["DAC_OVERRIDE"], ["SETGID"], ["SETUID"]],
    tmpfs: ["/run/postgresql", "/tmp"],
    trials: 7,
  },
  {
    name: "python",
    image: "hullproof-test/python:1",
    workload: {
      ...usual,
      ready: { kind: "tcp", port: 8080 },
      steps: [page(8080, "/hello", "python /hello"), ownedBy(1000)],
      stop: cleanStop,
    },
    needs: [],
    tmpfs: ["/tmp"],
    trials: 1,
  },
];

const tcp = (name: string, port: number, text: string, answer: string): Step => ({
  kind: "tcp",
  name,
  port,
  send: { text },
  expect: { text: answer },
  timeoutMs: 5000,
});

/** Servers whose needs grow with their clients. */
export const busyServers: readonly Pick<Server, "name" | "image" | "workload">[] = [
  {
    name: "prefork",
    image: "hullproof-test/prefork:1",
    workload: {
      ...usual,
      ready: { kind: "tcp", port: 8080 },
      steps: [page(8080, "/", "^forked 2097152")],
      stop: cleanStop,
    },
  },
  {
    name: "lighttpd",
    image: "hullproof-test/lighttpd:1",
    workload: { ...usual, ready: { kind: "tcp", port: 80 }, steps: [page(80, "/", "under load")], stop: cleanStop },
  },
  {
    name: "memcached",
    image: "hullproof-test/memcached:1",
    workload: {
      ...usual,
      ready: { kind: "tcp", port: 11_211 },
      steps: [
        tcp("set", 11_211, "set a 0 0 5\r\nhello\r\n", "^STORED"),
        tcp("get", 11_211, "get a\r\n", "VALUE a 0 5"),
      ],
      stop: cleanStop,
    },
  },
];

/** Builds what is missing or was made from other recipes; a minute or so the first time, since packages are installed. */
export async function ensureServers(progress: Progress, names: readonly string[]): Promise<readonly Server[]> {
  const wanted = servers.filter(({ name }) => names.includes(name));
  await ensureStandIns(progress, ["python:3.13-slim"]);
  for (const server of wanted) await ensureServer(server, progress);
  return wanted;
}

export async function ensureServer({ name, image }: Pick<Server, "name" | "image">, progress: Progress): Promise<void> {
  const context = join(folder, name);
  const hash = createHash("sha256");
  for (const file of readdirSync(context).toSorted())
    hash.update(`${file}\0`).update(readFileSync(join(context, file)));
  const recipe = hash.digest("hex").slice(0, 16);
  const made = async () => {
    const format = `{{index .Config.Labels "${label}"}}`;
    const { stdout } = await exec("docker", ["image", "inspect", "--format", format, image]).catch(() => ({
      stdout: "",
    }));
    return stdout.trim() === recipe;
  };
  if (await made()) return;
  await using _lock = await lockFolder(join(tmpdir(), `hullproof-test-${name}.lock`));
  if (await made()) return;
  progress({ stage: "images", message: `building ${image} from Debian's packages` });
  const options = ["--network", "host", "--quiet", "--label", `${label}=${recipe}`, "--tag", image];
  await exec("docker", ["build", ...options, context], { maxBuffer: 64 * 1024 * 1024 });
}
