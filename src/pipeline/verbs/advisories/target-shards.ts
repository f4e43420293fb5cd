import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { ShardName } from "../../../domain/advisory/advisory.ts";
import type { ImageInfo } from "../../../domain/image/image-info.ts";
import { Failure } from "../../../domain/failure.ts";
import { shardsFor } from "../../../vulnerabilities/matching/shards-for.ts";
import { parseFact } from "../../../facts/secrets/parse-fact.ts";
import { isDockerfileName } from "../../targets/targets.ts";
import { configFor } from "../../settings/settings.ts";
import type { Context } from "../../context.ts";
import { imageTarget, type ImageTarget } from "../../image/image-target.ts";
import { openImage } from "../../image/open-image.ts";
import { readInfo } from "../../image/read-info.ts";

/**
 * The shards that a scan of these targets would open: images, SBOMs, and the base images of Dockerfiles. Throws `Failure`
 * (`no-such-image`, `no-such-file`, `bad-sbom`, `engine-...`, `registry-...`, `interrupted`).
 */
export async function targetShards(targets: readonly string[], context: Context): Promise<ShardName[]> {
  const shards = new Set<ShardName>();
  for (const target of targets) {
    for (const name of await shardsOf(target, context)) shards.add(name);
  }
  return [...shards].sort();
}

async function shardsOf(target: string, context: Context): Promise<readonly ShardName[]> {
  const [, prefix, displayPath = target] = /^(dockerfile|sbom):(.+)$/.exec(target) ?? [];
  const path = resolve(context.cwd, displayPath);
  const isFile = (await stat(path).catch(() => undefined))?.isFile() === true;
  if (prefix === "dockerfile" || (prefix === undefined && isFile && isDockerfileName(basename(path)))) {
    return shardsOfDockerfile(path, displayPath, context);
  }
  if (prefix === "sbom" || isFile) {
    const { loadSbom, looksLikeSbom } = await import("../../../sources/sbom/load-sbom.ts");
    if (prefix === "sbom" || (await looksLikeSbom(path, displayPath)))
      return shardsOfPackages(await loadSbom(path, displayPath));
  }
  return shardsOfPackages(await infoOf(await imageTarget(target, context.cwd), context));
}

async function shardsOfDockerfile(path: string, displayPath: string, context: Context): Promise<ShardName[]> {
  const text = await readFile(path, "utf8").catch((cause: Error) => {
    throw new Failure("unreadable", `${displayPath} cannot be read: ${cause.message}`, {
      hint: "Check the path.",
      cause,
    });
  });
  const { stages } = parseFact(displayPath, text);
  const bases = new Set(stages.filter(({ base }) => base.kind === "image").map(({ base }) => base.text));
  const shards: ShardName[] = [];
  for (const base of [...bases].sort()) shards.push(...shardsOfPackages(await baseInfo(base, context)));
  return shards;
}

/** Reads the image from the engine; where it has none, or there is no engine, from the registry. */
async function baseInfo(base: string, context: Context): Promise<ImageInfo> {
  try {
    return await infoOf({ kind: "daemon", name: base }, context);
  } catch (error) {
    if (!(error instanceof Failure) || (error.code !== "no-such-image" && error.code !== "engine-unreachable"))
      throw error;
    return infoOf({ kind: "registry", name: base }, context);
  }
}

function shardsOfPackages({ packages, os }: Pick<ImageInfo, "packages" | "os">): readonly ShardName[] {
  return shardsFor(packages, os).shards;
}

async function infoOf(target: ImageTarget, context: Context): Promise<ImageInfo> {
  context.progress({ stage: "advisories", message: `reading the packages of ${target.name}` });
  const { registries } = await configFor(".", context);
  await using opened = await openImage(target, context, registries === undefined ? {} : { registries });
  const { cacheFolder, signal } = context;
  return readInfo(opened.image, { secrets: false, duplicates: false }, { cacheFolder, signal });
}
