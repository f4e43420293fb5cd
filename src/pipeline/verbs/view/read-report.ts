import { z } from "zod";
import { Failure } from "../../../domain/failure.ts";
import type { ImageFiles } from "../../../domain/image/image-files.ts";
import { isRecord } from "../../../domain/is-record.ts";
import type { Report } from "../../../domain/report/report.ts";
import { listResults } from "../../../reports/content/rule-results.ts";
import { reportSchema } from "../../../reports/report-schema.ts";
import { ruleResult } from "../../../reports/schema/finding.ts";
import { boundedJson } from "../../../formats/json/bounded-json.ts";
import { parseToFirstFault } from "../../../sources/bounded/first-fault.ts";
import { limits } from "../../../sources/files/limits.ts";
import { readText } from "../../host/read-text.ts";

const currentSchema = reportSchema.omit({ compose: true });

const hint = "It takes a JSON report: hullproof check --format json --output report.json";

/**
 * Reads a JSON report of version 1 or 2. Its source is untrusted, so every part is validated. Throws `Failure` (`no-such-file`, `unreadable`,
 * `bad-usage`).
 */
export async function readReport(file: string, cwd: string): Promise<Report> {
  const text = await readText(file, cwd, { limit: limits.report });
  const bad = (problem: string, cause?: unknown): Failure =>
    new Failure("bad-usage", `${file} is no report of hullproof: ${problem}.`, {
      hint,
      ...(cause !== undefined && { cause }),
    });
  let value = boundedJson(text, bad);
  // A model of Compose files may have any depth, and no page shows it.
  if (typeof value === "object" && value !== null) value = { ...value, compose: undefined };
  const isEarlier = isRecord(value) && value["schemaVersion"] === 1;
  const report = isEarlier ? await earlierReport(value, bad) : currentReport(value, bad);
  for (const files of report.files ?? []) {
    const wrong = wrongIn(files);
    if (wrong !== undefined) throw bad(`files: ${wrong}`);
  }
  return report;
}

type Refusal = (problem: string) => Failure;

function currentReport(value: unknown, bad: Refusal): Report {
  const { rules, ...report } = valid(currentSchema, value, bad);
  const results = listResults(rules, report.targets);
  if (typeof results === "string") throw bad(`rules: ${results}`);
  return { ...report, rules: results };
}

/** Loaded only for such a report. */
async function earlierReport(value: unknown, bad: Refusal): Promise<Report> {
  const { withCurrentKeys } = await import("../../../reports/version-1.ts");
  const schema = currentSchema.extend({ schemaVersion: z.literal(1), rules: z.array(ruleResult) });
  return { ...valid(schema, withCurrentKeys(value), bad), schemaVersion: 2 };
}

function valid<Schema extends z.ZodType>(schema: Schema, value: unknown, bad: Refusal): z.output<Schema> {
  const parsed = parseToFirstFault(schema, value);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw bad(`${first?.path.join(".") || "the whole"}: ${first?.message ?? "not as expected"}`);
}

/** The first reference in the columns that forms a cycle or leads nowhere. */
function wrongIn({
  names,
  parents,
  paths,
  layer,
  bytes,
  hiddenBy,
  owned,
  owners,
  used,
  counts,
  layers,
}: ImageFiles): string | undefined {
  if (parents.length !== names.length || names[0] !== "") return "`names` and `parents` are not of the same paths";
  if (parents.some((parent, row) => row > 0 && parent >= row)) return "a folder stands behind what is in it";
  const columns = [layer, bytes, hiddenBy, owned, ...(used ? [used] : []), ...(counts ? [counts] : [])];
  if (columns.some(({ length }) => length !== paths.length)) return "its columns are not of the same length";
  if (paths.some((row) => row >= names.length)) return "`paths` names a path that is not there";
  if (layer.some((index) => index >= layers.length)) return "`layer` names a layer that is not there";
  return owned.some((index) => index >= owners.length) ? "`owned` names a package that is not there" : undefined;
}
