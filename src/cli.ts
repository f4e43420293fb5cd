import { readFileSync } from "node:fs";
import { text as readAll } from "node:stream/consumers";
import { run } from "@stricli/core";
import { buildApp, tell } from "./commands/app.ts";
import type { CliContext } from "./commands/cli-context.ts";
import { readKey } from "./commands/read-key.ts";
import { askingConsent } from "./commands/workload-flags.ts";
import { openWriter } from "./commands/writer.ts";
import { Failure } from "./domain/failure.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const dumb = process.env["TERM"] === "dumb";
const colour = process.stdout.isTTY === true && !process.env["NO_COLOR"] && !dumb;
const live = process.stderr.isTTY === true && !dumb;
const stdout = openWriter(process.stdout, { name: "stdout", colour, live: process.stdout.isTTY === true });
const stderr = openWriter(process.stderr, { name: "stderr", colour: live, live: process.stderr.isTTY === true });

// Node and libraries would write these as they are, with foreign text in them.
process.removeAllListeners("warning");
process.on("warning", ({ name, message }) => stderr.write(`hullproof: ${name}: ${message.replaceAll("\n", "\n  ")}\n`));
process.on("uncaughtException", (error) => {
  process.exitCode = 2;
  stderr.write(`${tell(error)}\n`);
  // What is half done has no one left to finish it.
  void stderr.flush().then(() => process.exit(2));
});

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    // A second Ctrl-C must not leave half a cleanup: disposal has its own time-outs.
    if (!stop.signal.aborted) stderr.write(`\n${name}: stopping and removing what was made ...\n`);
    stop.abort(
      new Failure("interrupted", `interrupted by ${name}`, {
        hint: "Everything that this run made was removed. Start it again when you like.",
      }),
    );
  });
}
const context: CliContext = {
  process: {
    stdout,
    stderr,
    get exitCode() {
      return process.exitCode ?? null;
    },
    set exitCode(code) {
      process.exitCode = code;
    },
  },
  cwd: process.cwd(),
  version,
  now: () => new Date().toISOString(),
  signal: stop.signal,
  stdout: { live: process.stdout.isTTY === true, colour, columns: process.stdout.columns ?? 100 },
  stderr: { live, columns: process.stderr.columns ?? 80 },
  env: process.env,
  readStdin: () => readAll(process.stdin),
  ...(process.stdin.isTTY && { readKey: () => readKey(process.stdin, stop.signal) }),
};

await run(buildApp(version), askingConsent(process.argv.slice(2)), context);
// Stricli's own codes for bad usage are negative; the contract says 2.
if (Number(process.exitCode) < 0 || Number(process.exitCode) > 2) process.exitCode = 2;
const trouble = await stdout.flush();
if (trouble !== undefined) {
  process.exitCode = 2;
  // Who looks at a terminal closed the pager, or asked `head` for less.
  if (trouble.code !== "closed-output" || !live) stderr.write(`${tell(trouble)}\n`);
}
await stderr.flush();
