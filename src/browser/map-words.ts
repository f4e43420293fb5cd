import type { ImageFiles } from "../domain/image/image-files.ts";
import type { FileTree, MapNode } from "./file-tree.ts";

export type Measure = "bytes" | "wasted" | "unused" | "files";

export interface MapWords {
  size(bytes: number): string;
  /** The measured amount of a node: `12.0 MiB`, `3 files` */
  amount(node: MapNode, measure: Measure): string;
  nameOf(node: MapNode): string;
  layerText(layer: number): string;
  /** `layer 3, line 12` */
  shortLayer(layer: number): string;
  /** The full meaning of a tile: color alone carries none. */
  about(node: MapNode, within: MapNode, measure: Measure): string;
}

/** The words of a map. Closed: it uses nothing but its arguments, so that its text can be put into a page. */
export function mapWords({ layers }: ImageFiles, tree: FileTree): MapWords {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const size = (bytes: number): string => {
    let [value, unit] = [bytes, 0];
    for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
    return unit === 0 ? `${bytes} B` : `${value.toFixed(1)} ${units[unit] ?? ""}`;
  };
  const filesText = (count: number): string => `${count} ${count === 1 ? "file" : "files"}`;
  const share = (part: number, whole: number): string => (whole > 0 ? `${Math.round((100 * part) / whole)} %` : "0 %");
  const nameOf = (node: MapNode): string => {
    if (node.kind === "all") return "the whole image";
    if (node.kind === "layer" || node.kind === "package") return node.label;
    return node.rest ? `${tree.pathOf(node.row)}: ${node.label}` : tree.pathOf(node.row);
  };
  const shortLayer = (layer: number): string => {
    const line = layers[layer]?.line;
    return `layer ${layer}${line === undefined ? "" : `, line ${line}`}`;
  };
  const madeBy = (makers: readonly { readonly layer: number }[]): string[] => {
    const [first, ...others] = makers;
    if (first === undefined) return [];
    return [others.length === 0 ? `made by ${shortLayer(first.layer)}` : `made by ${makers.length} layers`];
  };
  return {
    size,
    amount: (node, measure) => (measure === "files" ? filesText(node.files) : size(node[measure])),
    nameOf,
    shortLayer,
    layerText(layer) {
      const { line, createdBy = "" } = layers[layer] ?? {};
      const instruction = createdBy === "" ? "no instruction is known" : createdBy;
      return `layer ${layer}${line === undefined ? "" : `, line ${line} of the Dockerfile`}: ${instruction}`;
    },
    about: (node, within, measure) =>
      [
        ...(node === within ? [] : [`${share(node[measure], within[measure])} of ${nameOf(within)}`]),
        measure === "files" ? size(node.bytes) : filesText(node.files),
        ...(node.wasted > 0 ? [`${size(node.wasted)} wasted`] : []),
        ...(node.unused > 0 ? [`${size(node.unused)} not used by the workload`] : []),
        ...madeBy(tree.layersOf(node)),
      ].join(", "),
  };
}
