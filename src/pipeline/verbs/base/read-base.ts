import type { Config } from "../../../domain/settings/config.ts";
import { Failure } from "../../../domain/failure.ts";
import type { ImageInfo } from "../../../domain/image/image-info.ts";
import type { Context } from "../../context.ts";
import type { ImageTarget } from "../../image/image-target.ts";
import { openImage } from "../../image/open-image.ts";
import { readInfo } from "../../image/read-info.ts";

/** A base image, read without an engine where a registry has it. */
export interface ReadBase {
  readonly name: string;
  /** Digest for a pin: of the platform index, else of the manifest; empty for an image that only an engine has. */
  readonly digest: string;
  /** Digest of the configuration: the same for all names of one image. */
  readonly imageDigest: string;
  /** ISO 8601; empty where the image has none. */
  readonly created: string;
  /** From the configuration: empty for root. */
  readonly user: string;
  readonly sizeBytes: number;
  readonly os: ImageInfo["os"];
  readonly packages: ImageInfo["packages"];
  readonly info: ImageInfo;
}

export type BaseRead = ReadBase | { readonly name: string; readonly reason: string };

/**
 * Reads one base from a registry. An unreadable one is reported and does not stop the others; an interruption does. `engineToo`: the engine is tried
 * for a name that the registry does not have.
 */
export async function readBase(
  name: string,
  context: Context,
  options: { readonly platform?: string; readonly registries?: Config["registries"]; readonly engineToo?: boolean },
): Promise<BaseRead> {
  const reasons: string[] = [];
  for (const kind of options.engineToo === true ? (["registry", "daemon"] as const) : (["registry"] as const)) {
    try {
      return await read({ kind, name }, context, options);
    } catch (error) {
      if (!(error instanceof Failure) || error.code === "interrupted") throw error;
      reasons.push(error.message);
    }
  }
  return { name, reason: reasons[0] ?? "it could not be read" };
}

async function read(
  target: ImageTarget,
  context: Context,
  { platform, registries }: { readonly platform?: string; readonly registries?: Config["registries"] },
): Promise<ReadBase> {
  await using opened = await openImage(target, context, {
    ...(platform !== undefined && { platform }),
    ...(registries && { registries }),
  });
  const { image } = opened;
  const { cacheFolder, signal } = context;
  const info = await readInfo(
    image,
    { duplicates: false, secrets: false },
    { ...(cacheFolder !== undefined && { cacheFolder }), ...(signal && { signal }) },
  );
  return {
    name: target.name,
    digest: image.indexDigest ?? image.manifestDigest ?? "",
    imageDigest: info.digest,
    created: meaningfulTime(info.config.created),
    user: info.config.user ?? "",
    sizeBytes: info.sizeBytes,
    os: info.os,
    packages: info.packages,
    info,
  };
}

/** Reproducible builds use 1970 or year 1, which is no date. */
function meaningfulTime(created: string | undefined): string {
  return created === undefined || created < "1981" ? "" : created;
}
