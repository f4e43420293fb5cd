import { join } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { atNamed } from "../../../sources/files/read-named.ts";
import { configFor } from "../../check/settings.ts";
import { searchTargets, type Found } from "../../check/targets.ts";
import { composeFolder } from "../../compose-folder.ts";
import type { Context } from "../../context.ts";

/** The Compose files of one project, and what the search for them has to say. */
export type ComposeTarget = Extract<Found, { readonly path: string }> & { readonly notes: readonly string[] };

/** The project that `harden TARGET` means; undefined for a folder with a Dockerfile, or with neither. Throws `bad-usage` for another file. */
export async function composeTarget(target: string, context: Context): Promise<ComposeTarget | undefined> {
  const { cwd } = context;
  const kindOf = (path: string): string | undefined => {
    const found = atNamed(path, cwd, (beneath, way) => beneath.find(way));
    return "refused" in found ? undefined : found.kind;
  };
  const kind = kindOf(target);
  if (kind === "file") {
    const [one] = (await searchTargets([target], cwd)).found;
    if (one?.kind === "compose") return { ...one, notes: [] };
    throw new Failure("bad-usage", `${target} is neither a folder nor a Compose file`, {
      hint: "Name a Compose file, or the folder that holds your Dockerfile.",
    });
  }
  if (kind !== "folder") return undefined;
  const { build } = await configFor(target, context);
  const names = ["Dockerfile", "Containerfile"];
  if (build.dockerfile !== undefined || names.some((name) => kindOf(join(target, name)) !== undefined))
    return undefined;
  const found = await composeFolder(target, context);
  const [first, ...layers] = found?.files ?? [];
  if (found === undefined || first === undefined) return undefined;
  return { kind: "compose", path: first, layers, discovered: true, notes: found.notes };
}
