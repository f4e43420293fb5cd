import { existsSync } from "node:fs";
import type { Config } from "../../domain/settings/config.ts";
import { pathRules } from "../../sources/paths/path-rules.ts";
import { whyUnread } from "../../sources/paths/why-unread.ts";
import type { Context } from "../context.ts";

/**
 * Settings about trusted services, for this call and for what it caches: only the user sets them, with
 * `--config`, or in `hullproof/hullproof.yaml` of their configuration folder. A repository's own are ignored; its `mirrors` need consent.
 */
const ofTheUser = ["registries", "advisories", "fleet"] as const;

export type Settings = Pick<Context, "cwd" | "env" | "pathRules" | "userConfigFile" | "enforced"> &
  Partial<Pick<Context, "progress">>;

/** `shown` is the path of the configuration for messages; `named` when the user named it. */
export async function withUserSettings(
  config: Config,
  { shown, named }: { readonly shown?: string; readonly named: boolean },
  context: Settings,
): Promise<Config> {
  const { enforced } = context;
  const trusted = named ? config : withoutUserSettings(config, shown, context);
  const projectConfig = enforced === undefined ? trusted : { ...trusted, enforced };
  const file = context.userConfigFile;
  if (file === undefined || !existsSync(file)) return projectConfig;
  // Already reported at the start of a session.
  if (whyUnread(file, context.pathRules ?? pathRules(context.cwd, [], context.env)) !== undefined) return projectConfig;
  const { readConfig } = await import("../../sources/configuration/config.ts");
  const { mirrors, registries, advisories, fleet } = await readConfig(file, file);
  return {
    ...(registries && { registries }),
    ...(advisories && { advisories }),
    ...(fleet && { fleet }),
    ...projectConfig,
    mirrors: { ...mirrors, ...projectConfig.mirrors },
  };
}

function withoutUserSettings(config: Config, displayPath: string | undefined, { progress }: Settings): Config {
  const ignored = ofTheUser.filter((key) => config[key] !== undefined);
  const file = displayPath ?? "hullproof.yaml";
  if (ignored.length > 0)
    progress?.({
      stage: "config",
      message: `${file}: ${ignored.join(", ")} not used: only you give them. When you trust that file: --config ${file}`,
      done: true,
    });
  const { registries: _registries, advisories: _advisories, fleet: _fleet, mirrors, ...rest } = config;
  return { ...rest, mirrors: {}, ...(Object.keys(mirrors).length > 0 && { proposedMirrors: mirrors }) };
}
