import { join, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import { configFor } from "../../pipeline/settings/settings.ts";
import type { FleetContext } from "../../pipeline/fleet/fleet.ts";
import { chooseRegistries, type FleetRegistry } from "../../pipeline/fleet/targets.ts";
import type { CliContext } from "../cli-context.ts";
import { openSession, type CommandSession } from "../session.ts";
import type { OpenFlags, ServeFlags, WorkFlags } from "./fleet-flags.ts";

export interface FleetRun extends AsyncDisposable {
  readonly context: FleetContext;
  readonly session: CommandSession;
}

/** What a running fleet takes from its process. Throws `Failure` (`bad-usage`, `bad-config`). */
export async function openRun(cli: CliContext, flags: OpenFlags & Pick<WorkFlags, "cacheSize">): Promise<FleetRun> {
  const session = openSession(cli, { quiet: true, ...(flags.config !== undefined && { config: flags.config }) });
  const { context } = session;
  const { openTaskThread } = cli;
  if (openTaskThread === undefined) throw new Error("a fleet runs in a thread");
  return {
    session,
    context: {
      cwd: cli.cwd,
      version: cli.version,
      signal: cli.signal,
      now: cli.now,
      env: cli.env,
      ...(context.pathRules && { pathRules: context.pathRules }),
      config: await configFor(".", context),
      ...(context.cacheFolder !== undefined && { cacheFolder: context.cacheFolder }),
      ...(flags.cacheSize !== undefined && { cacheBytes: flags.cacheSize }),
      ...(context.advisoriesFolder !== undefined && { advisoriesFolder: context.advisoriesFolder }),
      report: (message) => {
        if (!flags.quiet) cli.process.stderr.write(`hullproof: ${message}\n`);
      },
      openThread: openTaskThread,
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

/** Folder of a fleet: named, or beside the advisories. Throws `Failure` (`bad-usage`). */
export function fleetFolder(
  cli: Pick<CliContext, "cwd">,
  { context }: CommandSession,
  folder: string | undefined,
): string {
  if (folder !== undefined) return resolve(cli.cwd, folder);
  if (context.dataFolder !== undefined) return join(context.dataFolder, "fleet");
  throw new Failure("bad-usage", "there is no folder for the fleet: no home folder is outside the checkout", {
    hint: "Name one: --folder DIR",
  });
}

/** Registries of the command line, else of the configuration. Throws `Failure` (`bad-usage`). */
export function registriesOf(
  { context }: FleetRun,
  targets: readonly string[],
  { tags, newest, platform: platforms, interval, requests }: ServeFlags,
): readonly FleetRegistry[] {
  return chooseRegistries(targets, { tags, newest, platforms, interval, requests }, context.config.fleet);
}
