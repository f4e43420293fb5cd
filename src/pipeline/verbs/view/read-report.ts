import { Failure } from "../../../domain/failure.ts";
import type { ImageFiles } from "../../../domain/image/image-files.ts";
import type { Report } from "../../../domain/report/report.ts";
import { reportSchema } from "../../../reports/report-schema.ts";
import { boundedJson } from "../../../formats/json/bounded-json.ts";
import { parseToFirstFault } from "../../../sources/bounded/first-fault.ts";
import { limits } from "../../../sources/files/limits.ts";
import { readText } from "../../host/read-text.ts";

const hint = "It takes a JSON report: hullproof check --format json --output report.json";

/**
 * Reads a JSON report of this version, or of one with the same parts. Its source is untrusted, so every part is validated. Throws `Failure`
 * (`no-such-file`, `unreadable`, `bad-usage`).
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
  const parsed = parseToFirstFault(reportSchema.omit({ compose: true }), value);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    throw bad(`${first?.path.join(".") || "the whole"}: ${first?.message ?? "not as expected"}`);
  }
  const report: Report = parsed.data;
  for (const files of report.files ?? []) {
    const wrong = wrongIn(files);
    if (wrong !== undefined) throw bad(`files: ${wrong}`);
  }
  return report;
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
