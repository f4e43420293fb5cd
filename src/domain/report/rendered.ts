/** The tool that renders a folder to manifests: `helm` of a chart, `kustomize` (or `kubectl`) of a kustomization. */
export const renderers = ["helm", "kustomize"] as const;
export type Renderer = (typeof renderers)[number];

const suffix = " (rendered)";

/** The name of a rendered text, by its source file. */
export function renderedName(from: string): string {
  return `${from}${suffix}`;
}

/** The file that such a text was made of; any other name as it is. */
export function fileOfRendered(name: string): string {
  return name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

/** Where a text comes from that is no file: the user's own program printed it. */
export interface Rendered {
  readonly by: Renderer;
  /** The chart or kustomization, as reached from the current folder. */
  readonly folder: string;
  /** The file that it was made of, where the program says so. */
  readonly from: string;
  /** The location to report where `from` is a template of a packed subchart rather than a local file: the chart's own `Chart.yaml`. */
  readonly place?: string;
}
