import { readFileSync } from "node:fs";
import type { RuleResult } from "../../src/domain/finding/finding.ts";
import type { Report, ReportDocument } from "../../src/domain/report/report.ts";

/** The parts of JSON Schema that the report's schema is written in. */
interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean" | "null";
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
}

const { $defs, ...whole } = JSON.parse(
  readFileSync(new URL("../../docs/schema/report.schema.json", import.meta.url), "utf8"),
) as Schema & { readonly $defs: Readonly<Record<string, Schema>> };

const always = [
  "schemaVersion",
  "tool",
  "targets",
  "rules",
  "aboutRules",
  "findings",
  "baseline",
  "unread",
  "notChecked",
];
const looked = ["image", "inspection"];
const proven = ["proof", "exit"];
/** What a report of each verb holds besides. */
const parts = {
  check: [],
  inspect: looked,
  scan: ["image", "vulnerabilities", "remedies", "crossCheck", "scanners", "scannersFailed", "advisories"],
  base: ["bases"],
  learn: [...looked, ...proven],
  harden: [...looked, ...proven, "harden"],
  project: ["project", "exit"],
  audit: ["audit"],
} as const satisfies Record<string, readonly string[]>;

export type FilledVerb = keyof typeof parts;
export const filledVerbs = Object.keys(parts) as FilledVerb[];

/**
 * A report of a verb with every field that its schema has, optional ones too, and one item of each kind in each list: `textAt` is asked for each text, by the place of its
 * field (`findings[].evidence[2].text`). Its maps are left out, since the columns of one belong together.
 */
export function filledReport(verb: FilledVerb, textAt: (place: string) => string): Report {
  const own = new Set<string>([...always, ...parts[verb]]);
  const properties = Object.fromEntries(Object.entries(whole.properties ?? {}).filter(([name]) => own.has(name)));
  const { targets, ...document } = filled({ ...whole, properties }, "", textAt, []) as ReportDocument;
  const rules = targets.map(({ id: target }): RuleResult => {
    return { rule: "cleanup/apt-lists", target, verdict: "found", reason: textAt("rules[].reason") };
  });
  const report: Report = { ...document, targets, rules };
  const { vulnerabilities } = report;
  if (vulnerabilities === undefined) return report;
  // One that someone set aside stands elsewhere than one that is open.
  const open = vulnerabilities.map((one) => {
    const { suppressed: _, ...rest } = one;
    return rest;
  });
  return { ...report, vulnerabilities: [...vulnerabilities, ...open] };
}

function filled(schema: Schema, place: string, textAt: (place: string) => string, within: readonly string[]): unknown {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace("#/$defs/", "");
    const own = $defs[name];
    // A part of itself: once is enough.
    if (own === undefined || within.includes(name)) return undefined;
    return filled(own, place, textAt, [...within, name]);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return filled(variants[0] ?? {}, place, textAt, within);
  switch (schema.type) {
    case "object": {
      const own = Object.entries(schema.properties ?? {}).map(([key, one]) => [
        key,
        filled(one, place === "" ? key : `${place}.${key}`, textAt, within),
      ]);
      const rest = schema.additionalProperties;
      const dictionary =
        typeof rest === "object" && Object.keys(rest).length > 0
          ? (schema.propertyNames?.enum ?? [textAt(`${place}.KEY`)]).map((key) => [
              String(key),
              filled(rest, `${place}.VALUE`, textAt, within),
            ])
          : [];
      return Object.fromEntries([...own, ...dictionary].filter(([, value]) => value !== undefined));
    }
    case "array":
      return itemsOf(schema.items ?? {}, place, textAt, within);
    case "string":
      // Only ids of rules have a form.
      return schema.pattern === undefined ? textAt(place) : "cleanup/apt-lists";
    case "number":
    case "integer":
      return Math.max(1, (schema.exclusiveMinimum ?? 0) + 1, schema.minimum ?? 0);
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return undefined;
  }
}

/** One item of each variant. */
function itemsOf(items: Schema, place: string, textAt: (place: string) => string, within: readonly string[]) {
  const name = items.$ref?.replace("#/$defs/", "");
  const own = name === undefined ? items : ($defs[name] ?? {});
  const variants = own.anyOf ?? own.oneOf;
  if (name !== undefined && within.includes(name)) return [];
  const inside = name === undefined ? within : [...within, name];
  if (variants !== undefined)
    return variants.map((one, at) => filled(one, `${place}[${at}]`, textAt, inside)).filter((one) => one !== undefined);
  const item = filled(items, `${place}[]`, textAt, within);
  return item === undefined ? [] : [item];
}
