import type { ShardName } from "../../domain/advisory/advisory.ts";
import type { ImageInfo, PackageInfo } from "../../domain/image/image-info.ts";
import { lookupsOf } from "./lookups.ts";

export interface NeededShards {
  /** Sorted. */
  readonly shards: readonly ShardName[];
  /** Packages without a shard, in their order, with the reason in lower case. */
  readonly unanswered: readonly { readonly package: PackageInfo; readonly reason: string }[];
}

/** Which shards of a store an image or an SBOM needs. */
export function shardsFor(packages: readonly PackageInfo[], os: ImageInfo["os"]): NeededShards {
  const shards = new Set<ShardName>();
  const unanswered: { package: PackageInfo; reason: string }[] = [];
  for (const packageInfo of packages) {
    const lookups = lookupsOf(packageInfo, os);
    if (typeof lookups === "string") unanswered.push({ package: packageInfo, reason: lookups });
    else for (const { shard } of lookups) shards.add(shard);
  }
  return { shards: [...shards].sort(), unanswered };
}
