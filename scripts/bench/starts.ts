// `npm run bench:starts -- --before CHECKOUT [--rounds 20]`: how long a start takes here and in another checkout, which has its packages and its bundle. See docs/benchmarks.md.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { before: { type: "string" }, rounds: { type: "string", default: "20" } } });
const rounds = Number(values.rounds);
const here = resolve(import.meta.dirname, "../..");
const checkouts = [
  ...(values.before === undefined ? [] : [{ name: "before", root: resolve(values.before) }]),
  { name: "now", root: here },
];
for (const { root } of checkouts)
  if (!existsSync(join(root, "dist"))) throw new Error(`${root} has no bundle: npm ci && npm run build there`);

const scratch = mkdtempSync(join(tmpdir(), "hullproof-starts-"));
// As the package is published: a checkout looks first whether its bundle is newer than its sources.
for (const { name, root } of checkouts)
  for (const part of ["bin", "dist", "package.json"])
    cpSync(join(root, part), join(scratch, name, part), { recursive: true });
const project = join(scratch, "project");
mkdirSync(project);
writeFileSync(
  join(project, "Dockerfile"),
  'FROM debian:13\nRUN apt-get update && apt-get install -y curl\nCMD ["curl", "--version"]\n',
);

// Of each way to start: without a verb's code, with it, in this thread and in one of its own, which is where images are read and containers run.
const verbs = [
  ["--version"],
  ["--help"],
  ["check", "Dockerfile", "--bases", "none", "--shellcheck", "none"],
  ["fix", "Dockerfile", "--bases", "none"],
  ["explain", "build/maintainer"],
  ["rules", "--format", "json"],
  ["emit", "--to", "docker-run", "missing.json"],
  ["inspect", "missing.tar"],
  ["scan", "missing.tar"],
  ["harden", "missing/Dockerfile"],
  ["learn", "--help"],
  ["overview"],
  ["audit"],
  ["base", "missing/Dockerfile"],
  ["baseline", "missing/Dockerfile"],
  ["advisories", "info"],
  ["init", "--yes", "--dockerfile", "missing"],
  ["verify", "missing.json"],
  ["view", "missing.json"],
  ["completions", "bash"],
  ["lsp"],
  ["mcp"],
];
const asked = [
  { name: "an empty Node", of: "", args: ["--eval", ""] },
  ...verbs.flatMap((words) =>
    checkouts.map(({ name }) => ({
      name: `hullproof ${words.slice(0, 2).join(" ")}`,
      of: name,
      args: [join(scratch, name, "bin/hullproof.js"), ...words],
    })),
  ),
];

interface Taken {
  readonly cpu: number;
  readonly elapsed: number;
}

/** Milliseconds of one call, with a cache of its own for each checkout: compiled code is kept there. bash counts the CPU of what it started. */
function once({ of, args }: (typeof asked)[number]): Taken {
  const timed = `TIMEFORMAT='%R %U %S'; time "$@" > /dev/null 2> "$HOME/stderr"`;
  const { status, stderr } = spawnSync("/bin/bash", ["-c", timed, "bash", process.execPath, ...args], {
    cwd: project,
    env: {
      PATH: scratch,
      DOCKER_HOST: `unix://${scratch}/missing.sock`,
      HOME: scratch,
      HULLPROOF_CACHE: join(scratch, `cache-${of}`),
      TMPDIR: scratch,
      NO_COLOR: "1",
    },
    encoding: "utf8",
  });
  if (status === null || status > (endsBroken(args) ? 2 : 1))
    throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  const [real = 0, user = 0, system = 0] = stderr.trim().split(" ").map(Number);
  return { cpu: (user + system) * 1000, elapsed: real * 1000 };
}

/** Where something is missing, or no engine answers: the exit code is 2, after all that a start loads. */
function endsBroken(args: readonly string[]): boolean {
  return args.includes("audit") || args.some((arg) => arg.startsWith("missing"));
}

try {
  // The first call of each fills its cache.
  const missing = new Set<number>();
  for (const [at, one] of asked.entries()) {
    try {
      once(one);
    } catch (error) {
      if (one.of !== "before") throw error;
      // It had no such verb.
      missing.add(at);
    }
  }
  const times = asked.map((): Taken[] => []);
  // One after the other in turn, so that whatever else the machine does meets all of them alike; every other round from the end.
  for (let round = 0; round < rounds; round++) {
    const order = [...asked.keys()];
    for (const at of round % 2 === 0 ? order : order.reverse()) {
      const one = asked[at];
      if (one !== undefined && !missing.has(at)) times[at]?.push(once(one));
    }
  }
  console.log(`${rounds} rounds, Node ${process.version}; milliseconds of CPU, and that pass: least, median of each\n`);
  for (const [at, { name, of }] of asked.entries()) {
    if (missing.has(at)) continue;
    const all = times[at] ?? [];
    const figures = (["cpu", "elapsed"] as const).flatMap((what) => {
      const sorted = all.map((one) => one[what]).toSorted((a, b) => a - b);
      return [sorted[0] ?? 0, sorted[sorted.length >> 1] ?? 0];
    });
    console.log(`${name.padEnd(34)} ${of.padEnd(7)} ${figures.map((one) => one.toFixed(0).padStart(6)).join("")}`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
