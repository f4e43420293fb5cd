import { ownValue } from "../../domain/own-value.ts";
import type { ComposeService } from "../../sources/compose/compose-shape.ts";
import { dependenciesOf } from "../../sources/compose/service-parts.ts";
import { endingServices } from "../../sources/compose/service-workload.ts";
import type { ServicePlan } from "../../sources/compose/service-workloads.ts";
import { startOrder } from "../../sources/compose/start-order.ts";

export type Services = Readonly<Record<string, ComposeService>>;

export interface ProjectPlan {
  /** The service for the steps, learned or not. */
  readonly entry: ServicePlan;
  /** The entry first, then its dependencies, the nearest first. */
  readonly learned: readonly ServicePlan[];
  readonly left: readonly SkippedService[];
}

/** A service that stays as it is, and why: a sentence without its full stop. */
export interface SkippedService {
  readonly name: string;
  readonly reason: string;
}

export interface PlanRequest {
  /** Without services of inactive profiles. */
  readonly services: Services;
  /** The service for the steps. */
  readonly entry: string;
  /** Services with an image on the engine. */
  readonly available: ReadonlySet<string>;
  /** Why the image of a service was not built, by name. */
  readonly unbuilt?: ReadonlyMap<string, string>;
  /** Why a service cannot be edited, by name. */
  readonly fixed: ReadonlyMap<string, string>;
  /** Results of a first start of the original project. */
  readonly seen?: StartOutcomes;
}

/** Results of services when the original project was started. */
export interface StartOutcomes {
  /** Services that exited by themselves, without an error. */
  readonly ended: ReadonlySet<string>;
  /** Why a service that the entry does not need did not start, by name: a sentence without its full stop. */
  readonly failed: ReadonlyMap<string, string>;
}

export const noOutcomes: StartOutcomes = { ended: new Set(), failed: new Map() };

/**
 * The services of a project to learn: the entry for the steps, and its dependencies. All others are companions
 * as they are, where their image exists and they start.
 */
export function planServices({
  services,
  entry,
  available,
  unbuilt,
  fixed,
  seen = noOutcomes,
}: PlanRequest): ProjectPlan {
  const names = Object.keys(services).toSorted();
  const needs = new Map(names.map((name) => [name, neededBy(services, name)]));
  const needed = (name: string, by: string): boolean => needs.get(by)?.has(name) === true;
  const missingFor = (name: string): string | undefined =>
    [name, ...(needs.get(name) ?? [])].find((service) => !available.has(service));
  const lacking = missingFor(entry);
  const ending = endingServices(services);
  const { ended, failed } = seen;
  const failing = (name: string): string | undefined =>
    [name, ...(needs.get(name) ?? [])].find((service) => failed.has(service));
  const shared = sharedResourceReasons(services);
  const reasonOf = (name: string): string | undefined => {
    const missingService = missingFor(name);
    if (missingService === name) return unbuilt?.get(name) ?? noImage(name, ownValue(services, name));
    if (missingService !== undefined) return `it needs ${missingService}, of which no image is here`;
    if (lacking !== undefined) {
      const problem = lacking === entry ? "has no image here" : `needs ${lacking}, of which no image is here`;
      return `no steps can be done: ${entry}, where they are done, ${problem}`;
    }
    if (ending.has(name)) return "it runs to its end before others start";
    if (ended.has(name)) return "it runs to its end: no service stays that could be learned";
    const broken = failing(name);
    if (broken === name) return `it does not start as it is: ${failed.get(name) ?? ""}`;
    if (broken !== undefined) return `it needs ${broken}, which does not start as it is`;
    if (name !== entry && !needed(name, entry))
      return `no steps reach it: ${entry}, where they are done, does not depend on it`;
    return shared.get(name) ?? fixed.get(name);
  };
  const skippedServices = names.flatMap((name) => {
    const reason = reasonOf(name);
    return reason === undefined ? [] : [{ name, reason }];
  });
  const order = startOrder(services, entry).before;
  const rank = (name: string): number => (name === entry ? order.length : order.indexOf(name));
  const planOf = (name: string): ServicePlan => ({
    name,
    before: startOrder(services, name).before.filter(
      (dependency) =>
        missingFor(dependency) === undefined && failing(dependency) === undefined && !needed(name, dependency),
    ),
    after: [...order, entry].filter(
      (dependent) => dependent !== name && needed(name, dependent) && (dependent === entry || needed(dependent, entry)),
    ),
  });
  const learned = names
    .filter((name) => reasonOf(name) === undefined)
    .toSorted((a, b) => rank(b) - rank(a))
    .map(planOf);
  return { entry: planOf(entry), learned, left: skippedServices };
}

/** Transitive dependencies of a service, by `depends_on` and `links`. */
export function neededBy(services: Services, name: string): ReadonlySet<string> {
  const dependencies = new Set<string>();
  const add = (from: string): void => {
    for (const to of dependenciesOf(ownValue(services, from) ?? {}).keys()) {
      if (dependencies.has(to) || ownValue(services, to) === undefined) continue;
      dependencies.add(to);
      add(to);
    }
  };
  add(name);
  dependencies.delete(name);
  return dependencies;
}

function noImage(name: string, service: ComposeService | undefined): string {
  if (service?.["provider"] !== undefined) return "a program of this machine provides it, and it has no container";
  if (service?.build === undefined && service?.image === undefined) return "it names neither an image nor a build";
  return service.build === undefined
    ? `its image ${service?.image ?? ""} is not here: docker compose pull ${name}`
    : `its image was not built yet: docker compose build ${name}`;
}

/** Services that share a namespace or volumes with another one, which trials cannot reproduce. */
function sharedResourceReasons(services: Services): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const [name, service] of Object.entries(services)) {
    for (const [of, to] of joinedServices(service)) {
      reasons.set(name, `it shares ${of} with ${to}, and a trial gives each service its own`);
      if (ownValue(services, to) !== undefined && !reasons.has(to))
        reasons.set(to, `${name} shares ${of} with it, and a trial gives each service its own`);
    }
  }
  return reasons;
}

/** Services whose volumes and namespaces a service joins. */
function joinedServices(service: ComposeService): readonly (readonly [string, string])[] {
  const modes = (["network_mode", "pid", "ipc"] as const).flatMap((key) => {
    const value = service[key];
    const [, to] = /^(?:service|container):(.+)$/.exec(typeof value === "string" ? value : "") ?? [];
    return to === undefined ? [] : [[`its ${key === "network_mode" ? "network" : key} namespace`, to] as const];
  });
  const from = service["volumes_from"];
  const volumes = Array.isArray(from) ? from.map((volume) => String(volume)) : [];
  return [
    ...modes,
    ...volumes.map((volume) => ["volumes", volume.replace(/^container:/, "").replace(/:r[ow]$/, "")] as const),
  ];
}
