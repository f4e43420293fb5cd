import { ownValue } from "../../domain/own-value.ts";
import type { ComposeService } from "./compose-shape.ts";
import { dependenciesOf } from "./service-parts.ts";

/**
 * The services next to `service` in an order in which they can be started, each after its dependencies, and the
 * services that depend on it. Services of a profile count only if another service depends on them. A cycle is cut
 * where it closes.
 */
export function startOrder(
  services: Readonly<Record<string, ComposeService>>,
  service: string,
): { readonly before: readonly string[]; readonly needing: readonly string[] } {
  const collectDependencies = (name: string, visited: Set<string>): Set<string> => {
    for (const to of dependenciesOf(ownValue(services, name) ?? {}).keys()) {
      if (ownValue(services, to) === undefined || visited.has(to)) continue;
      visited.add(to);
      collectDependencies(to, visited);
    }
    return visited;
  };
  const ownDependencies = collectDependencies(service, new Set());
  const otherServices = Object.keys(services).filter((name) => name !== service);
  const needing = otherServices.filter(
    (name) => !ownDependencies.has(name) && collectDependencies(name, new Set()).has(service),
  );
  const startable = otherServices.filter(
    (name) =>
      ownDependencies.has(name) || (!needing.includes(name) && ownValue(services, name)?.profiles === undefined),
  );
  const orderedBefore: string[] = [];
  const place = (name: string, above: ReadonlySet<string>): void => {
    const composeService = ownValue(services, name);
    if (orderedBefore.includes(name) || above.has(name) || name === service || composeService === undefined) return;
    for (const to of dependenciesOf(composeService).keys()) place(to, new Set([...above, name]));
    if (!orderedBefore.includes(name)) orderedBefore.push(name);
  };
  for (const name of startable.toSorted()) place(name, new Set());
  return { before: orderedBefore, needing: needing.toSorted() };
}
