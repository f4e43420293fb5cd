import { dirname, join } from "node:path";
import { Failure } from "../../../../domain/failure.ts";
import { atNamed } from "../../../../sources/files/read-named.ts";
import { configFor } from "../../../settings/settings.ts";
import { searchTargets, type CheckTarget } from "../../../targets/targets.ts";
import { ofManifests } from "../../../image-build/deployment-folder.ts";
import { composeFolder } from "../../../targets/search/compose-folder.ts";
import { shellQuote } from "../../../../dialects/text/shell-quote.ts";
import type { Context } from "../../../context.ts";

/** The Compose files of one project, and the notes of their search. */
export type ComposeTarget = Extract<CheckTarget, { readonly path: string }> & { readonly notes: readonly string[] };

/** A folder to harden by its Dockerfile, or by a named one; `notes` list its other content, and how to harden that. */
export interface DockerfileTarget {
  readonly kind: "dockerfile";
  readonly folder: string;
  readonly path?: string;
  readonly notes: readonly string[];
}

/**
 * Resolves the TARGET of `harden`: a Compose file, or a folder with one, is a project, a Dockerfile the one of its folder. For a folder with both, the Dockerfile
 * wins, as in earlier versions, and a note names the project. Throws `bad-usage` for another file.
 */
export async function composeTarget(target: string, context: Context): Promise<ComposeTarget | DockerfileTarget> {
  const { cwd } = context;
  const kindOf = (path: string): string | undefined => {
    const reached = atNamed(path, cwd, (folder, way) => folder.find(way));
    return "refused" in reached ? undefined : reached.kind;
  };
  const kind = kindOf(target);
  if (kind === "file") {
    const [namedTarget] = (await searchTargets([target], cwd)).found;
    if (namedTarget?.kind === "compose") return { ...namedTarget, notes: [] };
    if (namedTarget?.kind === "dockerfile")
      return { kind: "dockerfile", folder: dirname(target), path: target, notes: [] };
    throw new Failure("bad-usage", `${target} is neither a folder, a Dockerfile nor a Compose file`, {
      hint:
        namedTarget?.kind === "kubernetes"
          ? ofManifests
          : "Name a Compose file, a Dockerfile, or the folder that holds either.",
    });
  }
  if (kind !== "folder") return { kind: "dockerfile", folder: target, notes: [] };
  const { build } = await configFor(target, context);
  const names = ["Dockerfile", "Containerfile"];
  const dockerfile = build.dockerfile ?? names.find((name) => kindOf(join(target, name)) !== undefined);
  const project = await composeFolder(target, context);
  const [first, ...layers] = project?.files ?? [];
  if (project === undefined || first === undefined) return { kind: "dockerfile", folder: target, notes: [] };
  if (dockerfile !== undefined) {
    const hint = `to harden its services: hullproof harden ${shellQuote(first)}`;
    return {
      kind: "dockerfile",
      folder: target,
      notes: [`${first} was left alone: ${dockerfile} is hardened; ${hint}`],
    };
  }
  return { kind: "compose", path: first, layers, discovered: true, notes: project.notes };
}
