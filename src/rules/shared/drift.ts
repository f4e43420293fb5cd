import type { ContainerSpecs } from "../../domain/container/container-spec.ts";
import type { FoundDrift } from "../../facts/container-spec/drift/found-drift.ts";
import type { Observation } from "../observation.ts";
import { fixOf } from "./container.ts";
import { quoteLines } from "./evidence.ts";
import { spelled, type Setting } from "./spelling.ts";

/**
 * Drift of some fields of a profile. A stricter value breaks a service and opens nothing, so it has a lower severity.
 */
export function* drifted(
  drifts: readonly FoundDrift[],
  fields: ReadonlySet<string>,
  containers?: ContainerSpecs,
): Generator<Observation> {
  for (const drift of drifts) if (fields.has(drift.field)) yield observed(drift, containers);
}

/** Description of a missing value. */
const settings: ReadonlyMap<string, Setting> = new Map([
  ["capabilities", "dropAll"],
  ["cpus", "cpus"],
  ["memoryBytes", "memory"],
  ["network", "network"],
  ["noNewPrivileges", "noNewPrivileges"],
  ["pids", "pids"],
  ["readOnlyRootfs", "readOnly"],
  ["tmpfs", "tmpfs"],
  ["user", "user"],
]);

function observed(drift: FoundDrift, containers: ContainerSpecs | undefined): Observation {
  const { field, direction, proven, actual, why, at, profile, container, change, said } = drift;
  const text = "span" in at ? containers?.texts.get(at.file) : undefined;
  const setting = settings.get(field);
  const lacking = container && setting && spelled(container, setting);
  const fix = { title: `Set it as it was proven: ${proven}`, applicability: "suggested" } as const;
  return {
    message: `Proven with ${proven}, ${container === undefined ? "runs" : "written"} ${actual.startsWith("with") ? actual : `with ${actual}`}: ${why}`,
    at,
    evidence: [
      {
        kind: "setting",
        pointer: said?.pointer ?? lacking ?? (container === undefined ? drift.pointer : field),
        value: said?.written ?? actual,
      },
      ...(text !== undefined && "span" in at ? [quoteLines({ file: at.file, text }, at.span)] : []),
      { kind: "setting", pointer: `${field} in ${profile}`, value: proven },
    ],
    ...(direction !== "wider" && { severity: "warning" as const }),
    ...(container && change && containers && fixOf(containers, container, change, fix)),
  };
}
