import { ownValue } from "../../domain/own-value.ts";
import type { ComposeService } from "./compose-shape.ts";
import { dependenciesOf } from "./service-parts.ts";

/**
 * The services beside `service` in the order in which they can be started, each after those it depends on, and those that
 * need it themselves. Services of a profile count only where something depends on them. A circle is cut where it closes.
 */
export function startOrder(
  services: Readonly<Record<string, ComposeService>>,
  service: string,
): { readonly before: readonly string[]; readonly needing: readonly string[] } {
  const beneath = (name: string, seen: Set<string>): Set<string> => {
    for (const to of dependenciesOf(ownValue(services, name) ?? {}).keys()) {
      if (ownValue(services, to) === undefined || seen.has(to)) continue;
      seen.add(to);
      beneath(to, seen);
    }
    return seen;
  };
  const own = beneath(service, new Set());
  const others = Object.keys(services).filter((name) => name !== service);
  const needing = others.filter((name) => !own.has(name) && beneath(name, new Set()).has(service));
  const startable = others.filter(
    (name) => own.has(name) || (!needing.includes(name) && ownValue(services, name)?.profiles === undefined),
  );
  const before: string[] = [];
  const place = (name: string, above: ReadonlySet<string>): void => {
    const wanted = ownValue(services, name);
    if (before.includes(name) || above.has(name) || name === service || wanted === undefined) return;
    for (const to of dependenciesOf(wanted).keys()) place(to, new Set([...above, name]));
    if (!before.includes(name)) before.push(name);
  };
  for (const name of startable.toSorted()) place(name, new Set());
  return { before, needing: needing.toSorted() };
}
