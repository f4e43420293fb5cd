import { removableIgnores } from "../../dialects/suppressions/removable-ignores.ts";
import type { TextDialect } from "../../dialects/text-dialect.ts";
import type { FreshRun } from "../../rules/run/run-rules.ts";
import { comparisonFactsOf } from "../rule-runs/comparison-facts-of.ts";
import type { DialectWork } from "../rule-runs/dialect-work.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { templateTarget } from "./template-target.ts";
import { runOnFacts, settleRun, termsOf } from "./judge-facts.ts";

/** Evaluates all rules on a file of a dialect: on its containers, and on what else the dialect reads in it. */
export function checkDialect(dialect: TextDialect, work: DialectWork): TargetResult {
  const { path: file, text, today } = work;
  const { suppressions, missing = {}, template, ...read } = dialect.read(work);
  if (template !== undefined) return templateTarget(file, dialect.name, work.within === undefined, template);
  const compared = comparisonFactsOf(read.containers, work);
  const terms = termsOf(work.rendered?.from ?? file, work);
  const input = {
    target: file,
    facts: { today, ...read, ...compared.facts },
    missing: { ...compared.missing, ...missing },
    dialects: [dialect.name],
  };
  const run = runOnFacts(input, terms, dialect.sharesSettings === true ? withoutDuplicates : undefined);
  return settleRun(run, { id: file, kind: dialect.name, name: file }, terms, {
    inline: suppressions,
    factsOf: (states) => [removableIgnores({ file, text }, dialect.comments, states)],
  });
}

/** Removes what was found of one setting in several containers. */
function withoutDuplicates(run: FreshRun): FreshRun {
  const knownKeys = new Set<string>();
  const duplicates = new Set(
    run.findings.filter(({ rule, message, location }) => {
      const key = JSON.stringify([rule, message, location]);
      return knownKeys.has(key) || knownKeys.add(key) === undefined;
    }),
  );
  if (duplicates.size === 0) return run;
  return {
    ...run,
    findings: run.findings.filter((finding) => !duplicates.has(finding)),
    fixes: run.fixes.filter(({ finding }) => !duplicates.has(finding)),
    observed: new Map([...run.observed].filter(([finding]) => !duplicates.has(finding))),
  };
}
