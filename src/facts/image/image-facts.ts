import type { ImageConfiguration, ImageInfo, PackageInfo } from "../../domain/image/image-info.ts";

/** The facts about an image, each separately: an SBOM has the first two, and none of the others. */
export interface ImageFacts {
  readonly os: ImageInfo["os"];
  readonly packages: readonly PackageInfo[];
  /** Files that mention packages: SBOMs that the image brings, and what could not be read. */
  readonly files: Pick<ImageInfo, "sboms" | "unread">;
  /** How it is started, its labels and its user. */
  readonly configuration: ImageConfiguration;
  /** Its layers, and what they hold in vain. */
  readonly layers: Pick<ImageInfo, "layers" | "waste" | "leftovers" | "sizeBytes" | "compressedBytes">;
  /** Programs that matter to an attacker or a hardener. */
  readonly programs: ImageInfo["programs"];
  /** Files by their rights, and who may log in. */
  readonly privileges: Pick<
    ImageInfo,
    "setuid" | "fileCapabilities" | "worldWritable" | "devices" | "accounts" | "groups" | "ssh"
  >;
}

/** All of them, of an image whose layers were read. */
export function imageFacts(info: ImageInfo): ImageFacts {
  const { os, packages, config, user, programs } = info;
  return {
    os,
    packages,
    files: info,
    configuration: { ...config, user },
    layers: info,
    programs,
    privileges: info,
  };
}
