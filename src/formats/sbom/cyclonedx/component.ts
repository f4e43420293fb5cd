import { listOf, objectOf, textOf } from "../../json/values.ts";

/** What a reader needs of a component; the XML form becomes the same. */
export interface Component {
  readonly type: string;
  readonly ref: string | undefined;
  /** `group/name`, where it has a group. */
  readonly name: string;
  readonly version: string | undefined;
  readonly purl: string | undefined;
  readonly optional: boolean;
  readonly description: string | undefined;
  readonly digest: string | undefined;
  readonly licences: readonly string[];
  /** The first value of each name; CycloneDX allows several. */
  readonly properties: ReadonlyMap<string, string>;
  readonly locations: readonly string[];
  readonly children: readonly { readonly component: Component; readonly where: string }[];
}

/** A component in the form that the standard's JSON has (https://cyclonedx.org/docs/1.6/json/#components). */
export function componentOf(value: unknown, where: string): Component {
  const one = objectOf(value);
  const group = textOf(one["group"]);
  const name = textOf(one["name"]) ?? "";
  return {
    type: textOf(one["type"]) ?? "",
    ref: textOf(one["bom-ref"]),
    name: group === undefined ? name : `${group}/${name}`,
    version: textOf(one["version"]),
    purl: textOf(one["purl"]),
    optional: one["scope"] === "optional",
    description: textOf(one["description"]),
    digest: sha256Of(one["hashes"]),
    licences: listOf(one["licenses"]).flatMap((item) => {
      const { license, expression } = objectOf(item);
      const { id, name: words } = objectOf(license);
      return textOf(expression) ?? textOf(id) ?? textOf(words) ?? [];
    }),
    properties: propertiesOf(one["properties"]),
    locations: listOf(objectOf(one["evidence"])["occurrences"]).flatMap(
      (item) => textOf(objectOf(item)["location"]) ?? [],
    ),
    children: listOf(one["components"]).map((child, index) => {
      const place = `${where}/components/${index}`;
      return { component: componentOf(child, place), where: place };
    }),
  };
}

function sha256Of(hashes: unknown): string | undefined {
  for (const item of listOf(hashes)) {
    const { alg, content } = objectOf(item);
    const digits = textOf(content)?.toLowerCase();
    if (alg === "SHA-256" && digits !== undefined && /^[0-9a-f]{64}$/.test(digits)) return `sha256:${digits}`;
  }
  return undefined;
}

export function propertiesOf(value: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const item of listOf(value)) {
    const one = objectOf(item);
    const [name, text] = [textOf(one["name"]), textOf(one["value"])];
    if (name !== undefined && text !== undefined && !found.has(name)) found.set(name, text);
  }
  return found;
}
