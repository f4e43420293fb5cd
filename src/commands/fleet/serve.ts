import { buildCommand } from "@stricli/core";
import type { CliContext } from "../cli-context.ts";
import {
  databaseFlag,
  folderFlag,
  registriesParameter,
  sweepFlags,
  workerFlags,
  type DatabaseFlags,
  type ServeFlags,
} from "./fleet-flags.ts";

export const serveFleetCommand = buildCommand<ServeFlags & DatabaseFlags, string[], CliContext>({
  docs: {
    brief: "Sweep registries into PostgreSQL, judge, and serve pages and API on this machine",
    fullDescription: [
      "Sweeps the registries, judges packages and serves the pages and the API until Ctrl-C; with --readers it reads images as well, by default none:",
      "`hullproof fleet work` does, on any number of machines. `hullproof fleet migrate` prepares the database.",
      "",
      "Example:  hullproof fleet serve --database postgresql://fleet@db.example/fleet registry.example",
      "",
      "Exit 0: ended by Ctrl-C. 2: it could not start; the message says what to do.",
    ].join("\n"),
  },
  parameters: {
    positional: registriesParameter,
    flags: { database: databaseFlag, folder: folderFlag, ...sweepFlags, ...workerFlags },
  },
  async func(flags, ...targets) {
    const [{ runServer }, { fleetFolder, openRun, registriesOf }] = await Promise.all([
      import("./run-server.ts"),
      import("./open-run.ts"),
    ]);
    await using run = await openRun(this, flags);
    const registries = registriesOf(run, targets, flags);
    const target = { kind: "server", url: flags.database, connections: 10 } as const;
    const folder = fleetFolder(this, run.session, flags.folder);
    await runServer(this, run, { target, folder, registries }, { ...flags, readers: flags.readers ?? 0 });
  },
});
