import type { Report, ReportDocument } from "../domain/report/report.ts";
import { toDocument } from "./content/rule-results.ts";
import type { Format } from "./format.ts";
import { jsonWriters } from "./json-writer.ts";
import { reportShape } from "./report-shape.ts";

export default {
  name: "json",
  title: "JSON, as docs/schema/report.schema.json describes it",
  suits: ["check", "fix", "inspect", "scan", "learn", "verify", "harden", "base", "audit"],
  syntax: "json",
  render: renderJson,
} satisfies Format;

/** Long lists have one entry per line, which people can search and which prints twice as fast. */
const longLists = new Set(["targets", "rules", "findings"]);

/** The report only, with keys in the order of its schema. */
export function renderJson(report: Report): string {
  const { root, defs } = reportShape;
  const document = toDocument(report);
  if (!("keys" in root)) throw new Error("the report's shape is not an object");
  const writerOf = jsonWriters(defs);
  const fields = Object.entries(root.keys).flatMap(([key, shape]) => {
    const value: unknown = document[key as keyof ReportDocument];
    if (value === undefined) return [];
    const list = longLists.has(key) && Array.isArray(value) && value.length > 0 && "list" in shape;
    const text = list ? `[\n${lines(value, writerOf(shape.list))}\n  ]` : writerOf(shape)(value, "\n  ");
    return [`  ${JSON.stringify(key)}: ${text}`];
  });
  return `{\n${fields.join(",\n")}\n}\n`;

  function lines(items: readonly unknown[], write: ReturnType<typeof writerOf>): string {
    return items.map((item) => `    ${write(item, "")}`).join(",\n");
  }
}
