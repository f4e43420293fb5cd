import { tops, type Item } from "../sbom/inventory.ts";
import type { ReportImage } from "../sbom/subject.ts";

/**
 * The dependency graph. The image depends on the components that nothing else needs. A component without an entry has
 * unknown dependencies; one with an empty entry has none, a distinction of the standard.
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
 * The completeness of the lists. `incomplete` if a file with packages could not be read; otherwise `unknown`, because
 * software in an image need not be recorded anywhere.
 */
export function compositions(image: string, { unread = [] }: ReportImage, items: readonly Item[]) {
  const without = items.filter(({ needs }) => needs === undefined).map(({ ref }) => ref);
  return [
    { aggregate: unread.length > 0 ? "incomplete" : "unknown", assemblies: [image] },
    ...(without.length === 0 ? [] : [{ aggregate: "unknown", dependencies: without }]),
  ];
}
