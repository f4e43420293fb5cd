import type { ContainerSpecs } from "../../domain/container/container-spec.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { ImageFacts } from "../../facts/image/image-facts.ts";
import { runRules } from "../../rules/run/run-rules.ts";
import type { Work } from "./isolated-work.ts";
import { applySettings } from "./apply-settings.ts";
import type { TargetResult } from "./target-result.ts";
import { rulesFor } from "./rules-for.ts";

/** Facts of a target without a text: an image, an SBOM, a container of an engine. Plain data for another thread. */
export interface FactsWork {
  readonly kind: "facts";
  /** Id of the target. */
  readonly path: string;
  readonly facts: Partial<ImageFacts> & { readonly containers?: ContainerSpecs };
  readonly config: Config;
  /** ISO date. */
  readonly today: string;
}

export type CustomWork = Work | FactsWork;

/** Evaluates the rules of this thread. */
export function judgeFacts({ path, facts, config, today }: FactsWork): Pick<TargetResult, "run" | "usedIgnores"> {
  const rules = rulesFor(config);
  const { run, used } = applySettings(runRules(rules, { target: path, facts: { ...facts, today } }), rules, {
    config,
    today,
  });
  return { run, usedIgnores: used };
}
