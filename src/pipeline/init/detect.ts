import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import { exposedPorts } from "../../facts/dockerfile/exposed-ports.ts";
import { dockerfileFact } from "../../facts/dockerfile/stages.ts";
import { variablesFact } from "../../facts/dockerfile/variables/variables.ts";
import { readDockerfile } from "../../formats/dockerfile/parse.ts";
import { basesFact } from "../check/known-bases.ts";
import { searchTargets } from "../check/targets.ts";
import type { Context } from "../context.ts";
import { readText } from "../host/read-text.ts";
import { engineHere } from "../overview/engine-here.ts";
import { composedService, type ComposedService } from "./composed-service.ts";

export type CiSystem = "github" | "gitlab";

/** What a folder shows of itself, each the default of a question. */
export interface Detected {
  /** As reached from the current folder, the folder's own first. */
  readonly dockerfiles: readonly string[];
  /** A service of a Compose file that is built here, with those it needs. */
  readonly composed?: ComposedService;
  readonly ci?: CiSystem;
  readonly hasEngine: boolean;
}

/** More are not offered: no one reads a longer list. */
const mostOffered = 9;

/** Looks, and runs nothing. Throws `Failure` (`no-such-file`) where there is no Dockerfile to begin with. */
export async function detect(context: Context): Promise<Detected> {
  const { cwd, env = {} } = context;
  const { found } = await searchTargets(["."], cwd);
  const all = found.flatMap((one) => (one.kind === "dockerfile" ? [one.path] : []));
  if (all.length === 0)
    throw new Failure("no-such-file", "there is no Dockerfile in this folder or below it, and nothing was written", {
      hint: "Go to the folder that holds it. `hullproof check IMAGE` and `hullproof scan IMAGE` need no settings.",
    });
  const own = all.filter((path) => ["Dockerfile", "Containerfile"].includes(path));
  const engine = await engineHere(env, context.pathRules);
  const compose = found.find((one) => one.kind === "compose" && !one.path.includes("/"));
  const composed = compose !== undefined && "path" in compose ? composedService(compose.path, context) : undefined;
  const ci = ciOf((path) => existsSync(resolve(cwd, path)));
  return {
    dockerfiles: [...own, ...all.filter((path) => !own.includes(path))].slice(0, mostOffered),
    ...(composed && { composed }),
    ...(ci && { ci }),
    hasEngine: "address" in engine && engine.there,
  };
}

function ciOf(there: (path: string) => boolean): CiSystem | undefined {
  if (there(".github")) return "github";
  return there(".gitlab-ci.yml") || there(".gitlab") ? "gitlab" : undefined;
}

/** A request that may prove that the container works: the first port of EXPOSE, and the path of a HEALTHCHECK. */
export interface Request {
  readonly port: number;
  readonly path: string;
}

export async function requestOf(dockerfile: string, { cwd }: Pick<Context, "cwd">): Promise<Request | undefined> {
  const { parsed } = readDockerfile(dockerfile, await readText(dockerfile, cwd));
  if (parsed === undefined) return undefined;
  const fact = dockerfileFact(parsed);
  const checked = fact.instructions.findLast(({ keyword, onbuild }) => keyword === "HEALTHCHECK" && !onbuild);
  const said = checked?.words.map(({ text }) => text).join(" ") ?? "";
  const [, health = "", path = "/"] =
    /https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?(\/[\w./-]*)?/.exec(said) ?? [];
  const exposed = [...exposedPorts(fact, variablesFact(fact, basesFact(new Map())))].find(
    ({ port, protocol }) => /^\d{1,5}$/.test(port) && /^(?:tcp)?$/i.test(protocol),
  );
  const port = Number(exposed?.port ?? health);
  return port >= 1 && port <= 65_535 ? { port, path } : undefined;
}
