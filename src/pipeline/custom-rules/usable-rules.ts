import { dirname, join, relative, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { Context } from "../context.ts";
import type { CustomRuleText, RuleFile } from "./custom-rules.ts";
import { ruleFile } from "./rule-file.ts";

/** The rules of `policy.ruleFiles` that are run, and what became of the others. */
export interface UsableRules {
  readonly files: readonly RuleFile[];
  readonly texts: readonly CustomRuleText[];
  /** Not run, by the wish of whoever called. */
  readonly notChecked: readonly string[];
  /** Not run, though they should have been. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
}

export async function usableRules(config: Config, context: Context): Promise<UsableRules> {
  const { ruleFiles: names = [], rules: demands = [] } = config.policy;
  const { file = "" } = config;
  const { customRules: custom, cwd } = context;
  const shown = relative(cwd, file);
  const [count, are] = names.length === 1 ? ["a rule", "it is"] : [`${names.length} rules`, "they are"];
  const left = (why: string): UsableRules => ({
    files: [],
    texts: [],
    notChecked: [`${count} of policy.ruleFiles in ${shown}: not run, ${why}`],
    unread: [],
  });
  if (custom === undefined) return left(`since ${are} code of the repository; when you trust it: --allow-rules`);
  if (!isNamed(file, context)) return left("since no target that was named is its folder; name it, or --config it");
  const taken = new Set<string>(demands.map(({ id }) => id));
  const [files, texts, unread]: [RuleFile[], CustomRuleText[], { path: string; reason: string }[]] = [[], [], []];
  for (const name of names) {
    const path = relative(cwd, join(dirname(file), name));
    const found = ruleFile(name, config, context);
    const text = "refused" in found ? found.refused : await orReason(() => custom.load(found), context);
    if (typeof text === "string") unread.push({ path, reason: text });
    else if ("refused" in found) continue;
    else if (taken.has(text.rule)) unread.push({ path, reason: `another rule of ${shown} is called ${text.rule}` });
    else {
      taken.add(text.rule);
      files.push(found);
      texts.push(text);
    }
  }
  return { files, texts, notChecked: [], unread };
}

/** Nothing deeper in a repository than what was named says what is run: a vendored folder may hold a `hullproof.yaml` of others. */
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
