import type {
  Dialect,
  SourceLocation,
  WrittenContainer,
  WrittenContainers,
} from "../../domain/container-spec/written-container.ts";
import { oncePer } from "../../text/once-per.ts";
import type { Observation } from "../observation.ts";

/**
 * The name of the container that an observation is about. Each container's values have places of their own, also where several take one value from the
 * same anchor, so the place itself tells; names of run lines are those of images and tell nothing.
 */
export function containerAt(containers: WrittenContainers | undefined, at: Observation["at"]): string | undefined {
  const place = containers && places(containers).get(at);
  return place === undefined || runs.has(place.container.dialect) ? undefined : place.container.name;
}

/** The list of a container's field that an observation judges a member of. */
export function listAt(containers: WrittenContainers | undefined, at: Observation["at"]): object | undefined {
  return containers && places(containers).get(at)?.list;
}

const runs: ReadonlySet<Dialect> = new Set(["docker", "podman", "nerdctl"]);

interface ContainerPlace {
  readonly container: WrittenContainer;
  readonly list?: object;
}

const places = oncePer(({ containers }: WrittenContainers): ReadonlyMap<object, ContainerPlace> => {
  const found = new Map<object, ContainerPlace>();
  for (const container of containers) {
    found.set(container.at, { container });
    for (const field of Object.values(container) as unknown[]) {
      const place = { container, ...(Array.isArray(field) && { list: field }) };
      for (const said of Array.isArray(field) ? (field as unknown[]) : [field]) {
        if (typeof said !== "object" || said === null || !("at" in said)) continue;
        const { at, whole } = said as { readonly at: SourceLocation; readonly whole?: object };
        found.set(at, place);
        if (whole !== undefined) found.set(whole, place);
      }
    }
  }
  return found;
});
