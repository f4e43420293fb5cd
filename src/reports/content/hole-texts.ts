import type { EngineHoles, FoundHole } from "../../domain/workload/engine-vulnerability.ts";

/** Number of engine vulnerabilities, out of all known ones. */
export function holesSummary({ found, known, read }: EngineHoles): string {
  if (known === 0) return "No vulnerabilities of this engine and its runtime are known here: they were not looked at.";
  const open = found.filter(({ state }) => state === "open").length;
  const unsure = found.length - open;
  const parts = [
    ...(open > 0 ? [`${open} open`] : []),
    ...(unsure > 0 ? [`${unsure} unknown`] : []),
    ...(found.length < known ? [`${known - found.length} fixed or not in these versions`] : []),
  ];
  return `Of ${known} known vulnerabilities that would void a profile (as of ${read}): ${parts.join(", ")}.`;
}

/** One vulnerability as a sentence, with advice. */
export function holeText({ id, part, version, state, voids, only, why, fixed, source }: FoundHole): {
  readonly text: string;
  readonly advice: string;
} {
  const scope = only === undefined ? "" : ` (${only})`;
  return {
    text: `${id}, ${part} ${version}: ${voids}${scope}. ${state === "open" ? "It is open" : "It may be fixed"}: ${why}.`,
    advice: `Fixed in ${part} ${fixed.join(", ")}, or in your distribution's package: ${source}`,
  };
}
