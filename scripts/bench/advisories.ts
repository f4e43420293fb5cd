// `npm run bench:advisories [-- --rounds 5 --json FILE]`: see docs/benchmarks.md.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { sharedData } from "../../test/shared-data.ts";
import type { Advisory } from "../../src/domain/advisory/advisory.ts";
import { compileFeeds } from "../../src/pipeline/verbs/advisories/compile.ts";
import { folderFiles } from "../../src/pipeline/verbs/advisories/folder-files.ts";
import { openShard } from "../../src/sources/advisories/store/shard-file.ts";
import { forms } from "./advisories/forms.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" }, json: { type: "string" } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds takes a number from 1");
const folder = sharedData("advisories");
if (folder === undefined) {
  process.stderr.write("no advisory data: HULLPROOF_SHARED names the folder that has data/advisories\n");
  process.exit(2);
}

/** Bytes and CPU milliseconds that a shard may have. */
const targets: Readonly<Record<string, number>> = { pypi: 400_000, golang: 260_000, "almalinux-9": 80_000 };
const mostCpuMs = 30;
const lookUps = 500;
const scratch = mkdtempSync(join(tmpdir(), "hullproof-bench-"));
try {
  const { shards, collected } = await compileFeeds(await folderFiles(folder, ["."]), { progress: () => {} });
  // What is fast and wrong is worth nothing: every statement first.
  let statements = 0;
  for (const [i, content] of collected.shards.entries()) statements += sameAnswers(shards[i]!, content.advisories);
  console.log(`${statements} statements in ${shards.length} shards: each comes back as it was put in`);
  const rows = [];
  let missed = 0;
  for (const [i, { name, advisories }] of collected.shards.entries()) {
    const most = targets[name];
    if (most === undefined) continue;
    const names = queries(advisories);
    const namesFile = join(scratch, `${name}.json`);
    writeFileSync(namesFile, JSON.stringify(names));
    let own: { readonly bytes: number; readonly cpuMs: number } | undefined;
    let answers: string | undefined;
    for (const form of forms) {
      const file = join(scratch, `${name}-${forms.indexOf(form)}`);
      await form.write(file, shards[i]!, advisories);
      const runs = Array.from({ length: rounds }, () => run(form.name, file, namesFile));
      answers ??= runs[0]!.answers;
      if (runs.some((one) => one.answers !== answers))
        throw new Error(`${form.name} answers something else on ${name}`);
      // The fastest round is the form's own cost; what others on the machine add is in the median.
      const times = runs.map((one) => one.cpuMs).sort((a, b) => a - b);
      const cpuMs = times[0]!;
      const bytes = statSync(file).size;
      own ??= { bytes, cpuMs };
      const compressed = form.name.startsWith("SQLite") ? gzipSync(readFileSync(file), { level: 9 }).length : bytes;
      rows.push({
        shard: name,
        form: form.name,
        bytes,
        sent: compressed,
        "× size": round(compressed / own.bytes),
        cpuMs: round(cpuMs),
        "median ms": round(times[Math.floor(rounds / 2)]!),
        "× CPU": round(cpuMs / own.cpuMs),
      });
    }
    if (own!.bytes > most || own!.cpuMs > mostCpuMs) missed++;
  }
  console.table(rows);
  const total = shards.reduce((sum, { length }) => sum + length, 0);
  console.log(`all ${shards.length} shards together: ${total} bytes`);
  if (values.json !== undefined) {
    const about = { node: process.version, rounds, lookUps, statements, totalBytes: total };
    writeFileSync(values.json, `${JSON.stringify({ ...about, rows }, undefined, 2)}\n`);
  }
  if (missed > 0) {
    console.error(`${missed} shards are larger or slower than they may be`);
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Throws at the first statement that does not come back; answers their number. */
function sameAnswers(file: Buffer, advisories: readonly Advisory[]): number {
  const shard = openShard(file, "shard");
  const key = (one: Advisory): string => JSON.stringify(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  for (const [name, list] of Map.groupBy(advisories, (one) => one.package)) {
    const [put, got] = [list, shard.find(name)].map((some) => some.map(key).sort().join("\n"));
    if (put !== got)
      throw new Error(`${shard.name} answers something else about ${name}:\n${got}\nin place of\n${put}`);
  }
  return advisories.length;
}

/** Every other one is a package that the shard knows, as evenly spread as can be. */
function queries(advisories: readonly Advisory[]): string[] {
  const known = [...new Set(advisories.map((one) => one.package))];
  return Array.from({ length: lookUps }, (_, i) =>
    i % 2 === 0 ? known[Math.floor((i / lookUps) * known.length)]! : `no-such-package-${i}`,
  );
}

function run(form: string, file: string, names: string): { cpuMs: number; answers: string } {
  const script = join(import.meta.dirname, "advisories/look-up.ts");
  const output = execFileSync(process.execPath, [script, form, file, names], { encoding: "utf8", maxBuffer: 1e8 });
  const { cpuMs, answers } = JSON.parse(output) as { cpuMs: number; answers: number[] };
  return { cpuMs, answers: answers.join() };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
