import { ownValue } from "../../domain/own-value.ts";
import type { ComposeService } from "../../sources/compose/compose-shape.ts";
import { dependenciesOf } from "../../sources/compose/service-parts.ts";
import { endingServices } from "../../sources/compose/service-workload.ts";
import type { ServicePlan } from "../../sources/compose/service-workloads.ts";
import { startOrder } from "../../sources/compose/start-order.ts";

export type Services = Readonly<Record<string, ComposeService>>;

export interface ProjectPlan {
  /** The one that the steps are done at, whether it is learned or not. */
  readonly entry: ServicePlan;
  /** The entry first, then what it needs, the nearest first. */
  readonly learned: readonly ServicePlan[];
  readonly left: readonly LeftService[];
}

/** A service that stays as it is, and why: a sentence without its full stop. */
export interface LeftService {
  readonly name: string;
  readonly reason: string;
}

export interface PlanRequest {
  /** Of every profile that was not asked for, none. */
  readonly services: Services;
  /** The service that the steps are done at. */
  readonly entry: string;
  /** Services whose image the engine has. */
  readonly here: ReadonlySet<string>;
  /** Why the image of a service was not built, by name. */
  readonly unbuilt?: ReadonlyMap<string, string>;
  /** Why what was learned of a service could not be written, by name. */
  readonly fixed: ReadonlyMap<string, string>;
  /** Of a start of the project as it is. */
  readonly seen?: Seen;
}

/** How services did when the project was started as it is. */
export interface Seen {
  /** They ran to their end by themselves, without an error. */
  readonly ended: ReadonlySet<string>;
  /** By name, why a service that the entry does not need did not start: a sentence without its full stop. */
  readonly failed: ReadonlyMap<string, string>;
}

export const nothingSeen: Seen = { ended: new Set(), failed: new Map() };

/**
 * Which services of a project are learned: those that the steps reach, because the one that they are done at is it or needs it. Everything else is started
 * beside them, where its image is here and it starts.
 */
export function planServices({ services, entry, here, unbuilt, fixed, seen = nothingSeen }: PlanRequest): ProjectPlan {
  const names = Object.keys(services).toSorted();
  const needs = new Map(names.map((name) => [name, neededBy(services, name)]));
  const needed = (name: string, by: string): boolean => needs.get(by)?.has(name) === true;
  const missingFor = (name: string): string | undefined =>
    [name, ...(needs.get(name) ?? [])].find((one) => !here.has(one));
  const lacking = missingFor(entry);
  const ending = endingServices(services);
  const { ended, failed } = seen;
  const failing = (name: string): string | undefined =>
    [name, ...(needs.get(name) ?? [])].find((one) => failed.has(one));
  const shared = sharing(services);
  const reasonOf = (name: string): string | undefined => {
    const missing = missingFor(name);
    if (missing === name) return unbuilt?.get(name) ?? noImage(name, ownValue(services, name));
    if (missing !== undefined) return `it needs ${missing}, of which no image is here`;
    if (lacking !== undefined) {
      const why = lacking === entry ? "has no image here" : `needs ${lacking}, of which no image is here`;
      return `no steps can be done: ${entry}, where they are done, ${why}`;
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
  const left = names.flatMap((name) => {
    const reason = reasonOf(name);
    return reason === undefined ? [] : [{ name, reason }];
  });
  const order = startOrder(services, entry).before;
  const rank = (name: string): number => (name === entry ? order.length : order.indexOf(name));
  const planOf = (name: string): ServicePlan => ({
    name,
    before: startOrder(services, name).before.filter(
      (one) => missingFor(one) === undefined && failing(one) === undefined && !needed(name, one),
    ),
    after: [...order, entry].filter(
      (one) => one !== name && needed(name, one) && (one === entry || needed(one, entry)),
    ),
  });
  const learned = names
    .filter((name) => reasonOf(name) === undefined)
    .toSorted((a, b) => rank(b) - rank(a))
    .map(planOf);
  return { entry: planOf(entry), learned, left };
}

/** All that a service needs, by `depends_on` and `links`. */
export function neededBy(services: Services, name: string): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (from: string): void => {
    for (const to of dependenciesOf(ownValue(services, from) ?? {}).keys()) {
      if (found.has(to) || ownValue(services, to) === undefined) continue;
      found.add(to);
      add(to);
    }
  };
  add(name);
  found.delete(name);
  return found;
}

function noImage(name: string, service: ComposeService | undefined): string {
  if (service?.["provider"] !== undefined) return "a program of this machine provides it, and it has no container";
  if (service?.build === undefined && service?.image === undefined) return "it names neither an image nor a build";
  return service.build === undefined
    ? `its image ${service?.image ?? ""} is not here: docker compose pull ${name}`
    : `its image was not built yet: docker compose build ${name}`;
}

/** What a trial gives to each service apart, and the project to several together: a namespace, the volumes of another. */
function sharing(services: Services): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const [name, service] of Object.entries(services)) {
    for (const [of, to] of joined(service)) {
      reasons.set(name, `it shares ${of} with ${to}, and a trial gives each service its own`);
      if (ownValue(services, to) !== undefined && !reasons.has(to))
        reasons.set(to, `${name} shares ${of} with it, and a trial gives each service its own`);
    }
  }
  return reasons;
}

/** Whose volumes and namespaces a service joins. */
function joined(service: ComposeService): readonly (readonly [string, string])[] {
  const modes = (["network_mode", "pid", "ipc"] as const).flatMap((key) => {
    const value = service[key];
    const [, to] = /^(?:service|container):(.+)$/.exec(typeof value === "string" ? value : "") ?? [];
    return to === undefined ? [] : [[`its ${key === "network_mode" ? "network" : key} namespace`, to] as const];
  });
  const from = service["volumes_from"];
  const volumes = Array.isArray(from) ? from.map((one) => String(one)) : [];
  return [
    ...modes,
    ...volumes.map((one) => ["volumes", one.replace(/^container:/, "").replace(/:r[ow]$/, "")] as const),
  ];
}
