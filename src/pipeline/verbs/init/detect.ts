import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { composeProject } from "../../../formats/compose/project-files.ts";
import { searchTargets } from "../../targets/targets.ts";
import type { Context } from "../../context.ts";
import { locateEngine } from "../../host/locate-engine.ts";
import { readServiceOutlines } from "../../services/service-outlines.ts";

export type CiSystem = "github" | "gitlab";

/** A service built from this folder, and its dependencies. */
export interface ComposedService {
  readonly file: string;
  readonly service: string;
  readonly needs: readonly string[];
}

/** Detected properties of a folder, the defaults of the questions. */
export interface Detected {
  /** Paths from the current folder, its own first. */
  readonly dockerfiles: readonly string[];
  /** The merged files of each Compose project, the folder's default project first. */
  readonly projects: readonly (readonly [string, ...string[]])[];
  /** A service of a Compose file that is built here, with its dependencies. */
  readonly composed?: ComposedService;
  readonly ci?: CiSystem;
  readonly hasEngine: boolean;
}

/** Maximum offered: longer lists are not read. */
const maxOffered = 9;

/** Reads the folder and runs nothing. Throws `Failure` (`no-such-file`) where nothing is found. */
export async function detect(context: Context): Promise<Detected> {
  const { cwd, env = {} } = context;
  const { found } = await searchTargets(["."], cwd);
  const dockerfiles = found.flatMap((target) => (target.kind === "dockerfile" ? [target.path] : []));
  const projects = found.flatMap((target) =>
    target.kind === "compose"
      ? [[target.path, ...(target.layers ?? [])] as const satisfies readonly [string, ...string[]]]
      : [],
  );
  if (dockerfiles.length === 0 && projects.length === 0)
    throw new Failure(
      "no-such-file",
      "there is neither a Dockerfile nor a Compose file in this folder or below it; nothing was written",
      { hint: "Go to the folder that holds it. `hullproof check IMAGE` and `hullproof scan IMAGE` need no settings." },
    );
  const engine = await locateEngine(env, context.pathRules);
  const compose = projects.find(([path]) => !path.includes("/"));
  const composed = compose && findComposedService(compose[0], context);
  const ci = ciOf((path) => existsSync(resolve(cwd, path)));
  const base = composeProject(new Set(projects.map(([path]) => path)))?.base;
  return {
    dockerfiles: sortByRank(dockerfiles, (path) => (isOwnDockerfile(path) ? 0 : 1)).slice(0, maxOffered),
    projects: sortByRank(projects, ([path]) => (path === base ? 0 : path.includes("/") ? 2 : 1)).slice(0, maxOffered),
    ...(composed && { composed }),
    ...(ci && { ci }),
    hasEngine: "address" in engine && engine.there,
  };
}

/** A Dockerfile that `docker build` finds by default. */
export function isOwnDockerfile(path: string): boolean {
  return path === "Dockerfile" || path === "Containerfile";
}

function sortByRank<Item>(items: readonly Item[], rank: (item: Item) => number): readonly Item[] {
  return items.toSorted((a, b) => rank(a) - rank(b));
}

/** The first service with a build and dependencies; undefined without one, or for an unreadable file. */
function findComposedService(file: string, context: Context): ComposedService | undefined {
  try {
    const built = readServiceOutlines([file], context).find(({ isBuilt, needs }) => isBuilt && needs.length > 0);
    return built && { file, service: built.name, needs: built.needs };
  } catch (error) {
    // `check` reports the file's problems.
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function ciOf(exists: (path: string) => boolean): CiSystem | undefined {
  if (exists(".github")) return "github";
  return exists(".gitlab-ci.yml") || exists(".gitlab") ? "gitlab" : undefined;
}
