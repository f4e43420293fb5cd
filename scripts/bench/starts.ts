// `npm run bench:starts -- --before CHECKOUT [--rounds 20]`: how long a start takes here and in another checkout, which has its packages and its bundle. See docs/benchmarks.md.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
  if (!existsSync(join(root, "dist/cli.js"))) throw new Error(`${root} has no bundle: npm ci && npm run build there`);

const scratch = mkdtempSync(join(tmpdir(), "hullproof-starts-"));
const project = join(scratch, "project");
mkdirSync(project);
writeFileSync(
  join(project, "Dockerfile"),
  'FROM debian:13\nRUN apt-get update && apt-get install -y curl\nCMD ["curl", "--version"]\n',
);

const verbs = [
  ["--version"],
  ["check", "Dockerfile", "--bases", "none", "--shellcheck", "none"],
  ["explain", "build/maintainer"],
];
const asked = [
  { name: "an empty Node", of: "", args: ["--eval", ""] },
  ...verbs.flatMap((words) =>
    checkouts.map(({ name, root }) => ({
      name: `hullproof ${words.slice(0, 2).join(" ")}`,
      of: name,
      args: [join(root, "bin/hullproof.js"), ...words],
    })),
  ),
];

/** Milliseconds of one call, with a cache of its own for each checkout: compiled code is kept there. */
function once({ of, args }: (typeof asked)[number]): number {
  const begin = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: project,
    env: { PATH: process.env["PATH"], HOME: scratch, HULLPROOF_CACHE: join(scratch, `cache-${of}`), NO_COLOR: "1" },
    encoding: "utf8",
  });
  const ms = performance.now() - begin;
  if (status !== 0 && status !== 1) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  return ms;
}

try {
  // The first call of each fills its cache.
  for (const one of asked) once(one);
  const times = asked.map((): number[] => []);
  // One after the other in turn, so that whatever else the machine does meets all of them alike; every other round from the end.
  for (let round = 0; round < rounds; round++) {
    const order = [...asked.keys()];
    for (const at of round % 2 === 0 ? order : order.reverse()) {
      const one = asked[at];
      if (one !== undefined) times[at]?.push(once(one));
    }
  }
  console.log(`${rounds} rounds, Node ${process.version}; milliseconds: least, median\n`);
  for (const [at, { name, of }] of asked.entries()) {
    const sorted = (times[at] ?? []).toSorted((a, b) => a - b);
    const [least = 0, median = 0] = [sorted[0], sorted[sorted.length >> 1]];
    console.log(`${name.padEnd(34)} ${of.padEnd(7)} ${least.toFixed(0).padStart(5)} ${median.toFixed(0).padStart(5)}`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
