import type { ContainerSpec, ContainerSpecs } from "../../../domain/container/container-spec.ts";
import { mapIn, textIn, type ComposeNode, type MapNode } from "../../../formats/compose/compose-node.ts";
import { pairsOf } from "./pairs-of.ts";
import { saidReader } from "./said-reader.ts";

type Variable = ContainerSpec["env"][number];

/**
 * The same containers, with the values of variables that another file, or an extending service, overrides: no container has that value, but it is in
 * the file. `documents` are the unmerged documents of all files that were read.
 */
export function withOverriddenEnv(project: ContainerSpecs, documents: readonly MapNode[]): ContainerSpecs {
  const places = new Set(project.containers.flatMap(({ env }) => env.map(placeOf)));
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
      const env = pairsOf(saidReader(service, `services.${name}`, project.texts), "environment");
      const holder = holderOf(name, project, heirs);
      for (const variable of env) {
        const place = placeOf(variable);
        if (holder === undefined || variable.value.value === undefined || places.has(place)) continue;
        places.add(place);
        overridden.set(holder, [...(overridden.get(holder) ?? []), variable]);
      }
    }
  if (overridden.size === 0) return project;
  const containers = project.containers.map((container) => {
    const env = container.fragment === true ? undefined : overridden.get(container.name);
    return env === undefined ? container : { ...container, overriddenEnv: env };
  });
  return { ...project, containers };
}

/** The container of a service, or of one that extends it directly or indirectly. */
function holderOf(
  name: string,
  { containers }: ContainerSpecs,
  heirs: ReadonlyMap<string, string>,
): string | undefined {
  const visitedServices = new Set<string>();
  for (let heir: string | undefined = name; heir !== undefined && !visitedServices.has(heir); heir = heirs.get(heir)) {
    if (containers.some((container) => container.name === heir && container.fragment !== true)) return heir;
    visitedServices.add(heir);
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
