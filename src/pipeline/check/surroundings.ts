import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { Config } from "../../domain/settings/config.ts";
import type { ContextFolder } from "../../domain/dockerfile/context-folder.ts";
import { contextReader } from "../../sources/context/read-context.ts";
import { buildContexts, type BuildContexts } from "../../facts/repository/build-contexts.ts";
import type { RepositoryFact } from "../../facts/repository/repository-fact.ts";
import type { Context } from "../context.ts";
import { type KnownBases, knownBases } from "./known-bases.ts";
import { type BuildsReader, buildsReader, type DescribedBuilds } from "./repository/described-builds.ts";
import { repositoryReader } from "./repository/late-repository.ts";
import { isDockerfileName } from "./targets.ts";

/** Looks around a Dockerfile: the folder that its build is sent, the base images that the engine has, and the repository of a folder that was named. */
export function lookAround(
  session: Pick<Context, "cwd" | "baseImages" | "consent" | "askConsent" | "signal" | "withoutRepository">,
  builds: BuildsReader = buildsReader(session),
): LookAround {
  const { cwd, baseImages, signal, withoutRepository } = session;
  const read = contextReader(cwd);
  const repositoryOf = repositoryReader(signal);
  return async (path, text, config, within) => {
    const own = resolve(cwd, path);
    const settled = contextOfSettings(path, config, cwd);
    const isElsewhere = settled !== undefined && settled !== dirname(own);
    if (isElsewhere) await mayBeRead(settled, config, session);
    const repository =
      within === undefined || withoutRepository === true
        ? undefined
        : repositoryOf(own, resolve(cwd, within), isElsewhere ? settingsSay : undefined);
    const described = within === undefined ? undefined : builds(own, resolve(cwd, within));
    const { folders, where } = await contextsOf(own, text, settled, described);
    const images = (await described)?.builds.images;
    return {
      contexts: folders.map((folder) => () => read(folder, own)),
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

/** The one function that says what builds of a Dockerfile are sent: its settings do, else files of its repository, else it is its own folder. */
async function contextsOf(
  own: string,
  text: string,
  settled: string | undefined,
  described: Promise<DescribedBuilds> | undefined,
): Promise<BuildContexts> {
  if (settled !== undefined) return { folders: [settled] };
  if (described === undefined || !takesFiles.test(text)) return { folders: [dirname(own)] };
  const { top, builds } = await described;
  const { folders, ...rest } = buildContexts(builds, relative(top, own).split(sep).join("/"));
  return { ...rest, folders: folders.map((folder) => join(top, folder)) };
}

const takesFiles = /^[ \t]*(?:ONBUILD[ \t]+)?(?:COPY|ADD)\s/im;

const settingsSay = "`hullproof.yaml` names another build context";

/** A context outside the folder of the file that names it is not read unless the person agreed. Throws `not-allowed`. */
async function mayBeRead(
  folder: string,
  { file = "" }: Config,
  session: Pick<Context, "cwd" | "consent" | "askConsent">,
): Promise<void> {
  const { agree, askerIn, placeReach } = await import("../agree/agree.ts");
  await agree(await placeReach(folder, "reads the build context", await askerIn(dirname(file), session.cwd)), session);
}

/** `within`: the repository of the folder that was named, or that folder; undefined where only the text was. */
export type LookAround = (path: string, text: string, config: Config, within?: string) => Promise<LookedAround>;

export interface LookedAround {
  /** Each folder that a build of it may be sent; none where that is not known. */
  readonly contexts: readonly (() => ContextFolder)[];
  readonly missing?: { readonly buildContext: string };
  /** Names of images that the repository builds. */
  readonly builtImages?: ReadonlySet<string>;
  readonly repository?: () => RepositoryFact;
  /** Reads the repository if a rule has asked for it; true: the text has to be judged again. */
  readonly readRepository: () => Promise<boolean>;
  readonly bases?: KnownBases;
}

/** What the configuration says that the build of its Dockerfile is sent. */
function contextOfSettings(path: string, { file, build }: Config, cwd: string): string | undefined {
  const own = resolve(cwd, path);
  if (file === undefined || build.context === undefined) return undefined;
  const meant =
    build.dockerfile === undefined ? isDockerfileName(basename(own)) : resolve(dirname(file), build.dockerfile) === own;
  return meant ? resolve(dirname(file), build.context) : undefined;
}
