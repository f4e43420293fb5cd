import { buildCommand } from "@stricli/core";
import type { CliContext } from "../cli-context.ts";
import { databaseFlag, workerFlags, type DatabaseFlags, type WorkFlags } from "./fleet-flags.ts";
import { openRun } from "./open-run.ts";

export const workCommand = buildCommand<WorkFlags & DatabaseFlags, [], CliContext>({
  docs: {
    brief: "Read images for a fleet, on this or any other machine",
    fullDescription: [
      "Takes images and repositories from the queue of the database until Ctrl-C. A killed one loses nothing: another takes its job over.",
      "Registries are reached with the logins of this machine.",
      "",
      "Example:  hullproof fleet work --database postgresql://fleet@db.example/fleet --readers 4",
      "",
      "Exit 0: ended by Ctrl-C. 2: it could not start; the message says what to do.",
    ].join("\n"),
  },
  parameters: { positional: { kind: "tuple", parameters: [] }, flags: { database: databaseFlag, ...workerFlags } },
  async func(flags) {
    const [{ openFleet }, { workForFleet }, { defaultReaders }] = await Promise.all([
      import("../../pipeline/fleet/open-fleet.ts"),
      import("../../pipeline/fleet/run-fleet.ts"),
      import("./run-server.ts"),
    ]);
    await using run = await openRun(this, flags);
    const { context } = run;
    const target = { kind: "server", url: flags.database, connections: 4 } as const;
    await using fleet = await openFleet(target, context, { supervise: false });
    context.report("reading images; Ctrl-C ends it");
    await workForFleet(fleet, flags.readers ?? defaultReaders());
  },
});
