import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { environmentFor } from "../../programs/environment.ts";
import { isLocated, locateProgram, type LocatedProgram, type Search } from "../../programs/locate-program.ts";
import { pathRules } from "../../paths/path-rules.ts";
import { runToEnd } from "../../programs/run-to-end.ts";
import { buildConfigFolder } from "../../user/docker-config.ts";
import type { EngineInfo, EngineSession } from "../types.ts";
import { findBuildx } from "./buildx.ts";

/** The builder of a build. */
export type Builder =
  | { readonly kind: "buildx" | "docker"; readonly program: LocatedProgram; readonly env: Env; readonly cwd: string }
  /** The engine's build endpoint: Docker's legacy builder, or what another engine builds with. */
  | { readonly kind: "endpoint"; readonly by: "legacy" | "own" };

type Env = Readonly<Record<string, string>>;

/** The builder and its limitations compared with buildx on a current engine, for the report. */
export interface ChosenBuilder {
  readonly builder: Builder;
  /** BuildKit's named contexts replace base images; otherwise we replace them in the text. */
  readonly namedContexts: boolean;
  /** The builder enforces a source policy. */
  readonly sourcePolicy: boolean;
  /** The builder runs steps below a given parent cgroup. */
  readonly cgroupParent: boolean;
  readonly notes: readonly string[];
}

/**
 * An engine without BuildKit builds by itself. Otherwise buildx if installed; else the `docker` command of 18.09 to
 * 20.10, which includes a BuildKit client (23 and later do not); else the engine's build endpoint. `foreign` are the
 * folders of the build.
 */
export async function chooseBuilder(
  session: EngineSession,
  foreign: readonly string[],
  from: { readonly env: NodeJS.ProcessEnv; readonly cwd: string },
): Promise<ChosenBuilder> {
  const { info } = session.engine;
  // buildx would emulate BuildKit with a privileged container from an image of its choice, without anyone's consent.
  if (!info.buildKit) {
    const builder = { kind: "endpoint", by: "own" } as const;
    return { builder, ...doing(false), cgroupParent: true, notes: [ownBuilder(info)] };
  }
  const current = hasNamedContexts(info);
  const old = current ? [] : [olderBuildKit];
  const buildx = await findBuildx(session, foreign, from);
  if (!("refused" in buildx)) return { builder: { kind: "buildx", ...buildx }, ...doing(current), notes: old };
  const refused = buildx.refused.map((why) => `docker-buildx was found and is not started: ${why}`);
  const docker = await findDocker(session, foreign, from);
  if (docker !== undefined) {
    const notes = [...refused, "built by the docker command's own BuildKit, since there is no buildx", olderBuildKit];
    return { builder: { kind: "docker", ...docker }, ...doing(false), cgroupParent: current, notes };
  }
  return {
    builder: { kind: "endpoint", by: "legacy" },
    ...doing(false),
    cgroupParent: true,
    notes: [...refused, legacyBuilder],
  };
}

/** Features of BuildKit in Docker 23.0 and newer through buildx that 20.10 lacks; the parent cgroup came with BuildKit 0.10 (moby/buildkit#2430). */
function doing(can: boolean): Pick<ChosenBuilder, "namedContexts" | "sourcePolicy" | "cgroupParent"> {
  return { namedContexts: can, sourcePolicy: can, cgroupParent: can };
}

const olderBuildKit =
  "this engine's BuildKit has no named contexts and no source policy: bases are replaced in the Dockerfile's text, and what an ONBUILD of a base has the builder fetch is not held back";
const ownBuilder = ({ name, version }: Pick<EngineInfo, "name" | "version">) =>
  `built by ${name} ${version} itself, which has no BuildKit: bases are replaced in the Dockerfile's text, and what an ONBUILD of a base has the builder fetch is not held back`;
const legacyBuilder =
  "built by the engine's legacy builder, since neither docker-buildx nor a docker command with a BuildKit of its own is here: every stage is built, RUN steps share no cache, and what an ONBUILD of a base has the builder fetch is not held back";

/** Named contexts and source policies came with BuildKit 0.11, that of Docker 23.0: API 1.42. */
export function hasNamedContexts({ apiVersion }: Pick<EngineInfo, "apiVersion">): boolean {
  return Number(apiVersion.split(".")[1]) >= 42;
}

/** Whether this version of the `docker` command can build with BuildKit itself: `Docker version 20.10.24+dfsg1, build 297e128`. */
export function buildsByItself(version: string): boolean {
  const [, major = "0", minor = "0"] = /^Docker version (\d{1,4})\.(\d{1,4})\./.exec(version) ?? [];
  const at = Number(major) * 100 + Number(minor);
  return at >= 1809 && at < 2300;
}

async function findDocker(
  session: EngineSession,
  foreign: readonly string[],
  from: { readonly env: NodeJS.ProcessEnv; readonly cwd: string },
): Promise<Omit<Extract<Builder, { program: LocatedProgram }>, "kind"> | undefined> {
  const search: Search = { env: from.env, rules: pathRules(from.cwd, foreign, from.env) };
  const program = locateProgram("docker", search);
  if (!isLocated(program)) return undefined;
  const cwd = join(session.folder, "docker");
  await mkdir(join(cwd, "home"), { recursive: true, mode: 0o700 });
  const buildEnvironment = environmentFor("build", search);
  const env = {
    ...buildEnvironment,
    HOME: buildEnvironment["HOME"] ?? join(cwd, "home"),
    DOCKER_HOST: session.engine.info.endpoint,
    DOCKER_CONFIG: await buildConfigFolder(search, join(cwd, "config")),
    DOCKER_BUILDKIT: "1",
  };
  const end = await runToEnd(program, ["--version"], {
    env,
    cwd,
    timeoutMs: 30_000,
    maxOutputBytes: 65_536,
    signal: session.signal,
  });
  if (end.how !== "exited" || end.code !== 0 || !buildsByItself(end.stdout)) return undefined;
  return { program, env, cwd };
}
