import { readFileSync } from "node:fs";
import { text as readAll } from "node:stream/consumers";
import { buildApplication, buildRouteMap, run, text_en } from "@stricli/core";
import { advisoriesRoutes } from "./commands/advisories/routes.ts";
import { baseCommand } from "./commands/base.ts";
import { checkCommand } from "./commands/check.ts";
import type { CliContext } from "./commands/cli-context.ts";
import { emitCommand } from "./commands/emit.ts";
import { explainCommand } from "./commands/explain.ts";
import { fixCommand } from "./commands/fix.ts";
import { hardenCommand } from "./commands/harden.ts";
import { inspectCommand } from "./commands/inspect.ts";
import { learnCommand } from "./commands/learn.ts";
import { readKey } from "./commands/read-key.ts";
import { scanCommand } from "./commands/scan.ts";
import { rulesCommand } from "./commands/rules.ts";
import { verifyCommand } from "./commands/verify.ts";
import { Failure } from "./domain/failure.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

/** A Failure is told in two lines; anything else is a bug of ours and shows its stack. */
function tell(error: unknown): string {
  // When the engine dies, the removal of what was made fails as well: the first trouble is the one to tell.
  if (error instanceof SuppressedError && error.suppressed instanceof Error) return tell(error.suppressed);
  if (!(error instanceof Failure)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `hullproof broke; this is a bug, please report it with the lines below.\n${stack}`;
  }
  return `hullproof: ${error.message}\n  ${error.hint.replaceAll("\n", "\n  ")}`;
}

const routes = buildRouteMap({
  docs: { brief: "Containers hardened, with proof: find, fix, build, run, learn, emit, run again, show the evidence" },
  routes: {
    check: checkCommand,
    fix: fixCommand,
    harden: hardenCommand,
    base: baseCommand,
    inspect: inspectCommand,
    scan: scanCommand,
    learn: learnCommand,
    verify: verifyCommand,
    emit: emitCommand,
    advisories: advisoriesRoutes,
    explain: explainCommand,
    rules: rulesCommand,
  },
});

const app = buildApplication(routes, {
  name: "hullproof",
  versionInfo: { currentVersion: version },
  scanner: { caseStyle: "allow-kebab-for-camel", allowArgumentEscapeSequence: true },
  documentation: { caseStyle: "convert-camel-to-kebab", disableAnsiColor: true },
  determineExitCode: () => 2,
  localization: {
    text: {
      ...text_en,
      exceptionWhileRunningCommand: (error) => tell(error),
      exceptionWhileLoadingCommandFunction: (error) => tell(error),
      exceptionWhileParsingArguments: (error, colour) =>
        `${text_en.exceptionWhileParsingArguments.call(text_en, error, colour)}\n  \`hullproof COMMAND --help\` shows what is possible.`,
    },
  },
});

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

await run(app, process.argv.slice(2), context);
// Stricli's own codes for bad usage are negative; the contract says 2.
if (Number(process.exitCode) < 0 || Number(process.exitCode) > 2) process.exitCode = 2;
