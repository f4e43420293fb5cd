import { ownValue } from "../../domain/own-value.ts";
import { vexStatuses, type VexProduct } from "../../domain/advisory/vex.ts";
import { draftMark } from "../../domain/advisory/vex-draft.ts";
import { listOf, objectOf, textOf, textsOf } from "../json/values.ts";
import { documentOf, type StatementReading, type VexFormat, type VexInput } from "./vex-format.ts";

/**
 * OpenVEX 0.0.1, where products are texts, to 0.2.0, where they are objects (https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md).
 * A statement inherits missing fields (time, author) from its document.
 */
const openvex: VexFormat = {
  name: "OpenVEX",
  recognises: (json) => textOf(json.value("@context"))?.startsWith("https://openvex.dev/ns") === true,
  read(input) {
    const { file, json } = input;
    const version = /v(\d+\.\d+\.\d+)$/.exec(textOf(json.value("@context")) ?? "")?.[1] ?? "0.0.1";
    const timestamp = textOf(json.value("timestamp")) ?? textOf(json.value("last_updated"));
    const author = textOf(json.value("author"));
    const readings: StatementReading[] = [];
    let number = 0;
    for (const { value } of json.items("statements")) {
      number++;
      readings.push(statementOf(value, { input, where: `${file}, statement ${number}`, author, timestamp }));
    }
    return documentOf(file, `OpenVEX ${version}`, readings);
  },
};
export default openvex;

interface Surroundings {
  readonly input: VexInput;
  readonly where: string;
  readonly author: string | undefined;
  readonly timestamp: string | undefined;
}

function statementOf(value: unknown, { input, where, author, timestamp }: Surroundings): StatementReading {
  const fields = objectOf(value);
  const { vulnerability, aliases } = vulnerabilityOf(fields["vulnerability"]);
  if (vulnerability === undefined) return { note: `${where} names no vulnerability, so it counts for nothing.` };
  const status = vexStatuses.find((word) => word === fields["status"]);
  if (status === undefined)
    return { note: `${where} (${vulnerability}) has no known status, so it counts for nothing.` };
  const [justification, impact, action, notes] = [
    "justification",
    "impact_statement",
    "action_statement",
    "status_notes",
  ].map((key) => textOf(ownValue(fields, key)));
  if (notes?.startsWith(draftMark) === true)
    return {
      note: `${where} (${vulnerability}) is a draft that no one has signed. Check it and remove "${draftMark}" from its notes, then it counts.`,
    };
  if (status === "not_affected" && justification === undefined && impact === undefined)
    return {
      note: `${where} says that ${vulnerability} is not_affected without a justification or an impact statement, so it counts for nothing.`,
    };
  const products = listOf(fields["products"]).map((product) => productOf(product, textsOf(fields["subcomponents"])));
  if (products.length === 0 && input.subjects.length > 0) products.push({ ids: input.subjects, subcomponents: [] });
  if (products.length === 0) return { note: `${where} (${vulnerability}) names no product, so it counts for nothing.` };
  const words = [justification, impact, status === "affected" ? action : undefined, notes].filter(
    (word) => word !== undefined,
  );
  const time = textOf(fields["last_updated"]) ?? textOf(fields["timestamp"]) ?? timestamp;
  const signed = textOf(fields["supplier"]) ?? author;
  return {
    statement: {
      vulnerability,
      aliases,
      products,
      status,
      reason: words.length === 0 ? status : words.join(": "),
      ...(signed === undefined ? {} : { author: signed }),
      ...(time === undefined ? {} : { timestamp: time }),
      where,
    },
  };
}

/** A text in 0.0.1; since 0.2.0 an object, whose `@id` may be an address that ends in the id. */
function vulnerabilityOf(value: unknown): { vulnerability: string | undefined; aliases: readonly string[] } {
  if (typeof value === "string") return { vulnerability: textOf(value), aliases: [] };
  const fields = objectOf(value);
  const id = textOf(fields["@id"]);
  const vulnerability = textOf(fields["name"]) ?? id?.split("/").at(-1);
  return { vulnerability, aliases: textsOf(fields["aliases"]) };
}

function productOf(value: unknown, oldParts: readonly string[]): VexProduct {
  const parts = listOf(objectOf(value)["subcomponents"]).map(idsOf);
  return {
    ids: idsOf(value),
    subcomponents: [...parts, ...oldParts.map((id) => [id])].filter((ids) => ids.length > 0),
  };
}

/** `@id`, identifiers (purl, cpe22, cpe23) and hashes, whose names have a dash: `sha-256`. */
function idsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return textOf(value) === undefined ? [] : [value.trim()];
  const fields = objectOf(value);
  const identifiers = Object.values(objectOf(fields["identifiers"])).flatMap((id) => textOf(id) ?? []);
  const hashes = Object.entries(objectOf(fields["hashes"])).flatMap(([name, digits]) => {
    const text = textOf(digits)?.toLowerCase();
    return text === undefined ? [] : [`${name.toLowerCase().replace(/^sha-/, "sha")}:${text}`];
  });
  return [...new Set([textOf(fields["@id"]) ?? "", ...identifiers, ...hashes])].filter((id) => id !== "");
}
