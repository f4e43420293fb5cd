import { resolve } from "node:path";
import type { Target } from "../../domain/report/report.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { IgnoresFact, InlineIgnore } from "../../facts/dockerfile/ignores.ts";
import { askPeers } from "../../peers/ask-peers.ts";
import { peers } from "../../peers/index.ts";
import { rules } from "../../rules/index.ts";
import { type FreshRun, type RuleInput, runRules, type RuleRun } from "../../rules/run/run-rules.ts";
import { aboutIgnores, type AppliedSettings, applySettings, requestedRules } from "../rule-runs/apply-settings.ts";
import { concatRuns } from "../rule-runs/concat-runs.ts";
import { rulesFor } from "../rule-runs/rules-for.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";

/** Settings under which a target is judged. */
export interface Terms {
  readonly config: Config;
  /** Absolute path of the text whose settings apply. */
  readonly file: string;
  /** Of a target of several texts, the absolute path of each by its name in findings. */
  readonly files?: ReadonlyMap<string, string>;
  /** ISO date. */
  readonly today: string;
  readonly allRules?: boolean | undefined;
}

export function termsOf(
  file: string,
  { config, cwd, today, allRules }: Omit<Terms, "file" | "files"> & { readonly cwd: string },
): Terms {
  return { config, file: resolve(cwd, file), today, allRules };
}

/** Runs all rules on what was read of a target. `adjust` changes the run before other tools' equivalents are looked up. */
export function runOnFacts(
  input: Omit<RuleInput, "asked">,
  terms: Terms,
  adjust: (run: FreshRun) => FreshRun = (run) => run,
): RuleRun {
  const asked = terms.allRules === true ? () => true : requestedRules(terms);
  return askPeers(peers, adjust(runRules(rulesFor(terms.config), { ...input, asked })), input.facts);
}

/** What applies to a run when it is settled. */
export interface Suppressions {
  readonly inline: readonly InlineIgnore[];
  /** The texts with suppressions, as rules on suppressions judge them. */
  readonly factsOf: (inline: AppliedSettings["inline"]) => readonly IgnoresFact[];
  readonly secrets?: RuleInput["secrets"];
}

/** Applies settings and suppressions to a run, then the rules on suppressions, which need the results of the others. */
export function settleRun(
  run: RuleRun,
  target: Target,
  terms: Terms,
  { inline, factsOf, secrets }: Suppressions,
): TargetResult {
  const settled = applySettings(run, rulesFor(terms.config), { ...terms, inline });
  const ofIgnores = factsOf(settled.inline).map((ignores) => {
    const input = { target: target.id, facts: { ignores }, ...(secrets && { secrets }) };
    return applySettings(runRules(suppressionRules, input), rules, terms).run;
  });
  return {
    target,
    run: ofIgnores.length === 0 ? settled.run : concatRuns(settled.run, ofIgnores.reduce(mergeByRule)),
    file: terms.file,
    config: terms.config,
    usedIgnores: settled.used,
  };
}

const suppressionRules = aboutIgnores(rules);

/** Merges the results of several texts of one target into one for each rule. */
function mergeByRule(one: RuleRun, other: RuleRun): RuleRun {
  const both = concatRuns(one, other);
  const byRule = Map.groupBy(both.results, ({ rule }) => rule);
  const results = [...byRule.values()].flatMap(
    (sameRule) => sameRule.find(({ verdict }) => verdict === "found") ?? sameRule.slice(0, 1),
  );
  return { ...both, results };
}
