import type { Drift } from "../../domain/container-spec/drift.ts";
import type { ProvenFact } from "../../facts/container-spec/running-fact.ts";
import type { Observation } from "../observation.ts";

/** What has drifted of some of a profile's fields. Less than proven breaks a service and opens nothing, so it weighs less. */
export function* drifted({ drift, file }: ProvenFact, fields: ReadonlySet<string>): Generator<Observation> {
  for (const one of drift) if (fields.has(one.field)) yield observed(one, file);
}

function observed({ field, way, proven, is, why, pointer }: Drift, file: string): Observation {
  return {
    message: `Proven with ${proven}, runs with ${is}: ${why}`,
    at: { setting: pointer },
    evidence: [
      { kind: "setting", pointer, value: is },
      { kind: "setting", pointer: `${field} in ${file}`, value: proven },
    ],
    ...(way !== "wider" && { severity: "warning" as const }),
  };
}
