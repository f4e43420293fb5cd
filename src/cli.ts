import { readFileSync } from "node:fs";
import { text as readAll } from "node:stream/consumers";
import { run } from "@stricli/core";
import { buildApp } from "./commands/app.ts";
import type { CliContext } from "./commands/cli-context.ts";
import { readKey } from "./commands/read-key.ts";
import { askingConsent } from "./commands/workload-flags.ts";
import { Failure } from "./domain/failure.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    // A second Ctrl-C must not leave half a cleanup: disposal has its own time-outs.
    if (!stop.signal.aborted) process.stderr.write(`\n${name}: stopping and removing what was made ...\n`);
    stop.abort(
      new Failure("interrupted", `interrupted by ${name}`, {
        hint: "Everything that this run made was removed. Start it again when you like.",
      }),
    );
  });
}
// `hullproof check | head` is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

const colour = process.stdout.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
const context: CliContext = {
  // Node types exitCode as possibly undefined, which exactOptionalPropertyTypes tells apart from absent.
  process: process as CliContext["process"],
  cwd: process.cwd(),
  version,
  now: () => new Date().toISOString(),
  signal: stop.signal,
  stdout: { live: process.stdout.isTTY === true, colour, columns: process.stdout.columns ?? 100 },
  stderr: {
    live: process.stderr.isTTY === true && process.env["TERM"] !== "dumb",
    columns: process.stderr.columns ?? 80,
  },
  env: process.env,
  readStdin: () => readAll(process.stdin),
  ...(process.stdin.isTTY && { readKey: () => readKey(process.stdin, stop.signal) }),
};

await run(buildApp(version), askingConsent(process.argv.slice(2)), context);
// Stricli's own codes for bad usage are negative; the contract says 2.
if (Number(process.exitCode) < 0 || Number(process.exitCode) > 2) process.exitCode = 2;
