import type { WrittenContainers } from "../../domain/container-spec/written-container.ts";
import { writtenDrift } from "../../facts/container-spec/drift/written-drift.ts";
import type { RuleInput } from "../../rules/run/run-rules.ts";
import type { Compared } from "./compared.ts";

/** In what containers of a text are not as they were proven, for rules; nothing where no profile is there. */
export function driftsOf(
  containers: WrittenContainers | undefined,
  { profiles = [] }: Compared,
): { readonly facts: Pick<RuleInput["facts"], "drifts">; readonly missing: NonNullable<RuleInput["missing"]> } {
  if (containers === undefined || profiles.length === 0) return { facts: {}, missing: {} };
  const drifts = writtenDrift(containers, profiles);
  if (drifts !== undefined) return { facts: { drifts }, missing: {} };
  const reason = `no profile of its images among ${profiles.map(({ file }) => file).join(", ")}`;
  return { facts: {}, missing: { drifts: reason } };
}
