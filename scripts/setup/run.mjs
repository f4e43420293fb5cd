// Plain JavaScript for Node 18 and newer, like all of scripts/setup: it runs before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** Says what the set-up does and why, on stderr. */
export function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}

/** Runs a command with its output shown on stderr; resolves with the exit code, 127 when there is no such command. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", 2, 2], cwd: root, ...options });
    child.on("error", () => resolve(127));
    child.on("exit", (code, signal) => resolve(signal === null ? code : 128));
  });
}

/** What a command prints, in English; undefined when it fails, is missing, or takes longer than 20 s. */
export function ask(command, args) {
  const env = { ...process.env, LC_ALL: "C" };
  const options = { encoding: "utf8", timeout: 20_000, stdio: ["ignore", "pipe", "ignore"], env };
  const result = spawnSync(command, args, options);
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/** Runs a command with its output in a log file of the temp folder; the end of it is shown when the command fails. */
export async function runQuietly(command, args, options = {}) {
  const log = join(tmpdir(), "hullproof-setup.log");
  const output = openSync(log, "w", 0o600);
  const code = await run(command, args, { ...options, stdio: ["ignore", output, output] });
  if (code !== 0) {
    say(`\`${[command, ...args].join(" ")}\` failed. The end of ${log}:`);
    process.stderr.write(`${lastLines(log, 10)}\n`);
  }
  return code;
}

export function lastLines(path, count) {
  return readFileSync(path, "utf8").trimEnd().split("\n").slice(-count).join("\n");
}
