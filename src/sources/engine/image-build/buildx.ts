import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { environmentFor } from "../../programs/environment.ts";
import {
  isLocated,
  locateOneOf,
  locateProgram,
  type LocatedProgram,
  type NotLocated,
  type Search,
} from "../../programs/locate-program.ts";
import { pathRules } from "../../paths/path-rules.ts";
import { buildConfigFolder } from "../../user/docker-config.ts";
import { userFolders } from "../../paths/user-folders.ts";
import type { EngineSession } from "../types.ts";

/** Docker's system-wide plug-in folders (docker/cli, cli-plugins/manager). */
const systemFolders = [
  "/usr/local/lib/docker/cli-plugins",
  "/usr/local/libexec/docker/cli-plugins",
  "/usr/lib/docker/cli-plugins",
  "/usr/libexec/docker/cli-plugins",
];

export interface Buildx {
  readonly program: LocatedProgram;
  readonly env: Readonly<Record<string, string>>;
  /** Private, and not inside anything that git would take for a repository. */
  readonly cwd: string;
}

/**
 * The buildx plugin as a standalone program: Docker's command would search for it again, in other folders. `foreign`
 * are the folders of the build.
 */
export async function findBuildx(
  session: EngineSession,
  foreign: readonly string[],
  from: { readonly env: NodeJS.ProcessEnv; readonly cwd: string },
): Promise<Buildx | NotLocated> {
  const search: Search = { env: from.env, rules: pathRules(from.cwd, foreign, from.env) };
  const env = environmentFor("build", search);
  const program = locate(search, userFolders(search.env, search.rules).docker);
  if (!isLocated(program)) return program;
  const cwd = join(session.folder, "buildx");
  await mkdir(join(cwd, "home"), { recursive: true, mode: 0o700 });
  return {
    program,
    cwd,
    env: {
      ...env,
      HOME: env["HOME"] ?? join(cwd, "home"),
      DOCKER_HOST: session.engine.info.endpoint,
      DOCKER_CONFIG: await buildConfigFolder(search, join(cwd, "config")),
      // Its state about builders and builds would otherwise be in the user's folder.
      BUILDX_CONFIG: cwd,
      // It would run git in the context, which can be a repository whose settings name programs.
      BUILDX_GIT_INFO: "0",
      BUILDX_GIT_LABELS: "0",
      BUILDX_NO_DEFAULT_ATTESTATIONS: "1",
      // In case a version runs git anyway: there is no repository, and no settings.
      GIT_DIR: join(cwd, "no-repository"),
      GIT_CEILING_DIRECTORIES: session.folder,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
    },
  };
}

function locate(search: Search, config: string | undefined): LocatedProgram | NotLocated {
  const userPluginFolders = config === undefined ? [] : [join(config, "cli-plugins")];
  const file = process.platform === "win32" ? "docker-buildx.exe" : "docker-buildx";
  const lookup = locateOneOf(
    [...userPluginFolders, ...systemFolders].map((folder) => join(folder, file)),
    search.rules,
  );
  if (isLocated(lookup)) return lookup;
  const onPath = locateProgram("docker-buildx", search);
  return isLocated(onPath) ? onPath : { refused: [...lookup.refused, ...onPath.refused] };
}
