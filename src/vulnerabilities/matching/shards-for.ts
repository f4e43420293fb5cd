import type { ShardName } from "../../domain/advisory/advisory.ts";
import type { ImageInfo, PackageInfo } from "../../domain/image/image-info.ts";
import { lookupsOf } from "./lookups.ts";

export interface NeededShards {
  /** Sorted. */
  readonly shards: readonly ShardName[];
  /** Packages that no shard can answer for, in their order, with why: starts small. */
  readonly unanswered: readonly { readonly package: PackageInfo; readonly reason: string }[];
}

/** Which shards of a store an image or an SBOM needs. */
export function shardsFor(packages: readonly PackageInfo[], os: ImageInfo["os"]): NeededShards {
  const shards = new Set<ShardName>();
  const unanswered: { package: PackageInfo; reason: string }[] = [];
  for (const found of packages) {
    const lookups = lookupsOf(found, os);
    if (typeof lookups === "string") unanswered.push({ package: found, reason: lookups });
    else for (const { shard } of lookups) shards.add(shard);
  }
  return { shards: [...shards].sort(), unanswered };
}
