import { buildRouteMap } from "@stricli/core";
import { buildAdvisoriesCommand } from "./build.ts";

export const advisoriesRoutes = buildRouteMap({
  docs: { brief: "What is known of flaws: compile it, look at it" },
  routes: { build: buildAdvisoriesCommand },
});
