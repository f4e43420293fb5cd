import { listOf, objectOf, textOf } from "../../json/values.ts";

/** The parts of a component that a reader needs, in JSON and XML. */
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
  readonly licenses: readonly string[];
  /** The first value of each name; CycloneDX allows several. */
  readonly properties: ReadonlyMap<string, string>;
  readonly locations: readonly string[];
  readonly children: readonly { readonly component: Component; readonly where: string }[];
}

/** A component in the form that the standard's JSON has (https://cyclonedx.org/docs/1.6/json/#components). */
export function componentOf(value: unknown, location: string): Component {
  const fields = objectOf(value);
  const group = textOf(fields["group"]);
  const name = textOf(fields["name"]) ?? "";
  return {
    type: textOf(fields["type"]) ?? "",
    ref: textOf(fields["bom-ref"]),
    name: group === undefined ? name : `${group}/${name}`,
    version: textOf(fields["version"]),
    purl: textOf(fields["purl"]),
    optional: fields["scope"] === "optional",
    description: textOf(fields["description"]),
    digest: sha256Of(fields["hashes"]),
    licenses: listOf(fields["licenses"]).flatMap((item) => {
      const { license, expression } = objectOf(item);
      const { id, name: words } = objectOf(license);
      return textOf(expression) ?? textOf(id) ?? textOf(words) ?? [];
    }),
    properties: propertiesOf(fields["properties"]),
    locations: listOf(objectOf(fields["evidence"])["occurrences"]).flatMap(
      (item) => textOf(objectOf(item)["location"]) ?? [],
    ),
    children: listOf(fields["components"]).map((child, index) => {
      const place = `${location}/components/${index}`;
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
  const properties = new Map<string, string>();
  for (const item of listOf(value)) {
    const property = objectOf(item);
    const [name, text] = [textOf(property["name"]), textOf(property["value"])];
    if (name !== undefined && text !== undefined && !properties.has(name)) properties.set(name, text);
  }
  return properties;
}
