import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { limits } from "../files/limits.ts";
import { readBeneath } from "../files/read-named.ts";
import type { Search } from "../programs/locate-program.ts";
import type { PathRules } from "../paths/trusted-path.ts";
import { userFolders } from "../paths/user-folders.ts";
import { whyUnread } from "../paths/why-unread.ts";

/** Keys of a `config.json` of Docker's command, with any values. */
export interface DockerConfig {
  readonly auths?: unknown;
  readonly credHelpers?: unknown;
}

/**
 * A `config.json` of Docker's command. If the file is not the caller's, only its plain logins remain: it names no
 * program, proxy or header. A text is the reason why there is none, without the file's content.
 */
export async function readDockerConfig(file: string, rules: PathRules): Promise<DockerConfig | string> {
  const isOthers = whyUnread(file, rules) !== undefined;
  const text = isOthers ? textOfOthers(file) : await readFile(file, "utf8").catch(codeOf);
  if (typeof text !== "string") return text.missing ? `${file} does not exist` : `${file} cannot be read`;
  try {
    const config: unknown = JSON.parse(text);
    if (typeof config !== "object" || config === null) return otherShape(file);
    return isOthers ? { auths: (config as DockerConfig).auths } : config;
  } catch {
    return otherShape(file);
  }
}

/** Not printed: it may contain a secret. */
export function otherShape(file: string): string {
  return `${file} is not what docker login writes`;
}

/**
 * The DOCKER_CONFIG of a build: the caller's own folder, or `folder` with the trusted part of each file if not all of
 * it is the caller's. Docker's command asks helpers before it reads a plain login, so one that the environment names
 * gets an empty helper.
 */
export async function buildConfigFolder({ env, rules }: Search, folder: string): Promise<string> {
  const { docker, loginFiles } = userFolders(env, rules);
  const [first, second] = loginFiles;
  if (docker !== undefined && second === undefined && whyUnread(join(docker, "config.json"), rules) === undefined)
    return docker;
  const [over = {}, under = {}] = await Promise.all(
    [first, second].map(async (file) => {
      const config = file === undefined ? {} : await readDockerConfig(file, rules);
      return typeof config === "string" ? {} : config;
    }),
  );
  const logins = entriesOf(over.auths);
  const config = {
    ...under,
    ...over,
    auths: Object.fromEntries([...entriesOf(under.auths), ...logins]),
    credHelpers: Object.fromEntries([...entriesOf(under.credHelpers), ...logins.map(([server]) => [server, ""])]),
  };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, "config.json"), JSON.stringify(config), { mode: 0o600 });
  return folder;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function textOfOthers(file: string): string | { readonly missing: boolean } {
  const read = readBeneath(dirname(file), file, "/", limits.config);
  return "refused" in read ? { missing: read.refused === "missing" } : read.bytes.toString("utf8");
}

function codeOf(error: NodeJS.ErrnoException): { readonly missing: boolean } {
  return { missing: error.code === "ENOENT" };
}
