import { dirname, join, relative, resolve } from "node:path";
import { existsSync } from "node:fs";
import { Failure } from "../../domain/failure.ts";
import { emptyConfig, type Config } from "../../domain/settings/config.ts";
import { practices } from "../../domain/finding/practice.ts";
import { customRuleIdForm } from "../../rules/custom-rule.ts";
import { distrust } from "../../sources/files/trusted-settings.ts";
import { withUserSettings } from "./user-settings.ts";
import type { Context } from "../context.ts";
import { searchTop } from "./search-top.ts";

type Place = Pick<Context, "cwd" | "configFile" | "env" | "targets" | "pathRules" | "userConfigFile" | "enforced"> &
  Partial<Pick<Context, "progress">>;

// Thousands of files of one call share a few configurations, whose entries are compared by identity.
const configsByPlace = new WeakMap<Place, Map<string, Promise<Config>>>();

/**
 * The named `hullproof.yaml`, or the nearest one from `folder` up to the target on the command line. Never further:
 * files above may belong to other users. A file that other users could
 * write is not used, which is reported. Throws `bad-config`.
 */
export function configFor(folder: string, context: Place): Promise<Config> {
  const cache = configsByPlace.get(context) ?? new Map<string, Promise<Config>>();
  configsByPlace.set(context, cache);
  const key = context.configFile === undefined ? resolve(context.cwd, folder) : "";
  const pendingConfig =
    cache.get(key) ??
    (context.configFile === undefined
      ? findNearestConfig(key, searchTop(key, context), context)
      : readNamedConfig(context));
  cache.set(key, pendingConfig);
  return pendingConfig;
}

async function readNamedConfig(context: Place): Promise<Config> {
  const { cwd, configFile = "" } = context;
  const file = resolve(cwd, configFile);
  if (existsSync(file)) return withUserSettings(await loadConfig(file, configFile), { named: true }, context);
  throw new Failure("no-such-file", `${configFile} does not exist`, { hint: "Check the path given with --config." });
}

async function findNearestConfig(folder: string, top: string, context: Place): Promise<Config> {
  const file = join(folder, "hullproof.yaml");
  const displayPath = relative(context.cwd, file);
  if (existsSync(file)) {
    const distrustReason = distrust(file, top, context.env);
    if (distrustReason === undefined)
      return withUserSettings(await loadConfig(file, displayPath), { shown: displayPath, named: false }, context);
    const message = `${displayPath} is not used: ${distrustReason}. When you trust it: --config ${displayPath}`;
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

/** Loads YAML and its schema only where there is a file: most calls of `check` have none. */
async function loadConfig(file: string, displayPath: string): Promise<Config> {
  const { readConfig } = await import("../../sources/configuration/config.ts");
  const config = await readConfig(file, displayPath);
  await refuseUnknownRules(config, displayPath);
  return config;
}

/** `--enforce` takes rules, practices or all; a misspelled one would have no effect. Throws `Failure` (`bad-usage`). */
export async function refuseUnknownEnforced(enforcedIds: readonly string[] = [], allowRules = false): Promise<void> {
  if (enforcedIds.length === 0) return;
  const { rules } = await import("../../rules/index.ts");
  const ids = new Set<string>([...rules.map(({ id }) => id), ...practices.map((practice) => `${practice}/*`), "*"]);
  const customId = enforcedIds.find((id) => customRuleIdForm.test(id));
  if (customId !== undefined && !allowRules)
    throw new Failure("bad-usage", `--enforce: ${customId} is a rule of policy.ruleFiles, and these are not run`, {
      hint: "They are code of the repository. When you trust it: --allow-rules.",
    });
  const unknown = enforcedIds.find((id) => !ids.has(id) && !customRuleIdForm.test(id));
  if (unknown === undefined) return;
  throw new Failure("bad-usage", `--enforce: there is no rule ${unknown}`, {
    hint: "`hullproof rules` lists them all; quote a practice: --enforce 'secrets/*'.",
  });
}

const peers = /^(buildkit|checkov|cis-docker|dockle|hadolint|kics|shellcheck|trivy)\//;

/** A misspelled rule would silently have no effect. */
async function refuseUnknownRules(config: Config, displayPath: string): Promise<void> {
  // Half a megabyte of code that `inspect` does not need otherwise.
  const { rules } = await import("../../rules/index.ts");
  const configuredIds = (config.policy.rules ?? []).map(({ id }) => id);
  const duplicateId = configuredIds.find((id) => rules.some((rule) => rule.id === id));
  if (duplicateId !== undefined)
    throw new Failure("bad-config", `${displayPath}: policy.rules: ${duplicateId} is a rule of hullproof`, {
      hint: "Give yours another name: an id means one rule.",
    });
  const ids = new Set<string>([
    ...rules.map(({ id }) => id),
    ...configuredIds,
    ...practices.map((practice) => `${practice}/*`),
  ]);
  const set = [
    ...[config.rules, ...config.paths.map((entry) => entry.rules)].flatMap((settings) => Object.keys(settings)),
    ...(config.policy.enforce ?? []).filter((id) => id !== "*"),
  ];
  const ignored = config.ignores.flatMap(({ rule }) => (peers.test(rule) ? [] : [rule]));
  const isCustom = (id: string): boolean => config.policy.ruleFiles !== undefined && customRuleIdForm.test(id);
  const unknown = [...set, ...ignored].find((id) => !ids.has(id) && !isCustom(id));
  if (unknown === undefined) return;
  const name = unknown.slice(unknown.indexOf("/") + 1);
  const near = [...ids].find((id) => id.endsWith(`/${name}`));
  throw new Failure("bad-config", `${displayPath}: there is no rule ${unknown}`, {
    hint: `${near === undefined ? "" : `Did you mean ${near}? `}\`hullproof rules\` lists them all.`,
  });
}
