import { existsSync } from "node:fs";
import type { Config } from "../../domain/settings/config.ts";
import { pathRules } from "../../sources/programs/path-rules.ts";
import { whyUnread } from "../../sources/user/why-unread.ts";
import type { Context } from "../context.ts";

/**
 * Settings that say whom hullproof asks and believes, for this call and for what it keeps for later ones: only the user gives them, with
 * `--config`, or in `hullproof/hullproof.yaml` of their configuration folder. A repository names its own; its `mirrors` need consent.
 */
const ofTheUser = ["registries", "advisories"] as const;

export type Settings = Pick<Context, "cwd" | "env" | "pathRules" | "userConfigFile" | "enforced"> &
  Partial<Pick<Context, "progress">>;

/** `shown` is the file that it was read from; `named` when the user named it. */
export async function withUserSettings(
  config: Config,
  { shown, named }: { readonly shown?: string; readonly named: boolean },
  context: Settings,
): Promise<Config> {
  const { enforced } = context;
  const kept = named ? config : withoutUserSettings(config, shown, context);
  const own = enforced === undefined ? kept : { ...kept, enforced };
  const file = context.userConfigFile;
  if (file === undefined || !existsSync(file)) return own;
  // A session has said so.
  if (whyUnread(file, context.pathRules ?? pathRules(context.cwd, [], context.env)) !== undefined) return own;
  const { readConfig } = await import("../../sources/config.ts");
  const { mirrors, registries, advisories } = await readConfig(file, file);
  return {
    ...(registries && { registries }),
    ...(advisories && { advisories }),
    ...own,
    mirrors: { ...mirrors, ...own.mirrors },
  };
}

function withoutUserSettings(config: Config, shown: string | undefined, { progress }: Settings): Config {
  const ignored = ofTheUser.filter((key) => config[key] !== undefined);
  const file = shown ?? "hullproof.yaml";
  if (ignored.length > 0)
    progress?.({
      stage: "config",
      message: `${file}: ${ignored.join(", ")} not used: only you give them. When you trust that file: --config ${file}`,
      done: true,
    });
  const { registries: _registries, advisories: _advisories, mirrors, ...rest } = config;
  return { ...rest, mirrors: {}, ...(Object.keys(mirrors).length > 0 && { proposedMirrors: mirrors }) };
}
