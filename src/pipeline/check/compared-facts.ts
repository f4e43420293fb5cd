import type { WrittenContainers } from "../../domain/container-spec/written-container.ts";
import { writtenDrift } from "../../facts/container-spec/drift/written-drift.ts";
import type { RuleInput } from "../../rules/run/run-rules.ts";
import type { Compared } from "./compared.ts";

interface ComparedFacts {
  readonly facts: Pick<RuleInput["facts"], "drifts" | "builtImages" | "purpose">;
  readonly missing: NonNullable<RuleInput["missing"]>;
}

/** What containers of a text are compared with, for rules: the images of their repository, and profiles as they were proven, where some are there. */
export function comparedFacts(
  containers: WrittenContainers | undefined,
  { builtImages, purpose, ...compared }: Compared,
): ComparedFacts {
  const { facts, missing } = driftsOf(containers, compared);
  return { facts: { ...facts, ...(builtImages && { builtImages }), ...(purpose && { purpose }) }, missing };
}

function driftsOf(containers: WrittenContainers | undefined, { profiles = [] }: Compared): ComparedFacts {
  if (containers === undefined || profiles.length === 0) return { facts: {}, missing: {} };
  const drifts = writtenDrift(containers, profiles);
  if (drifts !== undefined) return { facts: { drifts }, missing: {} };
  const reason = `no profile of its images among ${profiles.map(({ file }) => file).join(", ")}`;
  return { facts: {}, missing: { drifts: reason } };
}
