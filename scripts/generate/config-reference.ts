import { z } from "zod";
import { configShape } from "../../src/sources/configuration/config-shape.ts";

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: boolean | number | string | object | null;
  readonly const?: boolean | number | string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | false;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Row {
  readonly key: string;
  readonly type: string;
  readonly what: string;
}

const duration = "duration";
const path = "docs/reference/hullproof-yaml.md";

const head = `# hullproof.yaml, key by key

Generated from the schema (\`npm run generate\`). [Configuration](../guide/configuration.md) says which file counts and shows examples;
[workloads](../guide/workload.md) shows how to write one. \`[]\` stands for each entry of a list, \`*\` for a name that you choose. A key that is not
listed here is an error. A duration is \`500ms\`, \`5s\` or \`2m\`. Paths of this machine are relative to the file.

Editors that know JSON Schema complete and check the file when it begins with
\`# yaml-language-server: $schema=\` and the path of [hullproof.schema.json](../schema/hullproof.schema.json).
`;

/** A page with a section for each top-level key of `hullproof.yaml`, and a line for each key below it. */
export function configReference(): { path: string; text: string } {
  const { properties = {} } = z.toJSONSchema(configShape, { io: "input" }) as Schema;
  const seen = new Map<string, string>();
  const sections = Object.entries(properties).map(([name, schema]) => {
    const rows = rowsOf(name, schema, seen).filter(
      ({ key }, at, all) => all.findIndex((row) => row.key === key) === at,
    );
    const own = rows.length > 1 ? rows.slice(1) : rows;
    const lines = own.map(({ key, type, what }) => `| \`${key}\` | ${type} | ${what} |`);
    const intro = schema.description === undefined || own.length === 1 ? [] : [schema.description, ""];
    return [`## ${name}`, "", ...intro, "| key | value | what |", "| --- | --- | --- |", ...lines].join("\n");
  });
  return { path, text: [head, ...sections.map((section) => `${section}\n`)].join("\n") };
}

/** The key itself, then those below it. What was written out before is referred to. */
function rowsOf(key: string, schema: Schema, seen: Map<string, string>, needed = false): Row[] {
  const type = typeOf(schema);
  const inner = innerOf(key, schema);
  const form = JSON.stringify(inner.map(({ schema: below }) => below));
  const before = inner.length === 0 ? undefined : seen.get(form);
  const notes = [
    ...(schema.description === undefined || schema.description.startsWith("A duration:") ? [] : [schema.description]),
    ...(needed ? ["Required."] : []),
    ...defaultOf(schema),
    ...(before === undefined ? [] : [`Keys as below \`${before}\`.`]),
  ];
  const row = { key, type: cell(type), what: cell(notes.join(" ")) };
  if (before !== undefined) return [row];
  if (inner.length > 0) seen.set(form, key);
  return [row, ...inner.flatMap((below) => keysOf(below.key, below.schema, inner.length > 1, seen))];
}

/** Objects that are written below a key, in it, in each entry of its list, or under each name. */
function innerOf(key: string, schema: Schema): { key: string; schema: Schema }[] {
  if (schema.properties !== undefined) return [{ key, schema }];
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap((one) => innerOf(key, one));
  if (schema.items !== undefined) return innerOf(`${key}[]`, schema.items);
  if (typeof schema.additionalProperties === "object") return innerOf(`${key}.*`, schema.additionalProperties);
  return [];
}

/** Keys of the object around it that an entry repeats are not written out again. `isOne` is true for one form of several. */
function keysOf(key: string, schema: Schema, isOne: boolean, seen: Map<string, string>): Row[] {
  const properties = Object.entries(schema.properties ?? {});
  const entry = key.endsWith("[]");
  const repeated = properties.filter(([name, below]) => entry && isIn(name, below, key, seen));
  if (!entry) for (const [name, below] of properties) seen.set(`${key}.${name}`, JSON.stringify(below));
  const rows = properties
    .filter((property) => repeated.length < 3 || !repeated.includes(property))
    .flatMap(([name, below]) =>
      rowsOf(`${key}.${name}`, below, seen, !isOne && (schema.required?.includes(name) ?? false)),
    );
  if (repeated.length < 3) return rows;
  const names = repeated.map(([name]) => `\`${name}\``).join(", ");
  return [...rows, { key: `${key}.*`, type: "", what: `${names}: as above, for this entry.` }];
}

function isIn(name: string, schema: Schema, key: string, seen: ReadonlyMap<string, string>): boolean {
  const outer = key.slice(0, key.lastIndexOf("."));
  return seen.get(`${outer}.${name}`) === JSON.stringify(schema);
}

function defaultOf({ default: value }: Schema): string[] {
  if (value === undefined || typeof value === "object") return [];
  return [`Default: \`${String(value)}\`.`];
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(", ");
  if (schema.anyOf !== undefined)
    return [...new Set(schema.anyOf.map(typeOf))].filter((type) => type !== "").join(" or ");
  if (schema.properties !== undefined) return "keys below";
  if (schema.items !== undefined) return `list of ${plural(typeOf(schema.items))}`;
  if (typeof schema.additionalProperties === "object") return `name: ${typeOf(schema.additionalProperties)}`;
  return Array.isArray(schema.type) ? "text, number, true or false" : plainType(schema);
}

function plainType({ type, pattern, format, minimum, maximum }: Schema): string {
  if (type === "boolean") return "true or false";
  if (type === "integer" || type === "number") {
    const most = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : maximum;
    const least = minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? undefined : minimum;
    if (least !== undefined && most !== undefined) return `${least} to ${most}`;
    return least === undefined ? "number" : `number from ${least}`;
  }
  if (format === "date") return "date, as 2027-01-31";
  if (format === "uri") return "URL";
  if (pattern?.includes("(ms|s|m)") === true) return duration;
  if (pattern?.startsWith("^\\/") === true) return "path from /";
  return type === "string" ? "text" : "any value";
}

function plural(type: string): string {
  return type === "text" ? "texts" : type === "keys below" ? "entries" : type;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
