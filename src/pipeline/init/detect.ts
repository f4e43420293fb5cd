import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import { composeProject } from "../../formats/compose/project-files.ts";
import { searchTargets } from "../check/targets.ts";
import type { Context } from "../context.ts";
import { engineHere } from "../overview/engine-here.ts";
import { readServiceOutlines } from "../service-outlines.ts";

export type CiSystem = "github" | "gitlab";

/** A service that is built from this folder, and the services that are started beside it. */
export interface ComposedService {
  readonly file: string;
  readonly service: string;
  readonly needs: readonly string[];
}

/** What a folder shows of itself, each the default of a question. */
export interface Detected {
  /** As reached from the current folder, the folder's own first. */
  readonly dockerfiles: readonly string[];
  /** The layered files of each Compose project, the one that Docker Compose takes of this folder first. */
  readonly projects: readonly (readonly [string, ...string[]])[];
  /** A service of a Compose file that is built here, with those it needs. */
  readonly composed?: ComposedService;
  readonly ci?: CiSystem;
  readonly hasEngine: boolean;
}

/** More are not offered: no one reads a longer list. */
const mostOffered = 9;

/** Looks, and runs nothing. Throws `Failure` (`no-such-file`) where there is nothing to begin with. */
export async function detect(context: Context): Promise<Detected> {
  const { cwd, env = {} } = context;
  const { found } = await searchTargets(["."], cwd);
  const dockerfiles = found.flatMap((one) => (one.kind === "dockerfile" ? [one.path] : []));
  const projects = found.flatMap((one) =>
    one.kind === "compose" ? [[one.path, ...(one.layers ?? [])] as const satisfies readonly [string, ...string[]]] : [],
  );
  if (dockerfiles.length === 0 && projects.length === 0)
    throw new Failure(
      "no-such-file",
      "there is neither a Dockerfile nor a Compose file in this folder or below it; nothing was written",
      { hint: "Go to the folder that holds it. `hullproof check IMAGE` and `hullproof scan IMAGE` need no settings." },
    );
  const engine = await engineHere(env, context.pathRules);
  const compose = projects.find(([path]) => !path.includes("/"));
  const composed = compose && composedService(compose[0], context);
  const ci = ciOf((path) => existsSync(resolve(cwd, path)));
  const base = composeProject(new Set(projects.map(([path]) => path)))?.base;
  return {
    dockerfiles: firstly(dockerfiles, (path) => (isOwnDockerfile(path) ? 0 : 1)).slice(0, mostOffered),
    projects: firstly(projects, ([path]) => (path === base ? 0 : path.includes("/") ? 2 : 1)).slice(0, mostOffered),
    ...(composed && { composed }),
    ...(ci && { ci }),
    hasEngine: "address" in engine && engine.there,
  };
}

/** One that is built without its name. */
export function isOwnDockerfile(path: string): boolean {
  return path === "Dockerfile" || path === "Containerfile";
}

function firstly<Item>(items: readonly Item[], rank: (item: Item) => number): readonly Item[] {
  return items.toSorted((a, b) => rank(a) - rank(b));
}

/** The first service with a build that depends on others; undefined where there is none, or the file can't be read. */
function composedService(file: string, context: Context): ComposedService | undefined {
  try {
    const built = readServiceOutlines([file], context).find(({ isBuilt, needs }) => isBuilt && needs.length > 0);
    return built && { file, service: built.name, needs: built.needs };
  } catch (error) {
    // What `check` says of it is not asked here.
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function ciOf(there: (path: string) => boolean): CiSystem | undefined {
  if (there(".github")) return "github";
  return there(".gitlab-ci.yml") || there(".gitlab") ? "gitlab" : undefined;
}
