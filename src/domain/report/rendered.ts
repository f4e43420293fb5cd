/** What makes manifests of a folder: `helm` of a chart, `kustomize` (or `kubectl`) of a kustomization. */
export const renderers = ["helm", "kustomize"] as const;
export type Renderer = (typeof renderers)[number];

const suffix = " (rendered)";

/** What a text is called that is no file, by the file that it was made of. */
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
  /** What can be pointed at where `from` is not a file here but a template of a packed subchart: the chart's own `Chart.yaml`. */
  readonly place?: string;
}
