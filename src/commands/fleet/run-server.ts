import { availableParallelism } from "node:os";
import { addRegistries } from "../../pipeline/fleet/add-registries.ts";
import { createAnswers } from "../../pipeline/fleet/ask.ts";
import { openFleet, type DatabaseTarget } from "../../pipeline/fleet/open-fleet.ts";
import { findImageId, leadFleet, readFirst, workForFleet } from "../../pipeline/fleet/run-fleet.ts";
import type { FleetRegistry } from "../../pipeline/fleet/targets.ts";
import { keepServer } from "../../pipeline/verbs/fleet/server-file.ts";
import { serveFleet } from "../../servers/fleet/serve-fleet.ts";
import type { CliContext } from "../cli-context.ts";
import type { ServeFlags } from "./fleet-flags.ts";
import type { FleetRun } from "./open-run.ts";

interface ServedFleet {
  readonly target: DatabaseTarget;
  /** Folder that has the address of the server. */
  readonly folder: string;
  readonly registries: readonly FleetRegistry[];
}

/** Serves a fleet, sweeps and judges until the signal; reads images as well. */
export async function runServer(
  cli: CliContext,
  { context }: FleetRun,
  { target, folder, registries }: ServedFleet,
  { port = 0, readers = defaultReaders(), quiet }: ServeFlags,
): Promise<void> {
  await using fleet = await openFleet(target, context, { supervise: true });
  await addRegistries(fleet, registries);
  await using server = await serveFleet({
    answers: createAnswers(fleet.database.query, context),
    port,
    version: context.version,
    async readFirst(digest) {
      const image = await findImageId(fleet, digest);
      if (image !== undefined) await readFirst(fleet, image);
      return image !== undefined;
    },
  });
  await using _file = await keepServer(folder, server.url);
  cli.process.stdout.write(`${server.url}\n`);
  if (!quiet) cli.process.stderr.write("hullproof: the fleet is shown there, to this machine only; Ctrl-C ends it\n");
  await Promise.all([leadFleet(fleet), workForFleet(fleet, readers)]);
}

export function defaultReaders(): number {
  return Math.min(4, availableParallelism());
}
