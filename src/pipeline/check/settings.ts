import { dirname, join, relative, resolve } from "node:path";
import { existsSync } from "node:fs";
import { Failure } from "../../domain/failure.ts";
import { emptyConfig, type Config } from "../../domain/config.ts";
import { practices } from "../../domain/practice.ts";
import type { Context } from "../context.ts";

type Place = Pick<Context, "cwd" | "configFile">;

// Thousands of files of one call share a few configurations, and entries of one are told apart by identity.
const known = new WeakMap<Place, Map<string, Promise<Config>>>();

/** The nearest `hullproof.yaml` from `folder` up to the current folder, or the one that was named. Throws `bad-config`. */
export function configFor(folder: string, context: Place): Promise<Config> {
  const cache = known.get(context) ?? new Map<string, Promise<Config>>();
  known.set(context, cache);
  const key = context.configFile === undefined ? resolve(context.cwd, folder) : "";
  const found = cache.get(key) ?? (context.configFile === undefined ? nearest(key, context) : named(context));
  cache.set(key, found);
  return found;
}

async function named({ cwd, configFile = "" }: Place): Promise<Config> {
  const file = resolve(cwd, configFile);
  if (existsSync(file)) return read(file, configFile);
  throw new Failure("no-such-file", `${configFile} does not exist`, { hint: "Check the path given with --config." });
}

function nearest(folder: string, context: Place): Promise<Config> {
  const file = join(folder, "hullproof.yaml");
  if (existsSync(file)) return read(file, relative(context.cwd, file));
  const top = folder === resolve(context.cwd) || folder === dirname(folder);
  return top ? Promise.resolve(emptyConfig) : configFor(dirname(folder), context);
}

/** YAML and its schema are loaded only where there is a file: most calls of `check` have none. */
async function read(file: string, shown: string): Promise<Config> {
  const { readConfig } = await import("../../sources/config.ts");
  const config = await readConfig(file, shown);
  await refuseUnknownRules(config, shown);
  return config;
}

const peers = /^(buildkit|checkov|cis-docker|dockle|hadolint|kics|shellcheck|trivy)\//;

/** A misspelt rule would silently stay as it is. */
async function refuseUnknownRules(config: Config, shown: string): Promise<void> {
  // Half a megabyte of code that `inspect` has no other use for.
  const { rules } = await import("../../rules/index.ts");
  const ids = new Set<string>([...rules.map(({ id }) => id), ...practices.map((practice) => `${practice}/*`)]);
  const set = [config.rules, ...config.paths.map((one) => one.rules)].flatMap((one) => Object.keys(one));
  const ignored = config.ignores.flatMap(({ rule }) => (peers.test(rule) ? [] : [rule]));
  const unknown = [...set, ...ignored].find((id) => !ids.has(id));
  if (unknown === undefined) return;
  const name = unknown.slice(unknown.indexOf("/") + 1);
  const near = [...ids].find((id) => id.endsWith(`/${name}`));
  throw new Failure("bad-config", `${shown}: there is no rule ${unknown}`, {
    hint: `${near === undefined ? "" : `Did you mean ${near}? `}\`hullproof rules\` lists them all.`,
  });
}
