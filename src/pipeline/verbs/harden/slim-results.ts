import type { PackageNeed } from "../../../domain/image/package-need.ts";
import type { SlimResult } from "../../../domain/report/slim-result.ts";
import type { SlimPackage } from "../../../facts/slim/slim-plan.ts";

export const nothingRemoved = {
  packages: [],
  witnesses: [],
  notExercised: [],
  modules: [],
  lost: [],
  probes: [],
  folders: [],
} as const;

export function toResult({ need: { name, purl, class: needClass }, bytes }: SlimPackage) {
  return { name, purl, class: needClass, bytes };
}

/** What stays without having been opened, the largest first. */
export function notExercised(needs: readonly PackageNeed[], removed: ReadonlySet<string>): SlimResult["notExercised"] {
  return needs
    .filter(({ opened, purl }) => opened === 0 && !removed.has(purl))
    .map(({ name, purl, class: needClass, bytes = 0 }) => ({ name, purl, class: needClass, bytes }))
    .toSorted((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}

export function mebibytes(packages: readonly SlimPackage[]): string {
  return (packages.reduce((sum, { bytes }) => sum + bytes, 0) / 1_048_576).toFixed(1);
}
