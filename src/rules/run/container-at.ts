import type {
  Dialect,
  SaidAt,
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
  return containers && names(containers).get(at);
}

const runs: ReadonlySet<Dialect> = new Set(["docker", "podman", "nerdctl"]);

const names = oncePer(({ containers }: WrittenContainers): ReadonlyMap<object, string> => {
  const found = new Map<object, string>();
  for (const container of containers) {
    if (runs.has(container.dialect)) continue;
    for (const place of placesOf(container)) found.set(place, container.name);
  }
  return found;
});

function* placesOf(container: WrittenContainer): Generator<object> {
  yield container.at;
  for (const field of Object.values(container) as unknown[])
    for (const said of Array.isArray(field) ? (field as unknown[]) : [field]) {
      if (typeof said !== "object" || said === null || !("at" in said)) continue;
      const { at, whole } = said as { readonly at: SaidAt; readonly whole?: object };
      yield at;
      if (whole !== undefined) yield whole;
    }
}
