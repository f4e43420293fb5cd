/** What makes manifests of a folder: `helm` of a chart, `kustomize` (or `kubectl`) of a kustomization. */
export const renderers = ["helm", "kustomize"] as const;
export type Renderer = (typeof renderers)[number];

/** Where a text comes from that is no file: the user's own program printed it. */
export interface Rendered {
  readonly by: Renderer;
  /** The chart or kustomization, as reached from the current folder. */
  readonly folder: string;
  /** The file that it was made of, where the program says so. */
  readonly from: string;
}
