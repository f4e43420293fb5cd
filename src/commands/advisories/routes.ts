import { buildRouteMap } from "@stricli/core";
import { buildAdvisoriesCommand } from "./build.ts";
import { advisoriesInfoCommand } from "./info.ts";
import { updateAdvisoriesCommand } from "./update.ts";

export const advisoriesRoutes = buildRouteMap({
  docs: { brief: "Vulnerability data: download it, compile it, look at it" },
  routes: { update: updateAdvisoriesCommand, build: buildAdvisoriesCommand, info: advisoriesInfoCommand },
});
