import { Failure } from "../../../domain/failure.ts";
import { configFor } from "../../settings/settings.ts";
import type { Context } from "../../context.ts";
import { readText } from "../../host/read-text.ts";
import { httpSteps, importInto } from "../../requests/import-into.ts";
import { importRequests, type ImportOptions } from "../../requests/import-requests.ts";
import { planSteps, type StepPlan } from "../../requests/plan-steps.ts";
import { withSteps } from "../../requests/write-steps.ts";
import { startSubject, type Subject } from "./first-request.ts";
import { writeFiles } from "./write-files.ts";

interface ImportRequest {
  readonly file: string;
  readonly options: ImportOptions;
  /** The container that they are tried on; undefined: they are not tried. */
  readonly subject: Subject | undefined;
  readonly mode: number;
}

/** Adds steps of request sources to the written `hullproof.yaml`. Returns lines of the result. Throws `Failure`, and then nothing was added. */
export async function importSteps(
  { file, options, subject, mode }: ImportRequest,
  context: Context,
): Promise<readonly string[]> {
  const plan = subject === undefined ? await untried(options, context) : await tried(subject, options, context);
  const text = await readText(file, context.cwd);
  const state = subject === undefined ? { state: "not tried" } : {};
  const added = withSteps(file, text, { steps: plan.steps, routes: plan.routes, ...state });
  if (added !== text) await writeFiles(context.cwd, [{ path: file, text: added }], mode);
  return [`${file}: ${plan.lines[0] ?? ""}`, ...plan.lines.slice(1)];
}

async function untried(options: ImportOptions, context: Context): Promise<StepPlan> {
  const { workload } = await configFor(".", context);
  const steps = workload?.steps ?? [];
  const imported = await importRequests(options, httpSteps(steps), context);
  return planSteps(imported, { ...options, steps }, undefined, context);
}

async function tried(subject: Subject, options: ImportOptions, context: Context): Promise<StepPlan> {
  try {
    const started = await startSubject(subject, context);
    return (await importInto(started, options, context)).plan;
  } catch (error) {
    if (!(error instanceof Failure) || error.code === "interrupted") throw error;
    throw new Failure(error.code, `No step was added: ${error.message}`, { hint: error.hint });
  }
}
