import type { VexProduct } from "../../../domain/advisory/vex.ts";
import { listOf, objectOf, textOf, textsOf } from "../../json/values.ts";

export interface ProductTree {
  product(id: string): VexProduct;
  /** Products of a group. */
  members(group: string): readonly string[];
}

/** Deeper trees are no trees. */
const deepest = 100;

/**
 * Names of CSAF's product ids: purls, CPEs, hashes and the full name. A relationship makes a product of a part in a platform, "openssl as a
 * component of Red Hat Enterprise Linux 9": it is that platform with the part as subcomponent (CSAF 2.0 §3.2.2.4).
 */
export function productTree(value: unknown): ProductTree {
  const tree = objectOf(value);
  const ids = new Map<string, readonly string[]>();
  const parts = new Map<string, { part: string; platform: string }>();
  const groups = new Map<string, readonly string[]>();

  const name = (product: unknown): string | undefined => {
    const fields = objectOf(product);
    const id = textOf(fields["product_id"]);
    if (id !== undefined) ids.set(id, namesOf(fields));
    return id;
  };
  const branch = (branchNode: unknown, depth: number): void => {
    if (depth > deepest) return;
    name(objectOf(branchNode)["product"]);
    for (const inner of listOf(objectOf(branchNode)["branches"])) branch(inner, depth + 1);
  };
  for (const topBranch of listOf(tree["branches"])) branch(topBranch, 0);
  for (const product of listOf(tree["full_product_names"])) name(product);
  for (const relationship of listOf(tree["relationships"])) {
    const {
      full_product_name: whole,
      product_reference: part,
      relates_to_product_reference: platform,
    } = objectOf(relationship);
    const id = name(whole);
    const [inner, outer] = [textOf(part), textOf(platform)];
    if (id !== undefined && inner !== undefined && outer !== undefined) parts.set(id, { part: inner, platform: outer });
  }
  for (const productGroup of listOf(tree["product_groups"])) {
    const { group_id: group, product_ids: members } = objectOf(productGroup);
    const id = textOf(group);
    if (id !== undefined) groups.set(id, textsOf(members));
  }
  const idsOf = (id: string) => ids.get(id) ?? [];
  return {
    product(id) {
      const relation = parts.get(id);
      if (relation === undefined) return { ids: idsOf(id), subcomponents: [] };
      // Whether the part is affected may differ from platform to platform.
      return { ids: idsOf(relation.platform), subcomponents: [[...idsOf(relation.part), ...idsOf(id)]] };
    },
    members: (group) => groups.get(group) ?? [],
  };
}

function namesOf(product: Readonly<Record<string, unknown>>): readonly string[] {
  const helper = objectOf(product["product_identification_helper"]);
  const hashes = listOf(helper["hashes"]).flatMap((item) =>
    listOf(objectOf(item)["file_hashes"]).flatMap((hash) => {
      const { algorithm, value } = objectOf(hash);
      const [kind, digits] = [textOf(algorithm), textOf(value)];
      return kind === undefined || digits === undefined ? [] : [`${kind.toLowerCase()}:${digits.toLowerCase()}`];
    }),
  );
  return [
    textOf(helper["purl"]) ?? "",
    textOf(helper["cpe"]) ?? "",
    ...textsOf(helper["purls"]),
    ...hashes,
    textOf(product["name"]) ?? "",
  ].filter((id) => id !== "");
}
