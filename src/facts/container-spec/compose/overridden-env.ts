import type { WrittenContainer, WrittenContainers } from "../../../domain/container-spec/written-container.ts";
import { mapIn, textIn, type ComposeNode, type MapNode } from "../../../formats/compose/compose-node.ts";
import { pairsOf } from "./pairs-of.ts";
import { saidReader } from "./said-reader.ts";

type Variable = WrittenContainer["env"][number];

/**
 * The same containers, with what one of their files says of a variable and another one, or what extends it, says otherwise: no container has that value, and it stands in
 * the file all the same. `documents` are those of all files that were read, as they lie.
 */
export function withOverriddenEnv(all: WrittenContainers, documents: readonly MapNode[]): WrittenContainers {
  const known = new Set(all.containers.flatMap(({ env }) => env.map(placeOf)));
  const heirs = new Map(
    documents.flatMap((document) =>
      [...mapIn(document, "services")].flatMap(([name, service]) => {
        const parent = parentOf(service);
        return parent === undefined ? [] : [[parent, name] as const];
      }),
    ),
  );
  const overridden = new Map<string, Variable[]>();
  for (const document of documents)
    for (const [name, service] of mapIn(document, "services")) {
      if (service.kind !== "map") continue;
      const env = pairsOf(saidReader(service, `services.${name}`, all.texts), "environment");
      const own = holderOf(name, all, heirs);
      for (const one of env) {
        const place = placeOf(one);
        if (own === undefined || one.value.value === undefined || known.has(place)) continue;
        known.add(place);
        overridden.set(own, [...(overridden.get(own) ?? []), one]);
      }
    }
  if (overridden.size === 0) return all;
  const containers = all.containers.map((one) => {
    const env = one.fragment === true ? undefined : overridden.get(one.name);
    return env === undefined ? one : { ...one, overriddenEnv: env };
  });
  return { ...all, containers };
}

/** The container of a service, or of one that extends it, be it by way of others. */
function holderOf(
  name: string,
  { containers }: WrittenContainers,
  heirs: ReadonlyMap<string, string>,
): string | undefined {
  const seen = new Set<string>();
  for (let one: string | undefined = name; one !== undefined && !seen.has(one); one = heirs.get(one)) {
    if (containers.some((container) => container.name === one && container.fragment !== true)) return one;
    seen.add(one);
  }
  return undefined;
}

function parentOf(service: ComposeNode): string | undefined {
  if (service.kind !== "map") return undefined;
  const from = service.entries.get("extends");
  return textIn(from?.kind === "map" ? from.entries.get("service") : from);
}

function placeOf({ at }: Variable): string {
  return "span" in at ? `${at.file}:${at.span.start}` : at.setting;
}
