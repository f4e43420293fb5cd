import { ownValue } from "../../../domain/own-value.ts";
import type { ShardName } from "../../../domain/advisory/advisory.ts";
import { Failure } from "../../../domain/failure.ts";
import { lifecycles } from "../../../data/release-cycles.ts";
import type { Feed } from "../../../sources/advisories/feed.ts";
import { feedMakes } from "../../../sources/advisories/feed.ts";
import { factsName } from "./plan-units.ts";

/** Common names and OSV's names of the ecosystems. */
const commonNames: Readonly<Record<string, ShardName>> = {
  python: "pypi",
  node: "npm",
  javascript: "npm",
  go: "golang",
  rust: "cargo",
  "crates.io": "cargo",
  ruby: "gem",
  rubygems: "gem",
  php: "composer",
  packagist: "composer",
  java: "maven",
  dotnet: "nuget",
  elixir: "hex",
  dart: "pub",
  r: "cran",
};

/** Shards by the names of `--ecosystem`: `pypi`, `debian-13`, `debian` for all its releases. Throws `Failure` (`bad-usage`). */
export function namedShards(names: readonly string[], feeds: readonly Feed[]): ShardName[] {
  const shards = names.flatMap((text) => {
    const name = ownValue(commonNames, text.toLowerCase()) ?? text.toLowerCase();
    const family = `${name}-*`;
    if (feeds.some(({ makes }) => makes === family)) return releaseShards(family);
    if (name !== factsName && feeds.some((feed) => feedMakes(feed, name))) return [name];
    throw new Failure("bad-usage", `No feed has advisories for ${JSON.stringify(text)}.`, {
      hint: `Choose of ${choosableNames(feeds).join(", ")}; or one release, as debian-13.`,
    });
  });
  return [...new Set(shards)].sort();
}

/** Every shard that the feeds can make. */
export function allShards(feeds: readonly Feed[]): ShardName[] {
  return [...new Set(choosableNames(feeds).flatMap((name) => namedShards([name], feeds)))].sort();
}

function choosableNames(feeds: readonly Feed[]): string[] {
  const names = feeds.map(({ makes }) => makes.replace(/-\*$/, "")).filter((name) => name !== factsName);
  return [...new Set(names)].sort();
}

/** Alpine has a file for each release, so its releases are listed; the files of other feeds hold all of theirs. */
function releaseShards(family: string): string[] {
  if (family !== "alpine-*") return [family];
  return [...Object.keys(lifecycles["alpine"]?.until ?? {}), "edge"].map((release) => `alpine-${release}`);
}
