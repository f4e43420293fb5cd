import { listAt, mapAt, mapIn, scalarAt, textIn, withKeys, type ComposeNode, type MapNode } from "./compose-node.ts";
import { refuseAt } from "./refuse-at.ts";
import type { Lookup } from "./interpolate-values.ts";

/**
 * The included services with the variables of their own env files: `- NAME` in the environment of a service, which the including project
 * would not resolve (compose-go, loader/environment.go). Throws `bad-config` for a config with such a variable: docker compose gives it two sources.
 */
export function withVariablesOf(model: MapNode, lookup: Lookup): MapNode {
  const services = [...mapIn(model, "services")].map(([name, service]) => [name, inService(service, lookup)] as const);
  for (const [name, config] of mapIn(model, "configs")) {
    const variable = textIn(config.kind === "map" ? config.entries.get("environment") : undefined);
    if (variable !== undefined && lookup.value(variable) !== undefined)
      throw refuseAt(
        config.place,
        `configs.${name}: file|environment|content attributes are mutually exclusive`,
        "Docker compose takes such a config only in the file that includes this one.",
      );
  }
  const at = model.entries.get("services");
  return at?.kind === "map" ? withKeys(model, [["services", mapAt(at, services)]]) : model;
}

function inService(service: ComposeNode, lookup: Lookup): ComposeNode {
  const environment = service.kind === "map" ? service.entries.get("environment") : undefined;
  if (service.kind !== "map" || environment?.kind !== "list") return service;
  const items = environment.items.map((item) => {
    const name = textIn(item);
    const value = name === undefined || name.includes("=") ? undefined : lookup.value(name);
    return value === undefined ? item : scalarAt({ ...item, from: [name ?? ""] }, `${name}=${value}`);
  });
  return withKeys(service, [["environment", listAt(environment, items)]]);
}
