import { buildCommand } from "@stricli/core";
import type { CliContext } from "../cli-context.ts";
import { configFlag, quietFlag } from "../flags.ts";
import { databaseFlag, type DatabaseFlags, type OpenFlags } from "./fleet-flags.ts";
import { openRun } from "./open-run.ts";

export const migrateFleetCommand = buildCommand<OpenFlags & DatabaseFlags, [], CliContext>({
  docs: {
    brief: "Bring the schema of a fleet's database up to date",
    fullDescription: [
      "Makes or upgrades the schemas hullproof and hullproof_queue, each step in one transaction, forward only. Run it with the role that may change",
      "schemas, before `serve` and `work` of a new release.",
      "",
      "Example:  hullproof fleet migrate --database postgresql://owner@db.example/fleet",
      "",
      "Exit 0: up to date. 2: it could not be done; nothing of a failed step stays.",
    ].join("\n"),
  },
  parameters: {
    positional: { kind: "tuple", parameters: [] },
    flags: { database: databaseFlag, config: configFlag, quiet: quietFlag },
  },
  async func(flags) {
    const { migrateFleet } = await import("../../pipeline/fleet/open-fleet.ts");
    await using run = await openRun(this, flags);
    const names = await migrateFleet({ kind: "server", url: flags.database, connections: 2 }, run.context);
    this.process.stdout.write(names.length === 0 ? "Up to date.\n" : `Applied: ${names.join(", ")}\n`);
  },
});
