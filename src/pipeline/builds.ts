import type { HardenResult } from "../domain/report.ts";
import { dockerfileFact } from "../facts/stages.ts";
import { buildImage } from "../sources/engine/build.ts";
import type { BuiltImage, Run } from "../sources/engine/types.ts";
import { openDaemonImage } from "../sources/image/daemon.ts";
import { parseDockerfile } from "../sources/dockerfile/parse.ts";
import { resolveBases } from "./bases.ts";
import type { Context } from "./context.ts";
import { readFacts, type ReadImage } from "./image.ts";
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
  readonly done: readonly Build[];
  /** Bases that a mirror stood in for, by name. */
  mirrors(): HardenResult["mirrors"];
}

/**
 * Builds versions of one project, each without cache: a cached `apt-get upgrade` would be yesterday's.
 * The images and their saved layers live as long as the run.
 */
export function openBuilds(run: Run, project: Project, context: Pick<Context, "progress">): Builds {
  const done: Build[] = [];
  const mirrors = new Map<string, HardenResult["mirrors"][number]>();
  const buildText = async (text: string, name: string): Promise<Build> => {
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
    const opened = await openDaemonImage(run, image.tag);
    run.defer(`saved layers of ${name}`, async () => opened[Symbol.asyncDispose]());
    return { name, text, image, facts: await readFacts(opened, dockerfile, run.signal) };
  };
  return {
    done,
    mirrors: () => [...mirrors.values()].sort((a, b) => (a.image < b.image ? -1 : 1)),
    async build(text, name) {
      const build = await buildText(text, name);
      const { seconds } = build.image;
      context.progress({
        stage: "build",
        message: `${name}: ${seconds.toFixed(0)} s, ${build.facts.info.layers.length} layers`,
        done: true,
      });
      done.push(build);
      return build;
    },
    buildBase: (name) => buildText(`FROM ${name}\n`, `base ${name}`),
  };
}
