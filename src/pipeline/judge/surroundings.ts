import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { Config } from "../../domain/settings/config.ts";
import type { ContextFolder } from "../../domain/dockerfile/context-folder.ts";
import { contextReader } from "../../sources/context/read-context.ts";
import { buildContexts, type BuildContexts } from "../../facts/repository/build-contexts.ts";
import type { RepositoryFact } from "../../facts/repository/repository-fact.ts";
import type { Context } from "../context.ts";
import { type KnownBases, knownBases } from "./known-bases.ts";
import { type BuildsReader, buildsReader, type DescribedBuilds } from "../targets/repository/described-builds.ts";
import { repositoryReader } from "../targets/repository/late-repository.ts";
import { isDockerfileName } from "../targets/targets.ts";

/** Collects facts around a Dockerfile: its build context, the base images on the engine, and the repository of a named folder. */
export function surroundingsReader(
  session: Pick<Context, "cwd" | "baseImages" | "consent" | "askConsent" | "signal" | "withoutRepository">,
  builds: BuildsReader = buildsReader(session),
): ReadSurroundings {
  const { cwd, baseImages, signal, withoutRepository } = session;
  const read = contextReader(cwd);
  const repositoryOf = repositoryReader(signal);
  return async (path, text, config, within) => {
    const dockerfilePath = resolve(cwd, path);
    const settled = contextOfSettings(path, config, cwd);
    const isElsewhere = settled !== undefined && settled !== dirname(dockerfilePath);
    if (isElsewhere) await mayBeRead(settled, config, session);
    const repository =
      within === undefined || withoutRepository === true
        ? undefined
        : repositoryOf(dockerfilePath, resolve(cwd, within), isElsewhere ? settingsSay : undefined);
    const described = within === undefined ? undefined : builds(dockerfilePath, resolve(cwd, within));
    const { folders, where } = await contextsOf(dockerfilePath, text, settled, described);
    const images = (await described)?.builds.images;
    return {
      contexts: folders.map((folder) => () => read(folder, dockerfilePath)),
      ...(folders.length === 0 && {
        missing: { buildContext: `${where ?? "a file"} does not say which folder is sent` },
      }),
      ...(images && { builtImages: images }),
      ...(repository && { repository: repository.fact }),
      readRepository: async () => (await repository?.read()) ?? false,
      ...(baseImages && { bases: await knownBases(text, await baseImages()) }),
    };
  };
}

/** The only function that determines the build contexts of a Dockerfile: from its settings, else from files of its repository, else its own folder. */
async function contextsOf(
  dockerfilePath: string,
  text: string,
  settled: string | undefined,
  described: Promise<DescribedBuilds> | undefined,
): Promise<BuildContexts> {
  if (settled !== undefined) return { folders: [settled] };
  if (described === undefined || !takesFiles.test(text)) return { folders: [dirname(dockerfilePath)] };
  const { top, builds } = await described;
  const { folders, ...rest } = buildContexts(builds, relative(top, dockerfilePath).split(sep).join("/"));
  return { ...rest, folders: folders.map((folder) => join(top, folder)) };
}

const takesFiles = /^[ \t]*(?:ONBUILD[ \t]+)?(?:COPY|ADD)\s/im;

const settingsSay = "`hullproof.yaml` names another build context";

/** A context outside the folder of the file that names it is read only with the user's consent. Throws `not-allowed`. */
async function mayBeRead(
  folder: string,
  { file = "" }: Config,
  session: Pick<Context, "cwd" | "consent" | "askConsent">,
): Promise<void> {
  const { requestConsent: agree, askerIn, placeReach } = await import("../consent/request-consent.ts");
  await agree(await placeReach(folder, "reads the build context", await askerIn(dirname(file), session.cwd)), session);
}

/** `within`: the repository of the named folder, or that folder; undefined where only a text was named. */
export type ReadSurroundings = (path: string, text: string, config: Config, within?: string) => Promise<Surroundings>;

export interface Surroundings {
  /** Readers of each possible build context; empty where it is unknown. */
  readonly contexts: readonly (() => ContextFolder)[];
  readonly missing?: { readonly buildContext: string };
  /** Names of images that the repository builds. */
  readonly builtImages?: ReadonlySet<string>;
  readonly repository?: () => RepositoryFact;
  /** Reads the repository if a rule used it; true: the text has to be evaluated again. */
  readonly readRepository: () => Promise<boolean>;
  readonly bases?: KnownBases;
}

/** The build context that the configuration sets for its Dockerfile. */
function contextOfSettings(path: string, { file, build }: Config, cwd: string): string | undefined {
  const absolutePath = resolve(cwd, path);
  if (file === undefined || build.context === undefined) return undefined;
  const isBuilt =
    build.dockerfile === undefined
      ? isDockerfileName(basename(absolutePath))
      : resolve(dirname(file), build.dockerfile) === absolutePath;
  return isBuilt ? resolve(dirname(file), build.context) : undefined;
}
