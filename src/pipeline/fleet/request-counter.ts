import type { Query } from "../../sources/fleet/database.ts";
import { countRequest } from "../../sources/fleet/request-budget.ts";
import type { Place } from "../../sources/fleet/work.ts";
import type { CountRequest } from "../../sources/image/registry/counted-transport.ts";

/** Counts requests of all processes to a registry that has a budget. */
export function requestCounter(
  query: Query,
  { registry, settings }: Pick<Place, "registry" | "settings">,
): CountRequest | undefined {
  return settings.requests && (() => countRequest(query, registry));
}
