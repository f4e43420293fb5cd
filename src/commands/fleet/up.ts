import { buildCommand } from "@stricli/core";
import type { CliContext } from "../cli-context.ts";
import { folderFlag, registriesParameter, sweepFlags, workerFlags, type ServeFlags } from "./fleet-flags.ts";

export const upCommand = buildCommand<ServeFlags, string[], CliContext>({
  docs: {
    brief: "Read registries into an embedded database, and show them as pages on this machine",
    fullDescription: [
      "Everything in one process until Ctrl-C, for one person and up to 2,000 images: lists the repositories, reads each image once, judges each distinct",
      "package once, and serves pages and an API on this machine only, at an address that it prints and no one can guess. The next start continues",
      "where this one ended. Needs PGlite beside hullproof: npm install --global @electric-sql/pglite@0.5.17",
      "",
      "Example:  hullproof fleet up registry.example:5000",
      "          hullproof fleet up 'registry.example/team/*' docker.io/library/python --newest 5",
      "",
      "Exit 0: ended by Ctrl-C. 2: it could not start; the message says what to do.",
    ].join("\n"),
  },
  parameters: { positional: registriesParameter, flags: { folder: folderFlag, ...sweepFlags, ...workerFlags } },
  async func(flags, ...targets) {
    const [{ runServer }, { fleetFolder, openRun, registriesOf }] = await Promise.all([
      import("./run-server.ts"),
      import("./open-run.ts"),
    ]);
    await using run = await openRun(this, flags);
    const registries = registriesOf(run, targets, flags);
    const folder = fleetFolder(this, run.session, flags.folder);
    await runServer(this, run, { target: { kind: "embedded", folder }, folder, registries }, flags);
  },
});
