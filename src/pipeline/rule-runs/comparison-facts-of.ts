import type { ContainerSpecs } from "../../domain/container/container-spec.ts";
import { writtenDrift } from "../../facts/container-spec/drift/written-drift.ts";
import type { RuleInput } from "../../rules/run/run-rules.ts";
import type { ComparisonFacts } from "./comparison-facts.ts";

interface ComparedFacts {
  readonly facts: Pick<RuleInput["facts"], "drifts" | "builtImages" | "kustomized" | "purpose">;
  readonly missing: NonNullable<RuleInput["missing"]>;
}

/** Facts to compare containers with, for rules: the images that their repository builds, and proven profiles, where available. */
export function comparisonFactsOf(
  containers: ContainerSpecs | undefined,
  { builtImages, kustomized, purpose, ...compared }: ComparisonFacts,
): ComparedFacts {
  const { facts, missing } = driftsOf(containers, compared);
  return {
    facts: {
      ...facts,
      ...(builtImages && { builtImages }),
      ...(kustomized && { kustomized }),
      ...(purpose && { purpose }),
    },
    missing,
  };
}

function driftsOf(containers: ContainerSpecs | undefined, { profiles = [] }: ComparisonFacts): ComparedFacts {
  if (containers === undefined || profiles.length === 0) return { facts: {}, missing: {} };
  const drifts = writtenDrift(containers, profiles);
  if (drifts !== undefined) return { facts: { drifts }, missing: {} };
  const reason = `no profile of its images among ${profiles.map(({ file }) => file).join(", ")}`;
  return { facts: {}, missing: { drifts: reason } };
}
