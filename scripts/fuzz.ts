// `npm run fuzz [-- --minutes N --seed N --only NAME --repositories N]`: mutated input for every parser, then hostile repositories for
// the whole command line. Prints the seed; what went wrong is kept below `.hullproof/fuzz` and repeats with the same seed.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fuzzTarget } from "../test/fuzz/fuzz-target.ts";
import { checkRepositories } from "../test/fuzz/check-repositories.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string" },
    only: { type: "string" },
    from: { type: "string", default: "0" },
    repositories: { type: "string", default: "200" },
  },
});
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const folder = new URL("../test/fuzz/targets/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".ts") && name.includes(values.only ?? ""));
const forMs = (Number(values.minutes) * 60_000) / Math.max(1, names.length);
const kept = join(import.meta.dirname, "..", ".hullproof", "fuzz");
/** Repositories of either kind that are listed. */
const shown = 8;
let wrong = 0;
let right = 0;
console.log(`fuzz: seed ${seed}, ${names.length} targets, ${(forMs / 1000).toFixed(0)} s each`);
for (const name of names) {
  const { cases, refused, found } = await fuzzTarget(new URL(name, folder), { seed, forMs, caseMs: 5_000 });
  console.log(`fuzz: ${name.slice(0, -3)}: ${cases} cases, ${refused} refused, ${found.length} went wrong`);
  if (found.length === 0) right++;
  for (const { at, why, input } of found) {
    wrong++;
    mkdirSync(kept, { recursive: true });
    const file = join(kept, `${name.slice(0, -3)}-${seed}-${at}`);
    writeFileSync(file, input);
    console.log(`  case ${at} (kept as ${file}): ${why.slice(0, 400).split("\n").slice(0, 6).join("\n    ")}`);
  }
}
const count = values.only === undefined ? Number(values.repositories) : 0;
if (count > 0) {
  const results = await checkRepositories({ seed, count, from: Number(values.from), kept, say: console.log });
  const wrongOnes = results.filter(({ problems }) => problems.length > 0).length;
  console.log(`fuzz: ${count} hostile repositories: ${wrongOnes} went wrong`);
  const told = (one: (typeof results)[number]) =>
    `  ${one.seconds.toFixed(1)} s, ${one.cpuMs} ms of CPU, ${one.peakMb} MB: ${one.name}`;
  console.log("the slowest, and those that took most memory:");
  for (const one of results.toSorted((a, b) => b.cpuMs - a.cpuMs).slice(0, shown)) console.log(told(one));
  for (const one of results.toSorted((a, b) => b.peakMb - a.peakMb).slice(0, shown)) console.log(told(one));
  wrong += wrongOnes;
  right += count - wrongOnes;
}
console.log(`${right} passed, ${wrong} failed`);
process.exitCode = wrong === 0 ? 0 : 1;
