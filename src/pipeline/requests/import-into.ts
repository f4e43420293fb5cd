import type { HttpStep } from "../../domain/workload/step.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { Candidate } from "../../facts/requests/candidate.ts";
import { textsOfStep } from "../../facts/requests/step-texts.ts";
import { toStep } from "../../facts/requests/to-step.ts";
import { referencedNames } from "../../secrets/variable-references.ts";
import { requestConsent } from "../consent/request-consent.ts";
import type { Context } from "../context.ts";
import { allowedVariables, allowsInternet } from "../workload/allowed-variables.ts";
import { valueForm, withCallerValues } from "../workload/caller-values.ts";
import { addFreshWords } from "./fresh-words.ts";
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
  const restricted: Workload = {
    ...workload,
    cookies: true,
    ...(!allowsInternet(context) && { internet: false as const }),
  };
  const imported = await importRequests(options, existing, context, (words, requests, port) =>
    addFreshWords(words, requests, port, { ...subject, workload: restricted }, context),
  );
  const { candidates, notes } = withoutSpareVariables(imported.candidates, context);
  const values = withCallerValues({ steps: candidates.map((candidate) => toStep(candidate, undefined)) }, context);
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
    ...restricted,
    ...(variables && { variables: { ...workload.variables, ...variables } }),
  };
  const plan = await planSteps(
    { ...imported, candidates, notes: [...imported.notes, ...notes] },
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

/** Leaves out requests that need a variable which the caller did not allow, where another of their route needs none. */
function withoutSpareVariables(candidates: readonly Candidate[], context: Context) {
  const allowed = allowedVariables(context);
  const isFree = (candidate: Candidate) =>
    [...referencedNames(textsOfStep(toStep(candidate, undefined)))].every((name) => Object.hasOwn(allowed, name));
  const freeRoutes = new Set(candidates.filter(isFree).map(({ route }) => route));
  const kept = candidates.filter((candidate) => isFree(candidate) || !freeRoutes.has(candidate.route));
  const count = candidates.length - kept.length;
  return {
    candidates: kept,
    notes: count === 0 ? [] : [`${count} more requests of these routes need variables, and are left out`],
  };
}

export function httpSteps(steps: Workload["steps"]): HttpStep[] {
  return steps.flatMap((step) => (step.kind === "http" && step.at === undefined ? [step] : []));
}
