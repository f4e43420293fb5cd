import type { Dialect, SourceLocation, ContainerSpec, ContainerSpecs } from "../../domain/container/container-spec.ts";
import { oncePer } from "../../text/once-per.ts";
import type { Observation } from "../observation.ts";

/**
 * The name of the container of an observation. Each container's values have separate location objects, even if several
 * use one anchor, so the object identifies it; names of run lines are those of images and identify nothing.
 */
export function containerAt(containers: ContainerSpecs | undefined, at: Observation["at"]): string | undefined {
  const place = containers && places(containers).get(at);
  return place === undefined || runs.has(place.container.dialect) ? undefined : place.container.name;
}

/** The list of a container's field that an observation judges a member of. */
export function listAt(containers: ContainerSpecs | undefined, at: Observation["at"]): object | undefined {
  return containers && places(containers).get(at)?.list;
}

const runs: ReadonlySet<Dialect> = new Set(["docker", "podman", "nerdctl"]);

interface ContainerPlace {
  readonly container: ContainerSpec;
  readonly list?: object;
}

const places = oncePer(({ containers }: ContainerSpecs): ReadonlyMap<object, ContainerPlace> => {
  const placesByObject = new Map<object, ContainerPlace>();
  for (const container of containers) {
    placesByObject.set(container.at, { container });
    for (const field of Object.values(container) as unknown[]) {
      const place = { container, ...(Array.isArray(field) && { list: field }) };
      for (const locatedField of Array.isArray(field) ? (field as unknown[]) : [field]) {
        if (typeof locatedField !== "object" || locatedField === null || !("at" in locatedField)) continue;
        const { at, whole } = locatedField as { readonly at: SourceLocation; readonly whole?: object };
        placesByObject.set(at, place);
        if (whole !== undefined) placesByObject.set(whole, place);
      }
    }
  }
  return placesByObject;
});
