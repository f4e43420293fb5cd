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
  const slowest = results.toSorted((one, other) => other.cpuMs - one.cpuMs)[0];
  const largest = results.toSorted((one, other) => other.peakMb - one.peakMb)[0];
  console.log(
    `fuzz: ${count} hostile repositories: ${wrongOnes} went wrong; slowest ${slowest?.cpuMs} ms of CPU (${slowest?.name}), largest ${largest?.peakMb} MB (${largest?.name})`,
  );
  wrong += wrongOnes;
  right += count - wrongOnes;
}
console.log(`${right} passed, ${wrong} failed`);
process.exitCode = wrong === 0 ? 0 : 1;
