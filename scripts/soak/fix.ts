// `npm run soak:fix -- FOLDER...`: a copy of every Compose file, Kubernetes manifest and Quadlet unit below the folders is checked and fixed, suggested fixes too, and again. Each must
// be read without error, say what it said with what the fixes declare, keep its comments and all other bytes, and be left alone the second time; with
// HULLPROOF_TEST_COMPOSE (programs, separated by `:`) each docker compose must still take what it took before. Prints what went wrong, and figures.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { commentsOf } from "../../src/edits/yaml/comments.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { fixFiles } from "../../src/pipeline/verbs/fix/fix-files.ts";
import { rules } from "../../src/rules/index.ts";
import { filesBelow } from "./files-below.ts";

const programs = (process.env["HULLPROOF_TEST_COMPOSE"] ?? "").split(":").filter((one) => one !== "");
const wanted = rules
  .filter(({ needs, fix }) => needs.some((need) => need === "containers" || need === "pods") && fix !== "none")
  .map(({ id }) => id);
const figures = new Map<string, number>();
const count = (what: string, by = 1): void => void figures.set(what, (figures.get(what) ?? 0) + by);
const scratch = mkdtempSync(join(tmpdir(), "hullproof-soak-fix-"));
let failed = 0;

/** Without network, and without an environment that could bring one. */
function accepts(program: string, cwd: string): boolean {
  const env = {
    HOME: cwd,
    PATH: "/nowhere",
    DOCKER_HOST: "unix:///nowhere.sock",
    COMPOSE_EXPERIMENTAL_OCI_REMOTE: "0",
    COMPOSE_EXPERIMENTAL_GIT_REMOTE: "0",
  };
  const { status, error } = spawnSync(program, ["-f", "compose.yaml", "config", "-q"], { cwd, env, timeout: 120_000 });
  if (error !== undefined) throw error;
  return status === 0;
}

/** Every line of the old text stands in the new one, in its order, but for those that a fix edits. */
function lostLines(before: string, after: string): number {
  const lines = after.split("\n");
  let at = 0;
  return before.split("\n").filter((line) => {
    const found = lines.indexOf(line, at);
    if (found !== -1) at = found + 1;
    return found === -1;
  }).length;
}

/** The name under which it is found to be what it is; undefined for what is none of them. */
function nameOf(file: string): string | undefined {
  const name = basename(file);
  if (/compose.*\.ya?ml$/i.test(name)) return "compose.yaml";
  if (name.endsWith(".container")) return "unit.container";
  if (!/\.ya?ml$/i.test(name)) return undefined;
  const text = readFileSync(file, "utf8");
  return /^apiVersion:/m.test(text) && /^ *(?:- )?containers:/m.test(text) ? "manifest.yaml" : undefined;
}

async function soak(file: string, name: string): Promise<void> {
  const cwd = mkdtempSync(join(scratch, "one-"));
  const before = readFileSync(file, "utf8");
  writeFileSync(join(cwd, name), before);
  for (const name of [".env", "stack.env", "common.yml"])
    if (existsSync(join(dirname(file), name))) cpSync(join(dirname(file), name), join(cwd, name), { recursive: true });
  const context = { cwd, today: "2026-01-01", version: "0", progress: () => {} } as unknown as Context;
  const fixed = () =>
    fixFiles([name], { write: true, proven: false, suggested: true, rule: wanted, measure: false }, context);
  const tell = (problem: string): void => {
    failed++;
    console.log(`${file}: ${problem}`);
  };
  const took = name === "compose.yaml" ? programs.filter((program) => accepts(program, cwd)) : [];
  const first = (await fixed()).files;
  const after = readFileSync(join(cwd, name), "utf8");
  const fixes = first.flatMap((one) => one.fixes);
  for (const { outcome, reason } of fixes) {
    count(`fixes ${outcome}`);
    if (outcome === "dropped") tell(`dropped: ${reason}`);
    if (outcome === "not-tried") count(`  not tried: ${reason.replaceAll(/\S*\d+\S*|[*$]\S+/g, "…").slice(0, 90)}`);
  }
  if (first.some(({ error }) => error !== undefined)) count("files not fixed at all");
  if (after === before) return;
  count("files changed");
  const comments = (text: string): string =>
    (name.endsWith(".container")
      ? text.split("\n").filter((line) => /^\s*[#;]/.test(line))
      : commentsOf(text).map((one) => one.text)
    ).join("\n");
  if (comments(before) !== comments(after)) tell("its comments are not the same");
  const replaced = fixes.filter(
    ({ rule, outcome }) => outcome === "applied" && !/new-privileges|not-dropped|no-swap-limit/.test(rule),
  ).length;
  const lost = lostLines(before, after);
  count("lines changed in place", lost);
  if (lost > replaced + fixes.length) tell(`${lost} lines changed`);
  const again = (await fixed()).files;
  if (again.some(({ changed }) => changed)) tell("a second run changes it again");
  for (const program of took) {
    count(`files that ${program} took before`);
    if (!accepts(program, cwd)) tell(`${program} takes it no more`);
  }
}

try {
  const files = process.argv.slice(2).flatMap(filesBelow);
  for (const file of files) {
    const name = nameOf(file);
    if (name === undefined) continue;
    count(`files, as ${name}`);
    try {
      await soak(file, name);
    } catch (error) {
      const { message, stack = "" } = error as Error;
      if ("hint" in (error as object)) count(`refused: ${message.replaceAll(/[\d"'].*/gs, "").slice(0, 80)}`);
      else {
        failed++;
        console.log(`${file}: ${stack.split("\n").slice(0, 4).join(" ")}`);
      }
    }
  }
  for (const [what, many] of [...figures].toSorted(([, a], [, b]) => b - a).slice(0, 40))
    console.log(`${many} ${what}`);
  console.log(`${basename(process.argv[1] ?? "")}: ${failed} problems`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;
