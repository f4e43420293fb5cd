import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { nearFetches, sourcePolicy } from "../../../consent/fetched-sources.ts";
import type { PrivateContext } from "./private-context.ts";

/**
 * Writes the Dockerfile's text, its ignore file and its source policy (the agreed sources of its text) to an empty
 * folder of the run. BuildKit prefers `NAME.dockerignore` next to the Dockerfile over the context's own file, even if
 * the Dockerfile is outside of the context.
 */
export async function writeBuildFiles(
  folder: string,
  base: string,
  text: string,
  context: PrivateContext | undefined,
): Promise<{ readonly dockerfile: string; readonly context: string; readonly policy: string }> {
  const dockerfile = join(folder, `${base}.Dockerfile`);
  await writeFile(dockerfile, text, { mode: 0o600 });
  const ignored = context?.ignored;
  // The last matching line wins, so that an earlier `!` cannot include our output folder again.
  const ignores = `${ignored === undefined ? "" : `${ignored}\n`}**/.hullproof\n`;
  await writeFile(`${dockerfile}.dockerignore`, ignores, { mode: 0o600 });
  const policy = join(folder, `${base}.policy.json`);
  await writeFile(policy, sourcePolicy(nearFetches(text)), { mode: 0o600 });
  if (context !== undefined) return { dockerfile, policy, context: context.path };
  const nothing = join(folder, "no-context");
  await mkdir(nothing, { recursive: true, mode: 0o700 });
  return { dockerfile, policy, context: nothing };
}
