import { dirname, join, relative, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { Context } from "../context.ts";
import type { CustomRuleText, RuleFile } from "../rule-runs/custom-rules.ts";
import { ruleFile } from "./rule-file.ts";

/** The rules of `policy.ruleFiles` to run, and the state of the others. */
export interface UsableRules {
  readonly files: readonly RuleFile[];
  readonly texts: readonly CustomRuleText[];
  /** Not run, by the caller's choice. */
  readonly notChecked: readonly string[];
  /** Not run because of an error. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
}

export async function usableRules(config: Config, context: Context): Promise<UsableRules> {
  const { ruleFiles: names = [], rules: demands = [] } = config.policy;
  const { file = "" } = config;
  const { customRules: custom, cwd } = context;
  const configPath = relative(cwd, file);
  const [count, are] = names.length === 1 ? ["a rule", "it is"] : [`${names.length} rules`, "they are"];
  const skippedRules = (reason: string): UsableRules => ({
    files: [],
    texts: [],
    notChecked: [`${count} of policy.ruleFiles in ${configPath}: not run, ${reason}`],
    unread: [],
  });
  if (custom === undefined)
    return skippedRules(`since ${are} code of the repository; when you trust it: --allow-rules`);
  if (!isNamed(file, context))
    return skippedRules("since no target that was named is its folder; name it, or --config it");
  const knownIds = new Set<string>(demands.map(({ id }) => id));
  const [files, texts, unread]: [RuleFile[], CustomRuleText[], { path: string; reason: string }[]] = [[], [], []];
  for (const name of names) {
    const path = relative(cwd, join(dirname(file), name));
    const candidate = ruleFile(name, config, context);
    const text = "refused" in candidate ? candidate.refused : await orReason(() => custom.load(candidate), context);
    if (typeof text === "string") unread.push({ path, reason: text });
    else if ("refused" in candidate) continue;
    else if (knownIds.has(text.rule))
      unread.push({ path, reason: `another rule of ${configPath} is called ${text.rule}` });
    else {
      knownIds.add(text.rule);
      files.push(candidate);
      texts.push(text);
    }
  }
  return { files, texts, notChecked: [], unread };
}

/** A file deeper in a repository than the named target must not run code: a vendored folder may hold a foreign `hullproof.yaml`. */
function isNamed(file: string, { cwd, configFile, targets = [] }: Context): boolean {
  if (configFile !== undefined) return true;
  const folder = dirname(file);
  return targets.some((target) => [resolve(cwd, target), dirname(resolve(cwd, target))].includes(folder));
}

async function orReason<T>(act: () => Promise<T>, { signal }: Pick<Context, "signal">): Promise<T | string> {
  try {
    return await act();
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof Failure) return error.message;
    throw error;
  }
}
