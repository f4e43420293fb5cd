import { join, normalize } from "node:path";
import { isRemote, readKustomization } from "../../../formats/kubernetes/kustomization.ts";
import { limits } from "../../../sources/files/limits.ts";
import { atFolder } from "../../../sources/files/read-named.ts";

/** Everything that a kustomization reads, by paths from the folder that it must not leave. */
export interface ReachedKustomization {
  readonly isComponent: boolean;
  /** Its own folder and those of its bases and components. */
  readonly folders: ReadonlySet<string>;
  readonly files: ReadonlySet<string>;
  /** Why it cannot be rendered. */
  readonly refused?: string;
}

const names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
/** Limit on kustomizations; no overlay of a deployment has more. */
const maxKustomizations = 200;

/**
 * Reads a kustomization and its bases before kustomize does, since kustomize fetches remote bases and reads any file that a URL names. Returns a refusal
 * with the reason where files under `within` are not enough.
 */
export function reachKustomization(within: string, folder: string): ReachedKustomization {
  const folders = new Set<string>();
  const files = new Set<string>();
  let isComponent = false;
  let refused: string | undefined;
  const open = [inside(folder)];
  for (let current = open.pop(); current !== undefined && refused === undefined; current = open.pop()) {
    if (folders.has(current)) continue;
    folders.add(current);
    if (folders.size > maxKustomizations) refused = `it is made of more than ${maxKustomizations} others`;
    else {
      const read = readAt(within, current);
      if ("refused" in read) refused = read.refused;
      else {
        if (folders.size === 1) isComponent = read.isComponent;
        refused = take(current, read);
      }
    }
  }
  return { isComponent, folders, files, ...(refused !== undefined && { refused }) };

  function take(current: string, { file, resources, files: fileNames, starts }: Read): string | undefined {
    const [start] = starts;
    if (start !== undefined) return `${file} has \`${start}\`, which may start programs or fetch something`;
    const remote = [...resources, ...fileNames].find(isRemote);
    if (remote !== undefined) return `${file} names ${remote}, which is not here, and nothing is fetched`;
    for (const path of fileNames) files.add(inside(join(current, path)));
    for (const path of resources) {
      const at = inside(join(current, path));
      const reached = atFolder(within, (root) => root.find(at));
      if ("refused" in reached)
        return reached.refused === "outside"
          ? `${file} names ${path}, which lies outside of the folder that was named: name one that holds both`
          : `${file} names ${path}: ${reached.reason}`;
      if (reached.kind === "folder") open.push(inside(reached.path));
      else files.add(at);
    }
    return undefined;
  }
}

type Read = Exclude<ReturnType<typeof readKustomization>, { readonly refused: string }> & { readonly file: string };

function readAt(within: string, folder: string): Read | { readonly refused: string } {
  for (const name of names) {
    const file = join(folder, name);
    const read = atFolder(within, (root) => root.read(file, limits.config));
    if ("refused" in read) {
      if (read.refused === "missing") continue;
      return { refused: `${file} is not read: ${read.reason}` };
    }
    const kustomization = readKustomization(read.bytes.toString("utf8"));
    return "refused" in kustomization ? { refused: `${file} ${kustomization.refused}` } : { ...kustomization, file };
  }
  return { refused: `${folder || "the folder"} has no kustomization.yaml` };
}

/** Empty for the folder itself. */
function inside(path: string): string {
  return normalize(path).replace(/^\.$|\/$/, "");
}
