// `npm run mutation [-- FILE... --update --concurrency N]`: changes what decides (consent, fixes, matching, the judge) in a thousand small
// ways, and has the tests find each. A file's share of found ones may only rise: `test/mutation-scores.json` keeps it, `--update` raises it.
// Takes about ten minutes; what survived is printed with its place.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { objections, raised, scoreOf, type Mutant, type Score, type Scores } from "./mutation/scores.ts";

const root = join(import.meta.dirname, "..");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { update: { type: "boolean", default: false }, concurrency: { type: "string", default: "2" } },
});
const settings = JSON.parse(readFileSync(join(root, "stryker.config.json"), "utf8")) as {
  readonly mutate: readonly string[];
  readonly jsonReporter: { readonly fileName: string };
};
const kept = join(root, "test/mutation-scores.json");
const before = JSON.parse(readFileSync(kept, "utf8")) as Scores;

const files = positionals.length === 0 ? settings.mutate : positionals;
const measured: [string, Score][] = [];
for (const file of files) {
  const mutants = mutantsOf(file);
  const score = scoreOf(mutants);
  measured.push([file, score]);
  console.log(
    `${file}: ${score.score} % (${score.killed} killed, ${score.timeout} timeouts, ${score.survived} survived, ${score.noCoverage} not reached)`,
  );
  for (const { status, location, mutatorName, replacement = "" } of mutants)
    if (status === "Survived" || status === "NoCoverage")
      console.log(
        `  ${file}:${location.start.line}:${location.start.column} ${mutatorName}: ${firstLine(replacement)}`,
      );
}
const found = Object.fromEntries(measured);
if (values.update) writeFileSync(kept, `${JSON.stringify(raised(before, found), undefined, 2)}\n`);
const fell = objections(values.update ? raised(before, found) : before, found);
for (const one of fell) console.log(`FELL ${one}`);
console.log(`${files.length - fell.length} passed, ${fell.length} failed`);
process.exitCode = fell.length === 0 ? 0 : 1;

/** One run a file: so each is held against the tests that import it, and no others. */
function mutantsOf(file: string): readonly Mutant[] {
  const stryker = join(root, "node_modules/@stryker-mutator/core/bin/stryker.js");
  const run = spawnSync(
    process.execPath,
    [stryker, "run", "stryker.config.json", "--mutate", file, "--concurrency", values.concurrency],
    { cwd: root, encoding: "utf8" },
  );
  if (run.status !== 0) throw new Error(`Stryker ended with ${run.status} at ${file}:\n${run.stdout}${run.stderr}`);
  const report = JSON.parse(readFileSync(join(root, settings.jsonReporter.fileName), "utf8")) as {
    readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
  };
  const mutants = report.files[file]?.mutants;
  if (mutants === undefined) throw new Error(`Stryker found nothing to change in ${file}`);
  return mutants;
}

function firstLine(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > 100 ? `${line.slice(0, 100)}...` : line;
}
