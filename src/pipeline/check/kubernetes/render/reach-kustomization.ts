import { join, normalize } from "node:path";
import { isRemote, readKustomization } from "../../../../formats/kubernetes/kustomization.ts";
import { limits } from "../../../../sources/files/limits.ts";
import { atFolder } from "../../../../sources/files/read-named.ts";

/** Everything that a kustomization reaches, by paths from the folder that it must not leave. */
export interface ReachedKustomization {
  readonly isComponent: boolean;
  /** Its own and those of its bases and components. */
  readonly folders: ReadonlySet<string>;
  readonly files: ReadonlySet<string>;
  /** Why it is not rendered. */
  readonly refused?: string;
}

const names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
/** More is no overlay of a deployment. */
const most = 200;

/**
 * Reads a kustomization and those it is made of, before kustomize does: it would fetch what is not here, and it reads whatever a URL names. What it can't do
 * with files beneath `within` alone is refused, with the reason.
 */
export function reachKustomization(within: string, folder: string): ReachedKustomization {
  const folders = new Set<string>();
  const files = new Set<string>();
  let isComponent = false;
  let refused: string | undefined;
  const open = [inside(folder)];
  for (let here = open.pop(); here !== undefined && refused === undefined; here = open.pop()) {
    if (folders.has(here)) continue;
    folders.add(here);
    if (folders.size > most) refused = `it is made of more than ${most} others`;
    else {
      const read = readAt(within, here);
      if ("refused" in read) refused = read.refused;
      else {
        if (folders.size === 1) isComponent = read.isComponent;
        refused = take(here, read);
      }
    }
  }
  return { isComponent, folders, files, ...(refused !== undefined && { refused }) };

  function take(here: string, { file, resources, files: own, starts }: Read): string | undefined {
    const [start] = starts;
    if (start !== undefined) return `${file} has \`${start}\`, which may start programs or fetch something`;
    const remote = [...resources, ...own].find(isRemote);
    if (remote !== undefined) return `${file} names ${remote}, which is not here, and nothing is fetched`;
    for (const path of own) files.add(inside(join(here, path)));
    for (const path of resources) {
      const at = inside(join(here, path));
      const found = atFolder(within, (beneath) => beneath.find(at));
      if ("refused" in found)
        return found.refused === "outside"
          ? `${file} names ${path}, which lies outside of the folder that was named: name one that holds both`
          : `${file} names ${path}: ${found.reason}`;
      if (found.kind === "folder") open.push(inside(found.path));
      else files.add(at);
    }
    return undefined;
  }
}

type Read = Exclude<ReturnType<typeof readKustomization>, { readonly refused: string }> & { readonly file: string };

function readAt(within: string, folder: string): Read | { readonly refused: string } {
  for (const name of names) {
    const file = join(folder, name);
    const read = atFolder(within, (beneath) => beneath.read(file, limits.config));
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
