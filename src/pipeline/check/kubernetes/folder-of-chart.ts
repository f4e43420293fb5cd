import { basename, dirname } from "node:path";

/** Who names the file of a chart or kustomization means the folder. */
export function folderOfChart(target: string): string {
  return /^(?:Chart\.yaml|kustomization\.ya?ml|Kustomization)$/.test(basename(target)) ? dirname(target) : target;
}
