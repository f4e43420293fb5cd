import { basename, dirname } from "node:path";

/** The folder of a chart or kustomization that is named by its file. */
export function folderOfChart(target: string): string {
  return /^(?:Chart\.yaml|kustomization\.ya?ml|Kustomization)$/.test(basename(target)) ? dirname(target) : target;
}
