// `node scripts/noise.ts FOLDER`: what `check` says of a folder of real Dockerfiles, rule by rule: on how many files, how often, how loud.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { emptyConfig } from "../src/domain/settings/config.ts";
import { Failure } from "../src/domain/failure.ts";
import { checkDockerfile } from "../src/pipeline/judge/check-text.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("noise: name a folder of Dockerfiles, whatever their names are");
  process.exit(2);
}
const rules = new Map<string, { severity: string; files: number; findings: number }>();
const perFile: { error: number; warning: number; info: number }[] = [];
let [refused, broken] = [0, 0];
for (const name of readdirSync(folder).sort()) {
  try {
    const { run } = checkDockerfile("Dockerfile", readFileSync(join(folder, name), "utf8"), emptyConfig, {
      cwd: "/",
      today: "2026-11-27",
    });
    if (run.results.some(({ verdict }) => verdict === "failed")) broken++;
    const counts = { error: 0, warning: 0, info: 0 };
    for (const { severity } of run.findings) counts[severity]++;
    perFile.push(counts);
    const seen = new Set<string>();
    for (const { rule, severity } of run.findings) {
      const row = rules.get(rule) ?? { severity, files: 0, findings: 0 };
      row.findings++;
      if (!seen.has(rule)) row.files++;
      seen.add(rule);
      rules.set(rule, row);
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    refused++;
  }
}
const files = perFile.length;
const mean = (key: "error" | "warning" | "info") =>
  (perFile.reduce((sum, one) => sum + one[key], 0) / Math.max(1, files)).toFixed(2);
console.log(`${files} Dockerfiles, ${refused} refused, ${broken} with a rule that broke`);
console.log(`a file: ${mean("error")} errors, ${mean("warning")} warnings, ${mean("info")} notes\n`);
for (const [rule, row] of [...rules].sort(([, a], [, b]) => b.files - a.files)) {
  const share = ((100 * row.files) / Math.max(1, files)).toFixed(1).padStart(5);
  console.log(`${share} % of files  ${String(row.findings).padStart(6)} findings  ${row.severity.padEnd(7)}  ${rule}`);
}
