import { capabilities, type Capability } from "../../domain/capability.ts";

/**
 * Uses whose refusal programs mostly tolerate come first, those without which a start mostly fails last. A guess that only
 * saves trials: a root process passes many checks for FSETID and FOWNER whose result it never looks at.
 */
const mostlyTolerated: readonly Capability[] = ["FSETID", "FOWNER", "DAC_READ_SEARCH", "DAC_OVERRIDE"];
const mostlyNeeded: readonly Capability[] = ["NET_RAW", "NET_BIND_SERVICE", "CHOWN", "SETGID", "SETUID"];

/** Sorts those first that will probably turn out not to be needed. */
export function byLikelihood(a: Capability, b: Capability): number {
  return rank(a) - rank(b);
}

export function likelyNeeded(name: Capability): boolean {
  return !mostlyTolerated.includes(name);
}

/** Reading and searching everything is less than writing everything (capabilities(7)). */
export function weaker(name: Capability): Capability | undefined {
  return name === "DAC_OVERRIDE" ? "DAC_READ_SEARCH" : undefined;
}

function rank(name: Capability): number {
  const early = mostlyTolerated.indexOf(name);
  if (early !== -1) return early - mostlyTolerated.length;
  const late = mostlyNeeded.indexOf(name);
  return late === -1 ? capabilities.indexOf(name) : capabilities.length + late;
}
