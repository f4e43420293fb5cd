// Whether two versions of hullproof report the same, whatever the version of their JSON; lists every text that changed. Exit 1 if anything else did.
//   npm run compare-reports -- BEFORE.json AFTER.json
//   npm run compare-reports -- --before CHECKOUT check --all examples     runs both with these arguments and --format json
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { differencesOf } from "./compare-reports/differences.ts";
import { normalizeReport } from "./compare-reports/normalize.ts";
import { runProgram } from "./run-program.ts";

const usage = "compare-reports: name two reports, or --before CHECKOUT and the arguments of a call";
const [first, second, ...rest] = process.argv.slice(2);
if (first === undefined || second === undefined || (first === "--before" && rest.length === 0)) {
  console.error(usage);
  process.exit(2);
}
const [before, after] =
  first === "--before"
    ? await Promise.all([reportOf(second, rest), reportOf(join(import.meta.dirname, ".."), rest)])
    : [first, second].map((file) => readFileSync(file, "utf8"));
const { wrong, texts } = differencesOf(normalizeReport(before ?? ""), normalizeReport(after ?? ""));
for (const { key, before: then, after: now } of texts) console.log(`${key}\n  - ${then}\n  + ${now}`);
for (const difference of wrong) console.log(difference);
console.log(
  `${texts.length} texts changed, ${wrong.length} other differences; ${before?.length} bytes before, ${after?.length} now`,
);
if (wrong.length > 0) process.exitCode = 1;

async function reportOf(checkout: string, args: readonly string[]): Promise<string> {
  const program = join(checkout, "src/cli.ts");
  const { code, stdout, stderr } = await runProgram(process.execPath, [program, ...args, "--format", "json"], {
    timeoutMs: 3_600_000,
  });
  // A file that could not be read ends with 2, and has a report.
  if (stdout.startsWith("{")) return stdout;
  console.error(`compare-reports: ${program} ended with ${code}: ${stderr}`);
  process.exit(2);
}
