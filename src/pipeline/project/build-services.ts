import { relative } from "node:path";
import { buildReach } from "../../consent/build-reach.ts";
import { itemsNeedingConsent } from "../../consent/decide.ts";
import { Failure } from "../../domain/failure.ts";
import { ownValue } from "../../domain/own-value.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { ComposeServices } from "../../sources/compose/read-services.ts";
import { serviceBuild, type ServiceBuild } from "../../sources/compose/service-build.ts";
import { keepImage } from "../../sources/engine/images/images.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { locate } from "../../sources/files/locate.ts";
import { requestConsent, askerIn, placeReach } from "../consent/request-consent.ts";
import { openBuilds } from "../image-build/builds.ts";
import type { Project } from "../image-build/project.ts";
import type { Context } from "../context.ts";
import { readText } from "../host/read-text.ts";

/** Services with a missing image that the project builds. */
export interface BuiltServices {
  /** Image of each service's trials, by name. */
  readonly images: ReadonlyMap<string, string>;
  /** Why a service was not built, by name: a sentence without its full stop. */
  readonly failed: ReadonlyMap<string, string>;
  /** Keeps the images under docker compose's names. */
  keep(nameOf: (service: string) => string): Promise<readonly string[]>;
}

/** Failures of a Dockerfile and its settings, which concern the services built from it; others are the engine's. */
const serviceFailures = new Set([
  "build-failed",
  "no-such-image",
  "not-a-dockerfile",
  "no-such-file",
  "unreadable",
  "engine-refused",
]);

/**
 * Builds the images of these services like `docker compose build`, equal ones once, from a copy of the context and without cache. Throws `not-allowed` for a
 * Dockerfile with host access beyond its context and without consent.
 */
export async function buildServices(
  session: EngineSession,
  project: ComposeServices,
  names: readonly string[],
  config: Config,
  context: Context,
): Promise<BuiltServices> {
  const images = new Map<string, string>();
  const failed = new Map<string, string>();
  const buildsByKey = new Map<string, string | Failure>();
  for (const name of names) {
    const serviceSettings = serviceBuild(ownValue(project.services, name) ?? {}, project.folder);
    if ("refused" in serviceSettings) {
      failed.set(
        name,
        `${project.hide(serviceSettings.refused)}, which hullproof does not do: docker compose build ${name}`,
      );
      continue;
    }
    const key = JSON.stringify(serviceSettings);
    const image =
      buildsByKey.get(key) ?? (await buildService(session, name, serviceSettings, { project, config }, context));
    buildsByKey.set(key, image);
    if (typeof image === "string") images.set(name, image);
    else failed.set(name, `its image could not be built: ${image.message.split("\n")[0]}`);
  }
  return {
    images,
    failed,
    async keep(nameOf) {
      for (const [name, tag] of images) await keepImage(session.engine, tag, nameOf(name));
      return [...images.keys()].map(nameOf);
    },
  };
}

async function buildService(
  session: EngineSession,
  name: string,
  build: ServiceBuild,
  { project, config }: { readonly project: ComposeServices; readonly config: Config },
  context: Context,
): Promise<string | Failure> {
  try {
    const asks = await projectOf(build, project, config, context);
    const permit = await requestConsent(asks.reach, context);
    await using builds = openBuilds(session, asks, context, permit);
    const { image } = await builds.build(asks.original, `service ${name}`);
    return image.tag;
  } catch (error) {
    if (!(error instanceof Failure) || !serviceFailures.has(error.code)) throw error;
    return error;
  }
}

/** A context or Dockerfile elsewhere, also through a link, needs consent before it is read. */
async function projectOf(
  { context: from, dockerfile, inline, target, args }: ServiceBuild,
  { folder, reach }: ComposeServices,
  config: Config,
  context: Context,
): Promise<Project> {
  const { cwd } = context;
  const asker = await askerIn(folder, cwd);
  const places = [
    ...(await placeReach(from, "builds from", asker)),
    ...(dockerfile === undefined ? [] : await placeReach(dockerfile, "builds by the Dockerfile", asker)),
  ];
  if (places.length > 0) await requestConsent(places, context);
  const dockerfilePath = dockerfile === undefined ? "dockerfile_inline" : relative(cwd, dockerfile) || dockerfile;
  const original = inline ?? (await readText(dockerfilePath, cwd));
  const settings = itemsNeedingConsent(
    buildReach({ dockerfile: original, buildArgs: args, ...(target !== undefined && { target }) }),
  );
  return {
    // The service names the paths of its Dockerfile and context.
    config: { ...config, build: { args, ...(target !== undefined && { target }) } },
    dockerfilePath,
    original,
    context: from,
    located: await locate(from),
    reach: [...places, ...reach.filter(({ kind }) => kind === "build"), ...settings],
  };
}
