import { tops, type Item } from "../sbom/inventory.ts";
import type { ReportImage } from "../sbom/subject.ts";

/**
 * Who needs whom. The image needs what nothing else needs. A component without an entry has unknown dependencies and one
 * with an empty entry has none, as the standard tells them apart.
 */
export function dependencies(image: string, system: string | undefined, items: readonly Item[]) {
  const itemDependencies = items.flatMap(({ ref, needs }) =>
    needs === undefined ? [] : [{ ref, ...(needs.length === 0 ? {} : { dependsOn: needs }) }],
  );
  const top = [...(system === undefined ? [] : [system]), ...tops(items)];
  return [
    { ref: image, ...(top.length === 0 ? {} : { dependsOn: top }) },
    ...(system === undefined ? [] : [{ ref: system }]),
    ...itemDependencies,
  ];
}

/**
 * How complete the lists are. `incomplete` where a file that mentions packages could not be read; otherwise `unknown`,
 * because nothing can promise that all software of an image says that it is there.
 */
export function compositions(image: string, { unread = [] }: ReportImage, items: readonly Item[]) {
  const without = items.filter(({ needs }) => needs === undefined).map(({ ref }) => ref);
  return [
    { aggregate: unread.length > 0 ? "incomplete" : "unknown", assemblies: [image] },
    ...(without.length === 0 ? [] : [{ aggregate: "unknown", dependencies: without }]),
  ];
}
