import type { Report } from "../../domain/report/report.ts";
import { readComposeModel, type ComposeModelRequest } from "../../sources/compose/read-compose-model.ts";
import { shellFolder } from "../../sources/files/shell-folder.ts";
import type { Context } from "../context.ts";

export interface InspectComposeRequest extends Omit<ComposeModelRequest, "cwd" | "env"> {
  /** Notes from the search for the files. */
  readonly found?: readonly string[];
}

/** `hullproof inspect compose.yaml...`: the merged model of the files. Evaluates no rule, and fetches or starts nothing. */
export function inspectCompose(request: InspectComposeRequest, context: Context): Report {
  const { cwd, env = {}, version } = context;
  const { model, inactive, notes } = readComposeModel({ ...request, cwd: shellFolder(cwd, env["PWD"]), env });
  const inactiveNotes = inactive.map(
    (name) => `service ${name} is left out: it has a profile, and --profile names none of its own`,
  );
  const notChecked = [...(request.found ?? []), ...notes, ...inactiveNotes];
  return {
    schemaVersion: 1,
    tool: { name: "hullproof", version },
    targets: request.files.map((file) => ({ id: file, kind: "document", name: file })),
    rules: [],
    findings: [],
    compose: model as Readonly<Record<string, unknown>>,
    ...(notChecked.length > 0 && { notChecked }),
  };
}
