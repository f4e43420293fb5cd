import { ownValue } from "../../domain/own-value.ts";
import type { VexProduct, VexStatus } from "../../domain/advisory/vex.ts";
import { listOf, objectOf, textOf, textsOf } from "../json/values.ts";
import { productTree } from "./csaf/product-tree.ts";
import { documentOf, type StatementReading, type VexFormat } from "./vex-format.ts";

/** https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html#3239-vulnerabilities-property---product-status */
const statuses: readonly (readonly [string, VexStatus])[] = [
  ["known_not_affected", "not_affected"],
  ["fixed", "fixed"],
  ["first_fixed", "fixed"],
  ["known_affected", "affected"],
  ["first_affected", "affected"],
  ["last_affected", "affected"],
  ["under_investigation", "under_investigation"],
];

/** CSAF 2.0, its VEX profile and any document with product statuses (CSAF 2.0 §4.5). One statement for each vulnerability, status and reason. */
const csaf: VexFormat = {
  name: "CSAF",
  recognises: (json) => textOf(objectOf(json.value("document"))["csaf_version"]) !== undefined,
  read({ file, json }) {
    const document = objectOf(json.value("document"));
    const author = textOf(objectOf(document["publisher"])["name"]);
    const tracking = objectOf(document["tracking"]);
    const timestamp = textOf(tracking["current_release_date"]);
    const products = productTree(json.value("product_tree"));
    const readings: StatementReading[] = [];
    for (const { value, where } of json.items("vulnerabilities")) {
      const fields = objectOf(value);
      const vulnerability =
        textOf(fields["cve"]) ?? listOf(fields["ids"]).flatMap((id) => textOf(objectOf(id)["text"]) ?? [])[0];
      if (vulnerability === undefined) {
        readings.push({ note: `${file}${where} names no vulnerability, so it counts for nothing.` });
        continue;
      }
      const reasons = reasonsOf(fields, (group) => products.members(group));
      for (const [key, status] of statuses) {
        const ids = textsOf(ownValue(objectOf(fields["product_status"]), key));
        const groups = Map.groupBy(ids, (id) => reasons(id, status) ?? "");
        for (const [reason, members] of groups) {
          const place = `${file}${where}/product_status/${key}`;
          if (status === "not_affected" && reason === "") {
            readings.push({
              note: `${place} says that ${vulnerability} is not_affected without a flag or an impact, so it counts for nothing.`,
            });
            continue;
          }
          readings.push({
            statement: {
              vulnerability,
              aliases: listOf(fields["ids"]).flatMap((id) => textOf(objectOf(id)["text"]) ?? []),
              products: members.map((id): VexProduct => products.product(id)),
              status,
              reason: reason === "" ? status : reason,
              ...(author === undefined ? {} : { author }),
              ...(timestamp === undefined ? {} : { timestamp }),
              where: place,
            },
          });
        }
      }
    }
    return documentOf(file, `CSAF ${textOf(document["csaf_version"]) ?? ""}`.trim(), readings);
  },
};
export default csaf;

/** Flags are the justification, threats of the category `impact` the impact statement, remediations the action. */
function reasonsOf(
  fields: Readonly<Record<string, unknown>>,
  membersOf: (group: string) => readonly string[],
): (product: string, status: VexStatus) => string | undefined {
  const words = new Map<string, { status: VexStatus | undefined; text: string }[]>();
  const note = (value: unknown, status: VexStatus | undefined, text: string | undefined) => {
    const { product_ids: ids, group_ids: groups } = objectOf(value);
    if (text === undefined) return;
    for (const id of [...textsOf(ids), ...textsOf(groups).flatMap(membersOf)]) {
      const list = words.get(id) ?? [];
      list.push({ status, text });
      words.set(id, list);
    }
  };
  for (const flag of listOf(fields["flags"])) note(flag, "not_affected", textOf(objectOf(flag)["label"]));
  for (const threat of listOf(fields["threats"])) {
    const { category, details } = objectOf(threat);
    if (category === "impact") note(threat, "not_affected", textOf(details));
  }
  for (const remedy of listOf(fields["remediations"])) note(remedy, "affected", textOf(objectOf(remedy)["details"]));
  return (product, status) => {
    const texts = (words.get(product) ?? []).filter((word) => word.status === status).map(({ text }) => text);
    return texts.length === 0 ? undefined : texts.join(": ");
  };
}
