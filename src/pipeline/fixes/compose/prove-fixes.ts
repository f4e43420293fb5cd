import type { FixProof } from "../../../domain/report/fix-report.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { trialIds } from "../../../proof/trial/trial-ids.ts";
import type { Context } from "../../context.ts";
import type { CheckTarget } from "../../targets/targets.ts";
import { readingOf } from "../../judge/compose/reading-of.ts";
import { serviceIn } from "../../project/harden-service.ts";
import { openProject, type OpenProject } from "../../project/open-project.ts";
import { proveProject, type Reference } from "../../project/prove-project.ts";
import { startProject } from "../../project/start-project.ts";
import { restrictionsIn } from "../../project/restrictions-in.ts";
import type { Texts } from "../../../dialects/text-dialect.ts";
import type { FixedTexts } from "../../fix-plan/fix-texts.ts";
import { withTexts } from "../../fix-plan/compose/project-problem.ts";

/** Results of tried fixes. */
export interface ProvenKeys {
  /** Keys of the fixes that hold together. */
  readonly kept: ReadonlySet<string>;
  /** Why a fix does not hold, or cannot be tried, by key. */
  readonly broke: ReadonlyMap<string, { readonly outcome: "dropped" | "not-tried"; readonly reason: string }>;
  readonly proof: FixProof;
}

type Plan = (keys: ReadonlySet<string>) => FixedTexts;

/**
 * Tries fixes of a Compose project by starting it: all together, and after a failure one by one. A fix without effect on a trial's
 * restrictions is not tried, since its trial would show nothing.
 */
export async function proveFixes(
  target: Extract<CheckTarget, { readonly path: string }>,
  plan: Plan,
  keys: ReadonlySet<string>,
  context: Context,
): Promise<ProvenKeys> {
  const open = await openProject(target, context);
  const run = await proverOf(open, context);
  const keptKeys = new Set<string>();
  const broke = new Map<string, { readonly outcome: "dropped" | "not-tried"; readonly reason: string }>();
  const asIs = run.under(open.texts);
  const tried = [...keys].filter((key) => {
    const differs = run.under(textsOf(plan(new Set([key])))) !== asIs;
    if (!differs) broke.set(key, { outcome: "not-tried", reason: noEffectReason });
    return differs;
  });
  const problemWith = (keys: ReadonlySet<string>): Promise<string | undefined> => run.problem(textsOf(plan(keys)));
  if (tried.length > 0) {
    const whole = await problemWith(new Set(tried));
    if (whole === undefined) tried.forEach((key) => keptKeys.add(key));
    else if (tried.length === 1) broke.set(tried[0] ?? "", { outcome: "dropped", reason: whole });
    else
      for (const key of tried) {
        const problem = await problemWith(new Set([...keptKeys, key]));
        if (problem === undefined) keptKeys.add(key);
        else broke.set(key, { outcome: "dropped", reason: problem });
      }
  }
  return {
    kept: keptKeys,
    broke,
    proof: { builds: [], mirrors: [], noise: [], behavior: run.behaviour, trials: run.trials() },
  };
}

const noEffectReason =
  "no trial shows what it changes: it is no part of what a container of the trials runs under, or its service is not started in them. --suggested --rule RULE makes it";

function textsOf(fixed: FixedTexts): Texts {
  return new Map([...fixed].map(([file, { text }]) => [file, text]));
}

interface Prover {
  /** Restrictions of the started services with these texts, as text. */
  under(texts: Texts): string;
  /** Why the project behaves differently with these texts than without restrictions. */
  problem(texts: Texts): Promise<string | undefined>;
  trials(): number;
  readonly behaviour: string;
}

async function proverOf(asRead: OpenProject, context: Context): Promise<Prover> {
  const {
    open: { work, plan, workloads, declared, session, entry },
    workload,
  } = await startProject(asRead, context);
  const ids = trialIds();
  const started = [entry, ...plan.entry.before];
  const restrictionsOf = (texts: Texts): ReadonlyMap<string, Restrictions> => {
    const read = readingOf(withTexts(work, texts));
    return new Map(
      started.flatMap((name) => {
        const container = serviceIn(read, name);
        return container === undefined ? [] : [[name, restrictionsIn(container)] as const];
      }),
    );
  };
  let reference: Reference | undefined;
  let count = 0;
  return {
    under: (texts) => JSON.stringify([...restrictionsOf(texts)]),
    async problem(texts) {
      const proofRequest = {
        entry,
        image: workloads.runs(entry),
        workload,
        permit: declared.permit,
        restrictions: restrictionsOf(texts),
        tolerated: [],
        trialIds: ids,
        progress: context.progress,
        ...(reference && { reference }),
      };
      const { proof, trials, reference: base } = await proveProject(session, proofRequest);
      count += trials.length - (reference?.ran.length ?? 0);
      reference = base;
      return proof.verdict === "holds" ? undefined : proof.detail;
    },
    trials: () => count,
    behaviour: `${started.length === 1 ? entry : `${entry} with ${started.slice(1).join(", ")}`} started as ${work.path} says and compared with the same without any restriction`,
  };
}
