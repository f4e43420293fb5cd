import { delimiter, isAbsolute, join, resolve } from "node:path";
import { foreignFolderOf, type PathRules } from "./trusted-path.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Folders of the caller, absent if not trusted. None is in the checkout, whose files are not the caller's. */
export interface UserFolders {
  readonly home: string | undefined;
  /** Folders of the XDG base directory specification, without a program's name. */
  readonly config: string | undefined;
  readonly cache: string | undefined;
  readonly data: string | undefined;
  readonly state: string | undefined;
  readonly runtime: string | undefined;
  /** Docker's folder: DOCKER_CONFIG, by default `~/.docker`. */
  readonly docker: string | undefined;
  /** Files of Docker's command with possible logins, the one from the environment first: that one may be in the checkout. */
  readonly loginFiles: readonly string[];
  /** These variables for child programs. */
  readonly env: Readonly<Record<string, string>>;
  /** Ignored variables, each with the reason. */
  readonly unused: readonly string[];
}

/**
 * The only function that determines the caller's folders: settings, logins, the engine's contexts, caches, and
 * configuration of programs. A variable that points into the checkout is ignored, since CI often sets HOME to the
 * workspace: the account's home then replaces HOME, or none if that is in the checkout too. The owner of a folder is
 * irrelevant: `whyUnread` checks each file.
 */
export function userFolders(env: Environment, rules: PathRules): UserFolders {
  const isOutside = (path: string): boolean => isAbsolute(path) && foreignFolderOf(path, rules) === undefined;
  const ifOutside = (path: string | undefined): string | undefined => (path && isOutside(path) ? path : undefined);
  const unused: string[] = [];
  const skip = (name: string, value: string, instead = ""): void => {
    const reason = value.split(delimiter).every((path) => isAbsolute(path))
      ? "points into the checkout"
      : "is relative";
    unused.push(`${name} ${reason}${instead}`);
  };

  const homeName = process.platform === "win32" && !env["HOME"] ? "USERPROFILE" : "HOME";
  const homeValue = env[homeName] ?? "";
  const home = ifOutside(homeValue) ?? ifOutside(rules.account);
  if (homeValue !== "" && home !== homeValue) skip(homeName, homeValue, `, ${home ?? "no home"} is used`);
  const inHome = (path: string): string | undefined => (home === undefined ? undefined : ifOutside(join(home, path)));

  const dockerConfig = env["DOCKER_CONFIG"] || undefined;
  const docker = ifOutside(dockerConfig) ?? inHome(".docker");
  if (dockerConfig !== undefined && docker !== dockerConfig)
    skip("DOCKER_CONFIG", dockerConfig, ", only plain logins in it are used");
  const loginFolder = dockerConfig ?? (isAbsolute(homeValue) ? join(homeValue, ".docker") : undefined);

  const xdg = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith("XDG_") || !value) continue;
    // Others are not paths (XDG_SESSION_ID). The specification ignores relative ones.
    if (!/_(?:HOME|DIRS?)$/.test(name) || value.split(delimiter).every(isOutside)) xdg.set(name, value);
    else skip(name, value);
  }

  return {
    home,
    config: xdg.get("XDG_CONFIG_HOME") ?? inHome(".config"),
    cache: xdg.get("XDG_CACHE_HOME") ?? inHome(".cache"),
    data: xdg.get("XDG_DATA_HOME") ?? inHome(".local/share"),
    state: xdg.get("XDG_STATE_HOME") ?? inHome(".local/state"),
    runtime: xdg.get("XDG_RUNTIME_DIR"),
    docker,
    loginFiles: [...new Set([loginFolder, docker])].flatMap((folder) =>
      folder ? [resolve(folder, "config.json")] : [],
    ),
    env: {
      ...Object.fromEntries(xdg),
      ...(home !== undefined && { [homeName]: home }),
      ...(dockerConfig !== undefined && dockerConfig === docker && { DOCKER_CONFIG: dockerConfig }),
    },
    unused,
  };
}
