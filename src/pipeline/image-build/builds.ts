import type { HardenResult } from "../../domain/report/report.ts";
import { parseFact } from "../../facts/secrets/parse-fact.ts";
import { buildValues } from "../../facts/secrets/build-values.ts";
import { redactCommand } from "../../facts/secrets/redact.ts";
import { maskFailure } from "../../secrets/mask-failure.ts";
import { valueMask } from "../../secrets/mask-values.ts";
import { permitForBuild } from "../../consent/build-reach.ts";
import { insist, permitForNothing, type Permit } from "../../consent/decide.ts";
import { Failure } from "../../domain/failure.ts";
import { isImageName } from "../../domain/image/image-name.ts";
import { dockerIgnore } from "../../facts/context/dockerignore.ts";
import { copyContext } from "../../sources/engine/image-build/build-context.ts";
import type { PrivateContext } from "../../sources/engine/image-build/private-context.ts";
import { buildImage } from "../../sources/engine/image-build/build.ts";
import type { BuiltImage, EngineSession } from "../../sources/engine/types.ts";
import { locate } from "../../sources/files/locate.ts";
import { openEngineImage } from "../../sources/image/engine/engine-image.ts";
import { mirrorProposals } from "./mirror-proposals.ts";
import { resolveBases } from "./bases.ts";
import type { Context } from "../context.ts";
import { readFacts, type AnalyzedImage } from "../image/read-facts.ts";
import type { Project } from "./project.ts";

/** One version of a Dockerfile: its text, its image and the facts of the image. */
export interface Build {
  readonly name: string;
  readonly text: string;
  readonly image: BuiltImage;
  readonly facts: AnalyzedImage;
}

/** Disposal removes the private copy of the context; images stay. */
export interface Builds extends AsyncDisposable {
  /**
   * Builds and reads one version. `fromCache`: stages that an earlier build of this run has in common are not built again. Throws `build-failed`,
   * `no-such-image`.
   */
  build(text: string, name: string, options?: BuildOptions): Promise<Build>;
  /** Builds the base image alone, from `FROM NAME`. */
  buildBase(name: string): Promise<Build>;
  /** Finished versions of the project, in order. */
  readonly done: readonly Pick<Build, "name" | "image">[];
  /** Like `build`, but reuses an existing build of the same text. */
  buildOnce(text: string, name: string): Promise<Build>;
  /** Removes the image and its saved layers, which can be large. */
  discard(build: Build): Promise<void>;
  /** Bases that were replaced by a mirror, by name. */
  mirrors(): HardenResult["mirrors"];
}

interface BuildOptions {
  readonly fromCache?: boolean;
}

/** Enough for a large base over a slow line. */
const baseLimitMs = 1_800_000;

/**
 * Builds versions of one project without cache: a cached `apt-get upgrade` would be outdated. All builds use one private copy of the
 * context. `agreed` permits the project's host access. Images and their saved layers exist until the end of the run, or until they are
 * discarded.
 */
export function openBuilds(
  session: EngineSession,
  project: Project,
  context: Pick<Context, "cwd" | "progress" | "cacheFolder" | "consent" | "askConsent">,
  agreed: Permit = permitForNothing(),
): Builds {
  insist(agreed, project.reach);
  const finished: Builds["done"][number][] = [];
  const names = new Map<string, number>();
  const removals = new Map<Build, () => Promise<void>>();
  const mirrors = new Map<string, HardenResult["mirrors"][number]>();
  const proposals = mirrorProposals(session, project.config, context);
  let copy: Promise<PrivateContext> | undefined;
  const buildText = async (
    text: string,
    wantedName: string,
    { base = false, fromCache = false }: BuildOptions & { readonly base?: boolean } = {},
  ): Promise<Build> => {
    // A unique name: a second image under the same tag would take it from the first.
    const count = (names.get(wantedName) ?? 0) + 1;
    names.set(wantedName, count);
    const name = count === 1 ? wantedName : `${wantedName}, build ${count}`;
    const dockerfile = parseFact(project.dockerfilePath, text);
    const bases = await resolveBases(session, dockerfile, project.config, proposals);
    for (const mirror of bases.mirrors) mirrors.set(mirror.image, mirror);
    const { target, args } = project.config.build;
    const request = {
      dockerfile: text,
      dockerfileName: project.dockerfilePath,
      contexts: bases.contexts,
      ...(base ? { timeoutMs: baseLimitMs } : { buildArgs: args }),
      ...(target !== undefined && !base && { target }),
    };
    const from = { from: project.context, located: base ? undefined : await locate(project.context) };
    const permit = permitForBuild({ ...request, ...(!base && { context: from }) }, { agreed, place: project.located });
    if (!base) {
      copy ??= copyContext(session, { ...request, context: project.context, ignores: dockerIgnore }, context.progress);
    }
    const copied = base ? undefined : await copy;
    const mask = valueMask(buildValues(dockerfile, base ? {} : args));
    const masked = { text: (raw: string) => redactCommand(mask.text(raw)), all: mask.all };
    const image = await maskFailure(masked, () =>
      buildImage(
        session,
        { ...request, noCache: !fromCache, name, ...(copied && { context: copied }) },
        permit,
        (event) => context.progress({ ...event, message: masked.text(event.message) }),
      ),
    );
    context.progress({ stage: "build", message: `${name}: reading the layers` });
    const opened = await openEngineImage(session, image.tag);
    const removeLayers = session.defer(`saved layers of ${name}`, async () => opened[Symbol.asyncDispose]());
    // All builds of a project share the layers of their base.
    const options = { signal: session.signal, cacheFolder: context.cacheFolder };
    const build: Build = { name, text, image, facts: await readFacts(opened, { dockerfile }, options) };
    removals.set(build, async () => {
      await removeLayers();
      await image[Symbol.asyncDispose]();
    });
    return build;
  };
  return {
    done: finished,
    async buildOnce(text, name) {
      return [...removals.keys()].find((build) => build.text === text) ?? this.build(text, name);
    },
    async discard(build) {
      const remove = removals.get(build);
      removals.delete(build);
      await remove?.();
    },
    mirrors: () => [...mirrors.values()].sort((a, b) => (a.image < b.image ? -1 : 1)),
    async build(text, name, options) {
      const build = await buildText(text, name, options);
      const { seconds } = build.image;
      context.progress({
        stage: "build",
        message: `${build.name}: ${seconds.toFixed(0)} s, ${build.facts.info.layers.length} layers`,
        done: true,
      });
      // Keeps the name and image only: the facts of a large image would stay in memory.
      finished.push({ name: build.name, image: build.image });
      return build;
    },
    async buildBase(name) {
      if (isImageName(name)) return buildText(`FROM ${name}\n`, `base ${name}`, { base: true });
      throw new Failure("no-such-image", `${name} is not an image name.`, {
        hint: "Correct the FROM line, or name the base's variables in build.args.",
      });
    },
    async [Symbol.asyncDispose]() {
      await (await copy?.catch(() => undefined))?.[Symbol.asyncDispose]();
    },
  };
}
