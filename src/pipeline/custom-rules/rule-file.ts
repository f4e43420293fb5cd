import { dirname, join, relative } from "node:path";
import type { Config } from "../../domain/settings/config.ts";
import { atFolder } from "../../sources/files/read-named.ts";
import { distrust } from "../../sources/files/trusted-settings.ts";
import type { Context } from "../context.ts";
import type { RuleFile } from "./custom-rules.ts";

/** Bytes: a rule has a few hundred lines at most. */
const largest = 1024 * 1024;

/**
 * A file that `policy.ruleFiles` names, if it may be run: a script beneath the folder of its `hullproof.yaml`, links included, that no one else could have
 * written; else why not.
 */
export function ruleFile(
  name: string,
  { file = "" }: Pick<Config, "file">,
  { cwd, env, customRules }: Pick<Context, "cwd" | "env" | "customRules">,
): RuleFile | { readonly refused: string } {
  if (!/\.m?[jt]s$/.test(name)) return { refused: "its name does not end in .ts, .mts, .js or .mjs" };
  const folder = dirname(customRules?.place?.(file) ?? file);
  const read = atFolder(folder, (beneath) => beneath.read(name, largest));
  if ("refused" in read) return { refused: read.reason };
  const path = join(folder, name);
  const why = distrust(path, folder, env);
  return why === undefined ? { path, shown: relative(cwd, path) } : { refused: why };
}
