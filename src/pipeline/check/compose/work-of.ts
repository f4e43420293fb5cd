import { dirname, resolve } from "node:path";
import { repositoryOf } from "../../../sources/files/named-place.ts";
import { defined } from "../../../text/defined.ts";
import type { Context } from "../../context.ts";
import { readText } from "../../host/read-text.ts";
import { profilesBeside } from "../../profile/profiles-beside.ts";
import { configFor } from "../settings.ts";
import type { Found } from "../targets.ts";
import type { ComposeWork, KnownFile } from "./compose-work.ts";

/** A Compose project with the files that make it. Throws `Failure` for one that can't be read. */
export async function composeWork(
  found: Extract<Found, { readonly path: string }>,
  context: Context,
): Promise<ComposeWork> {
  const { path, layers = [], under, foreign, definedElsewhere, within } = found;
  const { cwd, today, allRules } = context;
  const files = new Map<string, KnownFile>([...(context.buffers ?? [])].map(([file, text]) => [file, { text }]));
  for (const one of [...(under ?? []), path, ...layers]) {
    const file = resolve(cwd, one);
    if (!files.has(file))
      files.set(file, { text: await readText(one, cwd, { ...(within !== undefined && { within }) }) });
  }
  return {
    kind: "compose",
    path,
    layers,
    ...defined({ within, under, foreign, definedElsewhere }),
    files,
    root: within ?? repositoryOf(dirname(resolve(cwd, path))),
    config: await configFor(dirname(path), context),
    profiles: await profilesBeside(path, context),
    cwd,
    today,
    ...(allRules !== undefined && { allRules }),
  };
}
