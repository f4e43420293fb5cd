import { itemsAt, mapAt, nodeAt, textAt, type KubeNode } from "./kube-node.ts";
import { readDocument } from "./read-document.ts";

/** Names in a kustomization. Paths are as written. */
export interface Kustomization {
  /** A part of others, which kustomize builds only with them. */
  readonly isComponent: boolean;
  /** Files, or folders with a kustomization. */
  readonly resources: readonly string[];
  /** Other files that it reads. */
  readonly files: readonly string[];
  /** Fields for which kustomize starts something else, or may. */
  readonly starts: readonly string[];
}

/** https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/: these fields name files and folders. */
const ofResources = ["resources", "bases", "components"] as const;
const ofFiles = ["crds", "configurations"] as const;
const ofPatches = ["patches", "patchesJson6902", "replacements"] as const;
const ofGenerators = ["configMapGenerator", "secretGenerator"] as const;
/** Their files may be plug-ins, and the built-in ones read what their own fields name. */
const ofPlugins = ["generators", "transformers", "validators", "helmCharts", "helmChartInflationGenerator"] as const;

/** The content of a kustomization file, or why it can't be read. kustomize reads the first document alone. */
export function readKustomization(text: string): Kustomization | { readonly refused: string } {
  const { node, problems } = readDocument(text, { start: 0, end: text.length });
  const syntax = problems.find(({ kind }) => kind === "syntax");
  if (syntax !== undefined) return { refused: syntax.message };
  if (node === undefined) return { refused: "is empty" };
  if (node.kind !== "map") return { refused: "is no kustomization" };
  const openApi = textAt(mapAt(node, "openapi"), "path");
  return {
    isComponent: textAt(node, "kind") === "Component",
    resources: ofResources.flatMap((field) => textsAt(node, field)),
    files: [
      ...ofFiles.flatMap((field) => textsAt(node, field)),
      ...(openApi === undefined ? [] : [openApi]),
      // An entry is a path, or a patch itself.
      ...textsAt(node, "patchesStrategicMerge").filter((patch) => !/[\n{]|:\s/.test(patch)),
      ...ofPatches.flatMap((field) => itemsAt(node, field).flatMap((item) => textAt(item, "path") ?? [])),
      ...ofGenerators.flatMap((field) => itemsAt(node, field).flatMap(generated)),
    ],
    starts: ofPlugins.filter((field) => nodeAt(node, field) !== undefined),
  };
}

/** `files: [name=path]`, `envs: [path]`, `env: path`. */
function generated(item: KubeNode): readonly string[] {
  const env = textAt(item, "env");
  const files = textsAt(item, "files").map((source) => source.slice(source.indexOf("=") + 1));
  return [...files, ...textsAt(item, "envs"), ...(env === undefined ? [] : [env])];
}

function textsAt(node: KubeNode, field: string): readonly string[] {
  return itemsAt(node, field).flatMap((item) =>
    item.kind === "scalar" && typeof item.value === "string" ? [item.value] : [],
  );
}

/**
 * Whether kustomize would fetch it instead of reading a local file: a URL of a file, or a possible Git repository, which it tries before a folder of that name
 * (api/internal/git/repospec.go). When in doubt, it counts as one.
 */
export function isRemote(path: string): boolean {
  return /:|\/\/|[?&]|^git@|^(?:www\.)?github\.com(?:\/|$)|\.git(?:\/|$)|_git(?:\/|$)/i.test(path.trim());
}
