interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema | false;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** A JSON Schema as a page: its own keys, and a section for each definition. */
export function schemaPage(path: string, text: string): string {
  const schema = JSON.parse(text) as Schema;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const definitions = Object.entries(schema.$defs ?? {});
  return [
    `# ${name}`,
    "",
    escaped(schema.description ?? schema.title ?? ""),
    "",
    `[The schema itself](${name}.txt), for editors and programs.`,
    "",
    ...tableOf(schema),
    ...definitions.flatMap(([key, one]) => [`## ${key}`, "", escaped(one.description ?? ""), "", ...tableOf(one)]),
  ].join("\n");
}

function tableOf(schema: Schema): string[] {
  const properties = propertiesOf(schema);
  if (properties.length === 0) return [typeOf(schema), ""];
  return [
    "| key | value | what |",
    "| --- | --- | --- |",
    ...properties.map(
      ({ key, schema: below, needed }) =>
        `| \`${key}\` | ${cell(typeOf(below))} | ${cell(`${escaped(below.description ?? "")}${needed ? "" : " Optional."}`.trim())} |`,
    ),
    "",
  ];
}

interface Property {
  readonly key: string;
  readonly schema: Schema;
  readonly needed: boolean;
}

/** Those of each form, where there are several; a key that forms share stands once. */
function propertiesOf({ properties, required = [], anyOf, oneOf }: Schema): readonly Property[] {
  const own = Object.entries(properties ?? {}).map(([key, schema]) => ({
    key,
    schema,
    needed: required.includes(key),
  }));
  const all = [...own, ...[...(anyOf ?? []), ...(oneOf ?? [])].flatMap((one) => propertiesOf(one))];
  return all.filter(({ key }, at) => all.findIndex((one) => one.key === key) === at);
}

function typeOf(schema: Schema): string {
  const { $ref, items, additionalProperties, type } = schema;
  if ($ref !== undefined) {
    const name = $ref.slice($ref.lastIndexOf("/") + 1);
    return name === "#" ? "the whole again" : `[${name}](#${name.toLowerCase().replaceAll(/[^\w-]/g, "")})`;
  }
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((one) => `\`${JSON.stringify(one)}\``).join(", ");
  const forms = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (forms.length > 0) return [...new Set(forms.map(typeOf))].join(" or ");
  if (typeof items === "object") return `list of ${typeOf(items)}`;
  if (schema.properties !== undefined)
    return Object.entries(schema.properties)
      .map(([key, below]) => `\`${key}\`: ${typeOf(below)}`)
      .join("; ");
  if (typeof additionalProperties === "object") return `by name: ${typeOf(additionalProperties)}`;
  return Array.isArray(type) ? type.join(" or ") : String(type ?? "anything");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** Descriptions are plain text. */
function escaped(text: string): string {
  return text.replaceAll(/[<>*_[\]]/g, (character) => `\\${character}`);
}
