import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PrivateContext } from "./build-context.ts";

/**
 * Writes the Dockerfile's text and its ignore file into the run's folder, where nothing lies beside them. BuildKit reads `NAME.dockerignore` beside
 * the Dockerfile before the context's own, also when the Dockerfile lies outside the context.
 */
export async function writeBuildFiles(
  folder: string,
  base: string,
  text: string,
  context: PrivateContext | undefined,
): Promise<{ readonly dockerfile: string; readonly context: string }> {
  const dockerfile = join(folder, `${base}.Dockerfile`);
  await writeFile(dockerfile, text, { mode: 0o600 });
  const ignored = context?.ignored;
  // The last matching line wins, so that an earlier `!` cannot bring our output folder back.
  const ignores = `${ignored === undefined ? "" : `${ignored}\n`}**/.hullproof\n`;
  await writeFile(`${dockerfile}.dockerignore`, ignores, { mode: 0o600 });
  if (context !== undefined) return { dockerfile, context: context.path };
  const nothing = join(folder, "no-context");
  await mkdir(nothing, { recursive: true, mode: 0o700 });
  return { dockerfile, context: nothing };
}
