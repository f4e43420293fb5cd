import { dirname, join } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { atNamed } from "../../../sources/files/read-named.ts";
import { configFor } from "../../check/settings.ts";
import { searchTargets, type Found } from "../../check/targets.ts";
import { ofManifests } from "../../build/of-manifests.ts";
import { composeFolder } from "../../compose-folder.ts";
import { shellQuote } from "../../../emit/text/shell-quote.ts";
import type { Context } from "../../context.ts";

/** The Compose files of one project, and what the search for them has to say. */
export type ComposeTarget = Extract<Found, { readonly path: string }> & { readonly notes: readonly string[] };

/** A folder that is hardened by its Dockerfile, or by the one that was named; `notes` name what else it holds, and how to harden that. */
export interface DockerfileTarget {
  readonly kind: "dockerfile";
  readonly folder: string;
  readonly path?: string;
  readonly notes: readonly string[];
}

/**
 * What `harden TARGET` means: a Compose file or a folder with one is its project, a Dockerfile the one of its folder. The Dockerfile of a folder that holds both is what was always meant by the
 * folder, so it stays that, and the project is named. Throws `bad-usage` for another file.
 */
export async function composeTarget(target: string, context: Context): Promise<ComposeTarget | DockerfileTarget> {
  const { cwd } = context;
  const kindOf = (path: string): string | undefined => {
    const found = atNamed(path, cwd, (beneath, way) => beneath.find(way));
    return "refused" in found ? undefined : found.kind;
  };
  const kind = kindOf(target);
  if (kind === "file") {
    const [one] = (await searchTargets([target], cwd)).found;
    if (one?.kind === "compose") return { ...one, notes: [] };
    if (one?.kind === "dockerfile") return { kind: "dockerfile", folder: dirname(target), path: target, notes: [] };
    throw new Failure("bad-usage", `${target} is neither a folder, a Dockerfile nor a Compose file`, {
      hint:
        one?.kind === "kubernetes"
          ? ofManifests
          : "Name a Compose file, a Dockerfile, or the folder that holds either.",
    });
  }
  if (kind !== "folder") return { kind: "dockerfile", folder: target, notes: [] };
  const { build } = await configFor(target, context);
  const names = ["Dockerfile", "Containerfile"];
  const dockerfile = build.dockerfile ?? names.find((name) => kindOf(join(target, name)) !== undefined);
  const found = await composeFolder(target, context);
  const [first, ...layers] = found?.files ?? [];
  if (found === undefined || first === undefined) return { kind: "dockerfile", folder: target, notes: [] };
  if (dockerfile !== undefined) {
    const how = `to harden its services: hullproof harden ${shellQuote(first)}`;
    return {
      kind: "dockerfile",
      folder: target,
      notes: [`${first} was left alone: ${dockerfile} is hardened; ${how}`],
    };
  }
  return { kind: "compose", path: first, layers, discovered: true, notes: found.notes };
}
