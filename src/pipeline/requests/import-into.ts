import type { HttpStep } from "../../domain/workload/step.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { toStep } from "../../facts/requests/to-step.ts";
import { requestConsent } from "../consent/request-consent.ts";
import type { Context } from "../context.ts";
import { allowsInternet } from "../workload/allowed-variables.ts";
import { valueForm, withCallerValues } from "../workload/caller-values.ts";
import type { DryRunSubject } from "./send-steps.ts";
import { importRequests, type ImportOptions } from "./import-requests.ts";
import { planSteps, type StepPlan } from "./plan-steps.ts";

interface ImportInto {
  readonly workload: Workload;
  readonly plan: StepPlan;
}

/**
 * The workload with steps of request sources behind its own, tried on the original without internet. Throws `Failure`: `bad-usage`, `not-allowed` for
 * variables without consent, those of engines.
 */
export async function importInto(
  subject: DryRunSubject,
  options: ImportOptions,
  context: Context,
): Promise<ImportInto> {
  const { workload } = subject;
  const existing = httpSteps(workload.steps);
  const imported = await importRequests(options, existing, context);
  const values = withCallerValues(
    { steps: imported.candidates.map((candidate) => toStep(candidate, undefined)) },
    context,
  );
  await requestConsent(
    values.reach.map((item) => ({
      ...item,
      what: `sends a variable of yours to the container (an imported step${valueForm(item.value) === undefined ? "" : "; base64 of USER:PASSWORD"})`,
    })),
    context,
  );
  values.check();
  const { variables } = values.workload;
  const base: Workload = {
    ...workload,
    cookies: true,
    ...(!allowsInternet(context) && { internet: false as const }),
    ...(variables && { variables: { ...workload.variables, ...variables } }),
  };
  const plan = await planSteps(
    imported,
    { maxSteps: options.maxSteps, steps: workload.steps },
    { ...subject, workload: base },
    context,
  );
  const { origin: _, ...declared } = base;
  return {
    plan,
    workload: { ...declared, steps: [...workload.steps, ...plan.steps.map(({ step }) => step)], routes: plan.routes },
  };
}

export function httpSteps(steps: Workload["steps"]): HttpStep[] {
  return steps.flatMap((step) => (step.kind === "http" && step.at === undefined ? [step] : []));
}
