import { capabilities, defaultCapabilities, type Capability } from "../../domain/profile/capability.ts";

/**
 * Order of attempts: uses whose refusal programs mostly tolerate first, those that a start mostly needs last. A
 * heuristic that only saves trials: a root process passes many checks for FSETID and FOWNER without using their result.
 */
const mostlyTolerated: readonly Capability[] = ["FSETID", "FOWNER", "DAC_OVERRIDE"];
const mostlyNeeded: readonly Capability[] = ["NET_RAW", "NET_BIND_SERVICE", "CHOWN", "SETGID", "SETUID"];

const defaults: ReadonlySet<Capability> = new Set(defaultCapabilities);

/** Sorts capabilities beyond the engine's default first, then those that are probably unneeded. */
export function byLikelihood(a: Capability, b: Capability): number {
  return rank(a) - rank(b);
}

export function likelyNeeded(name: Capability): boolean {
  return defaults.has(name) && !mostlyTolerated.includes(name);
}

function rank(name: Capability): number {
  if (!defaults.has(name)) return capabilities.indexOf(name) - 2 * capabilities.length;
  const early = mostlyTolerated.indexOf(name);
  if (early !== -1) return early - mostlyTolerated.length;
  const late = mostlyNeeded.indexOf(name);
  return late === -1 ? capabilities.indexOf(name) : capabilities.length + late;
}
