import type { Profile } from "../../domain/profile/profile.ts";
import { visible } from "./visible.ts";

/**
 * Notes on anonymous volumes, without comment marks; empty without volumes. `removal` is the command that removes them,
 * `name` the way to name one.
 */
export function anonymousVolumeLines(
  { anonymousVolumes = [] }: Profile,
  { removal, name }: { readonly removal: string; readonly name: (path: string) => string },
): string[] {
  const paths = anonymousVolumes.map(({ path }) => visible(path, 120));
  const [first] = paths;
  if (first === undefined) return [];
  return [
    `Volumes without a name at ${paths.join(", ")}: they last as long as the container, and ${removal} removes them.`,
    `  For data that has to live longer, name the volume: ${name(first)}`,
  ];
}
