import { ownValue } from "../../domain/own-value.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { withoutClientNames } from "./client-names.ts";
import { routeFinder, routeOfTarget } from "./routes.ts";

export interface RouteCoverage {
  readonly known: number;
  readonly exercised: readonly string[];
  /** Steps got only answers from 400 on. */
  readonly refused: readonly string[];
  /** No step asks for it; what is asked for most in logs first. */
  readonly missing: readonly string[];
  /** Of the logged requests, from 0 to 1; undefined without a log. */
  readonly share?: number;
}

/** Which of the known routes the steps exercise; undefined where none is known. */
export function routeCoverage({ steps, routes = {} }: Pick<Workload, "steps" | "routes">): RouteCoverage | undefined {
  const names = Object.keys(routes);
  if (names.length === 0) return undefined;
  const find = routeFinder(names.map((route) => route.slice(route.indexOf(" ") + 1)));
  const statuses = new Map<string, number>();
  for (const step of steps) {
    if (step.kind !== "http" || step.at !== undefined) continue;
    const route = `${step.method} ${routeOfTarget(withoutClientNames(step.path), find)}`;
    statuses.set(route, Math.min(statuses.get(route) ?? 999, step.status));
  }
  const exercised = names.filter((route) => (statuses.get(route) ?? 999) < 400);
  const total = Object.values(routes).reduce((sum, share) => sum + share, 0);
  return {
    known: names.length,
    exercised,
    refused: names.filter((route) => statuses.has(route) && !exercised.includes(route)),
    missing: names
      .filter((route) => !statuses.has(route))
      .toSorted((a, b) => (ownValue(routes, b) ?? 0) - (ownValue(routes, a) ?? 0) || (a < b ? -1 : 1)),
    ...(total > 0 && { share: exercised.reduce((sum, route) => sum + (ownValue(routes, route) ?? 0), 0) / total }),
  };
}

/** `34 of 41 routes exercised, 3 reached with 4xx only, 4 not; 96 % of logged requests`. Steps that were not tried exercise nothing: `with a step`. */
export function routeText(
  { known, exercised, refused, missing, share }: RouteCoverage,
  state: "exercised" | "with a step" = "exercised",
): string {
  const parts = [
    `${exercised.length} of ${known} routes ${state}`,
    ...(refused.length > 0 ? [`${refused.length} reached with 4xx only`] : []),
    ...(missing.length > 0 ? [`${missing.length} not`] : []),
  ].join(", ");
  return share === undefined ? parts : `${parts}; ${Math.floor(share * 100)} % of logged requests`;
}
