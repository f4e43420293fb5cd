import { join } from "node:path";
import { run, type Application } from "@stricli/core";
import type { CliContext } from "../../src/commands/cli-context.ts";
import { askingConsent } from "../../src/commands/workload-flags.ts";

/** The day on which what pages show was recorded: how long ago something ended depends on it. */
const recordedAt = "2026-11-28T10:00:00.000Z";

export interface DocumentedRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command of a page in this process: on the day of the pages, with empty caches below `home`, and without the engine and the tools of this machine. */
export async function runDocumented(
  app: Application<CliContext>,
  args: readonly string[],
  { cwd, home }: { readonly cwd: string; readonly home: string },
): Promise<DocumentedRun> {
  let [stdout, stderr] = ["", ""];
  const own: CliContext["process"] = {
    stdout: { write: (text) => void (stdout += text) },
    stderr: { write: (text) => void (stderr += text) },
  };
  const context: CliContext = {
    process: own,
    cwd,
    version: "0",
    now: () => recordedAt,
    signal: new AbortController().signal,
    stdout: { live: false, colour: false, columns: 100 },
    stderr: { live: false, columns: 100 },
    env: {
      HOME: home,
      PATH: home,
      HULLPROOF_CACHE: join(home, "cache"),
      HULLPROOF_DATA: join(home, "data"),
      DOCKER_HOST: "unix:///nowhere.sock",
    },
    readStdin: async () => "FROM debian:13\n",
  };
  await run(app, askingConsent(args), context);
  return { code: Number(own.exitCode ?? 0), stdout, stderr };
}
