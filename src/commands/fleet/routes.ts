import { buildRouteMap } from "@stricli/core";
import { askFleetCommand } from "./ask.ts";
import { migrateFleetCommand } from "./migrate.ts";
import { serveFleetCommand } from "./serve.ts";
import { fleetStatusCommand } from "./status.ts";
import { upCommand } from "./up.ts";
import { workCommand } from "./work.ts";

export const fleetRoutes = buildRouteMap({
  docs: { brief: "Images of whole registries: read once, every answer new after an advisory" },
  routes: {
    up: upCommand,
    serve: serveFleetCommand,
    work: workCommand,
    migrate: migrateFleetCommand,
    ask: askFleetCommand,
    status: fleetStatusCommand,
  },
});
