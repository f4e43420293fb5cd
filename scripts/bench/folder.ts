import { check } from "../../src/pipeline/findings/check.ts";
import type { Context } from "../../src/pipeline/context.ts";

// A child process of dockerfiles.ts: `folder.ts FOLDER`. Judges the whole folder as `hullproof check FOLDER` does, reading, build
// context and report included; prints milliseconds and findings as JSON.

const [folder = ""] = process.argv.slice(2);
const context: Context = {
  cwd: folder,
  today: "2026-11-24",
  version: "0",
  progress: () => {},
  run: () => Promise.reject(new Error("texts need no engine")),
};
const rounds: number[] = [];
let findings = 0;
for (let round = 0; round < 3; round++) {
  const start = performance.now();
  const report = await check(["."], { ...context });
  rounds.push(performance.now() - start);
  findings = report.findings.length;
}
process.stdout.write(JSON.stringify({ rounds, findings }));
