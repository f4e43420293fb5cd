import { dirname, join, relative } from "node:path";
import type { Config } from "../../domain/settings/config.ts";
import { atFolder } from "../../sources/files/read-named.ts";
import { distrust } from "../../sources/files/trusted-settings.ts";
import type { Context } from "../context.ts";
import type { RuleFile } from "../rule-runs/custom-rules.ts";

/** Bytes: a rule has a few hundred lines at most. */
const maxRuleBytes = 1024 * 1024;

/**
 * A file of `policy.ruleFiles`, if it may run: a script under the folder of its `hullproof.yaml`, links included, that no other user could have
 * written; else the reason.
 */
export function ruleFile(
  name: string,
  { file = "" }: Pick<Config, "file">,
  { cwd, env, customRules }: Pick<Context, "cwd" | "env" | "customRules">,
): RuleFile | { readonly refused: string } {
  if (!/\.m?[jt]s$/.test(name)) return { refused: "its name does not end in .ts, .mts, .js or .mjs" };
  const folder = dirname(customRules?.place?.(file) ?? file);
  const read = atFolder(folder, (opened) => opened.read(name, maxRuleBytes));
  if ("refused" in read) return { refused: read.reason };
  const path = join(folder, name);
  const distrustReason = distrust(path, folder, env);
  return distrustReason === undefined ? { path, shown: relative(cwd, path) } : { refused: distrustReason };
}
