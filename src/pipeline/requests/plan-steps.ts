import { Failure } from "../../domain/failure.ts";
import type { HttpStep, Step } from "../../domain/workload/step.ts";
import type { Candidate } from "../../facts/requests/candidate.ts";
import { withClientNames } from "../../facts/requests/client-names.ts";
import { routeCoverage, routeText } from "../../facts/requests/route-coverage.ts";
import { textsOfStep } from "../../facts/requests/step-texts.ts";
import { selectCandidates } from "../../facts/requests/select.ts";
import { toStep } from "../../facts/requests/to-step.ts";
import { referencedNames } from "../../secrets/variable-references.ts";
import type { Context } from "../context.ts";
import { valueForm } from "../workload/caller-values.ts";
import { dryRun } from "./dry-run.ts";
import type { DryRunSubject } from "./send-steps.ts";
import type { ImportedRequests } from "./import-requests.ts";
import type { StepAddition } from "./write-steps.ts";

export interface StepPlan {
  readonly steps: readonly StepAddition[];
  readonly routes: Readonly<Record<string, number>>;
  /** For the caller to print. */
  readonly lines: readonly string[];
}

/** The dry run drops some: so many times as many are tried. */
const spare = 3;
const maxListed = 10;

/** Selects steps of the requests; with a `subject` those that the original answers the same each time. Throws `Failure` of the engine. */
export async function planSteps(
  imported: ImportedRequests,
  options: { readonly maxSteps: number; readonly steps: readonly Step[] },
  subject: DryRunSubject | undefined,
  context: Context,
): Promise<StepPlan> {
  const { maxSteps } = options;
  const shareOf = (route: string) => imported.routes.get(route) ?? 0;
  const first = selectCandidates(imported.candidates, subject === undefined ? maxSteps : spare * maxSteps, shareOf);
  const byStep = new Map<Step, Candidate>();
  const otherSources = new Map<Step, string>();
  const names = new Set(options.steps.map(({ name }) => name));
  const withFreeName = <One extends Step>(step: One): One => {
    const result = { ...step, name: freeName(step.name, names) };
    names.add(result.name);
    return result;
  };
  const known = new Set(options.steps.map(contentOf));
  const otherSteps = imported.steps.flatMap(({ step, source }) => {
    if (known.has(contentOf(step)) || otherSources.size >= maxSteps) return [];
    known.add(contentOf(step));
    const result = withFreeName(step);
    otherSources.set(result, source);
    return [result];
  });
  const stepsByClient = withClientNames(
    first.selected.map((candidate) => toStep(candidate, imported.hasShares ? shareOf(candidate.route) : undefined)),
  );
  const requestSteps = first.selected.map((candidate, at) => {
    const named = withFreeName(stepsByClient[at]!);
    const step = deletesShared(named, candidate) ? { ...named, weight: 0 } : named;
    byStep.set(step, candidate);
    return step;
  });
  const allSteps = [...otherSteps, ...requestSteps];
  const sourceOf = (step: Step) => otherSources.get(step) ?? byStep.get(step)?.source ?? "";
  const routes = Object.fromEntries(imported.routes);
  if (subject === undefined) {
    const steps = allSteps.slice(0, maxSteps).map((step) => ({ step, source: sourceOf(step) }));
    return {
      steps,
      routes,
      lines: [
        ...report(steps, routes, options.steps, imported, "with a step"),
        "the steps were not tried: the next `learn` does",
      ],
    };
  }
  const tried = await dryRun(subject, allSteps, imported, context);
  if (tried.broken !== undefined)
    throw new Failure(
      "bad-usage",
      `The steps that are there do not pass without internet, so none was added: ${tried.broken}`,
      {
        hint: "Correct them first, or let trials reach the internet: --allow-host=internet:trials",
      },
    );
  const keptRequests = tried.kept.flatMap((step) => {
    const candidate = byStep.get(tried.origins.get(step) ?? step);
    if (candidate === undefined || step.kind !== "http") return [];
    // A login may have been added.
    return [{ step, candidate: { ...candidate, request: { ...candidate.request, headers: step.headers } } }];
  });
  const keptOthers = tried.kept.filter((step) => otherSources.has(tried.origins.get(step) ?? step));
  const stepOf = new Map(keptRequests.map(({ step, candidate }) => [candidate, step]));
  const { selected } = selectCandidates(
    keptRequests.map(({ candidate }) => candidate),
    maxSteps - keptOthers.length,
    shareOf,
  );
  const steps = [
    ...keptOthers.map((step) => ({ step, source: sourceOf(tried.origins.get(step) ?? step) })),
    ...selected.flatMap((candidate): StepAddition[] => {
      const step = stepOf.get(candidate);
      return step === undefined ? [] : [{ step, source: candidate.source }];
    }),
  ];
  // Set-up comes before the other steps.
  const ordered = [
    ...steps.filter(({ step }) => step.once === true),
    ...steps.filter(({ step }) => step.once !== true),
  ];
  return {
    steps: ordered,
    routes,
    lines: [
      ...report(ordered, routes, options.steps, imported, "exercised"),
      ...tried.notes,
      ...listLines(
        "dropped",
        tried.dropped.map(({ step, answer }) => `${step.name}: ${answer}`),
      ),
    ],
  };
}

/** Other clients read what it deletes, so that it is not done under load. What documents delete has captured ids, or is the client's session. */
function deletesShared({ method, path }: HttpStep, { request }: Candidate): boolean {
  return method === "DELETE" && request.values !== "document" && !path.includes("{{");
}

function report(
  steps: readonly StepAddition[],
  routes: Readonly<Record<string, number>>,
  existing: readonly Step[],
  { notes }: ImportedRequests,
  state: "exercised" | "with a step",
): string[] {
  const coverage = routeCoverage({ steps: [...existing, ...steps.map(({ step }) => step)], routes });
  const names = [...referencedNames(steps.flatMap(({ step }) => textsOfStep(step)))];
  return [
    `${steps.length} ${steps.length === 1 ? "step" : "steps"} added${coverage === undefined ? "" : `: ${routeText(coverage, state)}`}`,
    ...(coverage === undefined
      ? []
      : listLines(state === "exercised" ? "not exercised" : "without a step", coverage.missing)),
    ...notes,
    ...(names.length > 0
      ? [
          `they need variables of yours: ${names.map((name) => `--allow-host=env:${name}`).join(" ")}`,
          ...names.flatMap((name) => {
            const form = valueForm(name);
            return form === undefined ? [] : [`  ${name} is base64 of user and password: export ${name}=${form}`];
          }),
        ]
      : []),
  ];
}

/** All but its name. */
function contentOf(step: Step): string {
  return JSON.stringify({ ...step, name: "" });
}

function listLines(what: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const rest = items.length > maxListed ? [`  and ${items.length - maxListed} more`] : [];
  return [`${what}:`, ...items.slice(0, maxListed).map((item) => `  ${item}`), ...rest];
}

function freeName(name: string, names: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name} (${number})`;
    if (!names.has(candidate)) return candidate;
  }
}
