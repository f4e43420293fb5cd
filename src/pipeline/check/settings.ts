import { dirname, join, relative, resolve } from "node:path";
import { existsSync } from "node:fs";
import { Failure } from "../../domain/failure.ts";
import { emptyConfig, type Config } from "../../domain/settings/config.ts";
import { practices } from "../../domain/finding/practice.ts";
import { customRuleIdForm } from "../../rules/custom-rule.ts";
import { distrust } from "../../sources/files/trusted-settings.ts";
import { withUserSettings } from "./user-settings.ts";
import type { Context } from "../context.ts";
import { topOf } from "../top-of.ts";

type Place = Pick<Context, "cwd" | "configFile" | "env" | "targets" | "pathRules" | "userConfigFile" | "enforced"> &
  Partial<Pick<Context, "progress">>;

// Thousands of files of one call share a few configurations, and entries of one are told apart by identity.
const known = new WeakMap<Place, Map<string, Promise<Config>>>();

/**
 * The `hullproof.yaml` that was named, or the nearest one from `folder` up to the target that was named on the command line. Never further:
 * what lies above, others may have put there. One that others could have
 * written is not used, which is reported. Throws `bad-config`.
 */
export function configFor(folder: string, context: Place): Promise<Config> {
  const cache = known.get(context) ?? new Map<string, Promise<Config>>();
  known.set(context, cache);
  const key = context.configFile === undefined ? resolve(context.cwd, folder) : "";
  const found =
    cache.get(key) ?? (context.configFile === undefined ? nearest(key, topOf(key, context), context) : named(context));
  cache.set(key, found);
  return found;
}

async function named(context: Place): Promise<Config> {
  const { cwd, configFile = "" } = context;
  const file = resolve(cwd, configFile);
  if (existsSync(file)) return withUserSettings(await read(file, configFile), { named: true }, context);
  throw new Failure("no-such-file", `${configFile} does not exist`, { hint: "Check the path given with --config." });
}

async function nearest(folder: string, top: string, context: Place): Promise<Config> {
  const file = join(folder, "hullproof.yaml");
  const shown = relative(context.cwd, file);
  if (existsSync(file)) {
    const why = distrust(file, top, context.env);
    if (why === undefined) return withUserSettings(await read(file, shown), { shown, named: false }, context);
    const message = `${shown} is not used: ${why}. When you trust it: --config ${shown}`;
    context.progress?.({ stage: "config", message, done: true });
  }
  if (folder === top || folder === dirname(folder)) {
    const above = join(resolve(context.cwd), "hullproof.yaml");
    if (folder.startsWith(`${dirname(above)}/`) && existsSync(above)) {
      const message =
        "hullproof.yaml is not used: it lies above the target. When you trust it: --config hullproof.yaml";
      context.progress?.({ stage: "config", message, done: true });
    }
    return withUserSettings(emptyConfig, { named: false }, context);
  }
  return configFor(dirname(folder), context);
}

/** YAML and its schema are loaded only where there is a file: most calls of `check` have none. */
async function read(file: string, shown: string): Promise<Config> {
  const { readConfig } = await import("../../sources/config.ts");
  const config = await readConfig(file, shown);
  await refuseUnknownRules(config, shown);
  return config;
}

/** `--enforce` names rules, practices or all; a misspelt one would enforce nothing. Throws `Failure` (`bad-usage`). */
export async function refuseUnknownEnforced(named: readonly string[] = [], allowRules = false): Promise<void> {
  if (named.length === 0) return;
  const { rules } = await import("../../rules/index.ts");
  const ids = new Set<string>([...rules.map(({ id }) => id), ...practices.map((practice) => `${practice}/*`), "*"]);
  const own = named.find((id) => customRuleIdForm.test(id));
  if (own !== undefined && !allowRules)
    throw new Failure("bad-usage", `--enforce: ${own} is a rule of policy.ruleFiles, and these are not run`, {
      hint: "They are code of the repository. When you trust it: --allow-rules.",
    });
  const unknown = named.find((id) => !ids.has(id) && !customRuleIdForm.test(id));
  if (unknown === undefined) return;
  throw new Failure("bad-usage", `--enforce: there is no rule ${unknown}`, {
    hint: "`hullproof rules` lists them all; quote a practice: --enforce 'secrets/*'.",
  });
}

const peers = /^(buildkit|checkov|cis-docker|dockle|hadolint|kics|shellcheck|trivy)\//;

/** A misspelt rule would silently stay as it is. */
async function refuseUnknownRules(config: Config, shown: string): Promise<void> {
  // Half a megabyte of code that `inspect` has no other use for.
  const { rules } = await import("../../rules/index.ts");
  const own = (config.policy.rules ?? []).map(({ id }) => id);
  const taken = own.find((id) => rules.some((rule) => rule.id === id));
  if (taken !== undefined)
    throw new Failure("bad-config", `${shown}: policy.rules: ${taken} is a rule of hullproof`, {
      hint: "Give yours another name: an id means one rule.",
    });
  const ids = new Set<string>([...rules.map(({ id }) => id), ...own, ...practices.map((practice) => `${practice}/*`)]);
  const set = [
    ...[config.rules, ...config.paths.map((one) => one.rules)].flatMap((one) => Object.keys(one)),
    ...(config.policy.enforce ?? []).filter((id) => id !== "*"),
  ];
  const ignored = config.ignores.flatMap(({ rule }) => (peers.test(rule) ? [] : [rule]));
  const isCustom = (id: string): boolean => config.policy.ruleFiles !== undefined && customRuleIdForm.test(id);
  const unknown = [...set, ...ignored].find((id) => !ids.has(id) && !isCustom(id));
  if (unknown === undefined) return;
  const name = unknown.slice(unknown.indexOf("/") + 1);
  const near = [...ids].find((id) => id.endsWith(`/${name}`));
  throw new Failure("bad-config", `${shown}: there is no rule ${unknown}`, {
    hint: `${near === undefined ? "" : `Did you mean ${near}? `}\`hullproof rules\` lists them all.`,
  });
}
