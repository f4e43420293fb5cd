import type { BuildContextFact } from "./build-context.ts";

/** Whether COPY or ADD names a file or folder, without wildcards, that is not in the folder: nothing can be built from there as it is. */
export function lacksSource({ taken, unread }: Pick<BuildContextFact, "taken" | "unread">): boolean {
  return (
    unread === undefined &&
    taken.some(
      ({ source, files, allIgnored, ignoredByName }) =>
        source !== "" && !/[*?[]/.test(source) && files.length === 0 && !allIgnored && !ignoredByName,
    )
  );
}
