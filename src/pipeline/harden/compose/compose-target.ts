import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { configFor } from "../../check/settings.ts";
import { searchTargets, type Found } from "../../check/targets.ts";
import { composeFolder } from "../../compose-folder.ts";
import type { Context } from "../../context.ts";

/** The Compose files of one project, and what the search for them has to say. */
export type ComposeTarget = Extract<Found, { readonly path: string }> & { readonly notes: readonly string[] };

/** The project that `harden TARGET` means; undefined for a folder with a Dockerfile, and for what is neither. */
export async function composeTarget(target: string, context: Context): Promise<ComposeTarget | undefined> {
  const { cwd } = context;
  const path = resolve(cwd, target);
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isFile() === true) {
    const { found } = await searchTargets([target], cwd);
    const [one] = found;
    return one?.kind === "compose" ? { ...one, notes: [] } : undefined;
  }
  if (there?.isDirectory() !== true) return undefined;
  const { build } = await configFor(target, context);
  if (build.dockerfile !== undefined || ["Dockerfile", "Containerfile"].some((name) => existsSync(join(path, name))))
    return undefined;
  const found = await composeFolder(target, context);
  const [first, ...layers] = found?.files ?? [];
  if (found === undefined || first === undefined) return undefined;
  return { kind: "compose", path: first, layers, discovered: true, notes: found.notes };
}
