import { dirname, resolve } from "node:path";
import { repositoryOf } from "../../../sources/files/confined-path.ts";
import { defined } from "../../../text/defined.ts";
import type { Context } from "../../context.ts";
import { readText } from "../../host/read-text.ts";
import { profilesNear } from "../../profiles/profiles-near.ts";
import { configFor } from "../../settings/settings.ts";
import type { CheckTarget } from "../../targets/targets.ts";
import type { ComposeWork } from "../../rule-runs/isolated-work.ts";
import type { KnownFile } from "../../../dialects/compose/project/compose-project.ts";

/** A Compose project with its files. Throws `Failure` for an unreadable one. */
export async function composeWork(
  target: Extract<CheckTarget, { readonly path: string }>,
  context: Context,
): Promise<ComposeWork> {
  const { path, layers = [], under, foreign, definedElsewhere, within } = target;
  const { cwd, today, allRules } = context;
  const files = new Map<string, KnownFile>([...(context.buffers ?? [])].map(([file, text]) => [file, { text }]));
  for (const composePath of [...(under ?? []), path, ...layers]) {
    const file = resolve(cwd, composePath);
    if (!files.has(file))
      files.set(file, { text: await readText(composePath, cwd, { ...(within !== undefined && { within }) }) });
  }
  return {
    kind: "compose",
    path,
    layers,
    ...defined({ within, under, foreign, definedElsewhere }),
    files,
    root: within ?? repositoryOf(dirname(resolve(cwd, path))),
    config: await configFor(dirname(path), context),
    profiles: await profilesNear(path, context),
    cwd,
    today,
    ...(allRules !== undefined && { allRules }),
  };
}
