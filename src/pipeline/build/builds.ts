import type { HardenResult } from "../../domain/report.ts";
import { dockerfileFact } from "../../facts/stages.ts";
import { buildImage } from "../../sources/engine/build.ts";
import type { BuiltImage, Run } from "../../sources/engine/types.ts";
import { openEngineImage } from "../../sources/image/engine-image.ts";
import { parseDockerfile } from "../../sources/dockerfile/parse.ts";
import { resolveBases } from "./bases.ts";
import type { Context } from "../context.ts";
import { readFacts, type ReadImage } from "../image/read-facts.ts";
import type { Project } from "./project.ts";

/** A Dockerfile's text, built and read. */
export interface Build {
  readonly name: string;
  readonly text: string;
  readonly image: BuiltImage;
  readonly facts: ReadImage;
}

export interface Builds {
  /** Builds and reads one version. Throws `build-failed`, `no-such-image`. */
  build(text: string, name: string): Promise<Build>;
  /** The base image alone, as `FROM NAME` gives it. */
  buildBase(name: string): Promise<Build>;
  /** Versions of the project built so far, in order of their end. */
  readonly done: readonly Pick<Build, "name" | "image">[];
  /** Like `build`, but equal texts are one build while it is there. */
  buildOnce(text: string, name: string): Promise<Build>;
  /** Removes its image and its saved layers, which can be large. */
  discard(build: Build): Promise<void>;
  /** Bases that a mirror stood in for, by name. */
  mirrors(): HardenResult["mirrors"];
}

/**
 * Builds versions of one project, each without cache: a cached `apt-get upgrade` would be yesterday's.
 * The images and their saved layers live as long as the run, or until they are discarded.
 */
export function openBuilds(run: Run, project: Project, context: Pick<Context, "progress">): Builds {
  const done: Builds["done"][number][] = [];
  const names = new Map<string, number>();
  const removals = new Map<Build, () => Promise<void>>();
  const mirrors = new Map<string, HardenResult["mirrors"][number]>();
  const buildText = async (text: string, wanted: string): Promise<Build> => {
    // Two of one name would be one tag, and the second image would take it from the first.
    const count = (names.get(wanted) ?? 0) + 1;
    names.set(wanted, count);
    const name = count === 1 ? wanted : `${wanted}, build ${count}`;
    const dockerfile = dockerfileFact(parseDockerfile(project.dockerfilePath, text));
    const bases = await resolveBases(run, dockerfile, project.config);
    for (const one of bases.mirrors) mirrors.set(one.image, one);
    const { target, args } = project.config.build;
    const request = {
      context: project.context,
      dockerfile: text,
      dockerfileName: project.dockerfilePath,
      contexts: bases.contexts,
      buildArgs: args,
      noCache: true,
      name,
      ...(target !== undefined && { target }),
    };
    const image = await buildImage(run, request, context.progress);
    context.progress({ stage: "build", message: `${name}: reading the layers` });
    const opened = await openEngineImage(run, image.tag);
    const removeLayers = run.defer(`saved layers of ${name}`, async () => opened[Symbol.asyncDispose]());
    const build: Build = { name, text, image, facts: await readFacts(opened, { dockerfile }, { signal: run.signal }) };
    removals.set(build, async () => {
      await removeLayers();
      await image[Symbol.asyncDispose]();
    });
    return build;
  };
  return {
    done,
    async buildOnce(text, name) {
      return [...removals.keys()].find((one) => one.text === text) ?? this.build(text, name);
    },
    async discard(build) {
      const remove = removals.get(build);
      removals.delete(build);
      await remove?.();
    },
    mirrors: () => [...mirrors.values()].sort((a, b) => (a.image < b.image ? -1 : 1)),
    async build(text, name) {
      const build = await buildText(text, name);
      const { seconds } = build.image;
      context.progress({
        stage: "build",
        message: `${build.name}: ${seconds.toFixed(0)} s, ${build.facts.info.layers.length} layers`,
        done: true,
      });
      // Not the build itself: what was read of a large image would stay for ever.
      done.push({ name: build.name, image: build.image });
      return build;
    },
    buildBase: (name) => buildText(`FROM ${name}\n`, `base ${name}`),
  };
}
