import type { ShardName } from "../../domain/advisory/advisory.ts";

/** One file of a feed, to be fetched. */
export interface FeedPart {
  /** Its own address; a mirror has it below its base under `HOST/PATH`. */
  readonly url: string;
  /** Longest that is believed, in bytes: several times what it was when this was written. */
  readonly maxBytes: number;
  /** The feed can do without it: it may not be there for each release. */
  readonly optional?: true;
}

/** Files that only make sense together, and what they are compiled into. */
export interface FeedUnit {
  /** Tells it from the other units of its feed: the release, where each has files of its own. */
  readonly release?: string;
  readonly shards: readonly ShardName[];
  readonly files: readonly FeedPart[];
}

/** A public feed of advisories. A new one is a row of `feeds.ts`; what its files look like is defined in `formats/`. */
export interface Feed {
  /** Under `advisories.feeds` in hullproof.yaml, and in messages: `osv-pypi`. */
  readonly name: string;
  readonly title: string;
  /** SPDX expression, or the publisher's own words. */
  readonly license: string;
  /** Its page for people. */
  readonly about: string;
  /**
   * A shard, `pypi`; all shards of a distribution, `debian-*`; or `facts`: what is known of vulnerabilities whatever package has them, and of
   * releases, which every scan needs.
   */
  readonly makes: string;
  /** `shards` are all of those that it makes. */
  units(shards: readonly ShardName[]): readonly FeedUnit[];
}

export function feedMakes({ makes }: Feed, shard: ShardName): boolean {
  return makes.endsWith("-*") ? shard.startsWith(makes.slice(0, -1)) : makes === shard;
}
