import type { Item } from "../sbom/inventory.ts";

export interface NamedItem extends Item {
  readonly id: string;
}

/** Describes, contains and depends-on relationships (SPDX 2.3 §11). */
export function relationships(
  documentId: string,
  image: string,
  system: string | undefined,
  items: readonly NamedItem[],
) {
  const idOf = new Map(items.map(({ ref, id }) => [ref, id]));
  const relation = (from: string, relationshipType: string, to: string, comment?: string) => ({
    spdxElementId: from,
    relationshipType,
    relatedSpdxElement: to,
    ...(comment === undefined ? {} : { comment }),
  });
  return [
    relation(documentId, "DESCRIBES", image),
    ...(system === undefined ? [] : [relation(image, "CONTAINS", system)]),
    ...items.map(({ id, info }) =>
      info.declared === true
        ? relation(image, "OTHER", id, "a lock file in the image names it; nothing says that it is installed")
        : relation(image, "CONTAINS", id),
    ),
    ...items.flatMap(({ id, needs = [] }) =>
      needs.flatMap((need) => {
        const to = idOf.get(need);
        return to === undefined ? [] : [relation(id, "DEPENDS_ON", to)];
      }),
    ),
  ];
}
