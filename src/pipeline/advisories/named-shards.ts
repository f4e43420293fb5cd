import { ownValue } from "../../domain/own-value.ts";
import type { ShardName } from "../../domain/advisory/advisory.ts";
import { Failure } from "../../domain/failure.ts";
import { lifecycles } from "../../data/lifecycles.ts";
import type { Feed } from "../../sources/advisories/feed.ts";
import { feedMakes } from "../../sources/advisories/feed.ts";
import { factsName } from "./plan-units.ts";

/** What people and OSV call the ecosystems. */
const usual: Readonly<Record<string, ShardName>> = {
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
  const found = names.flatMap((text) => {
    const name = ownValue(usual, text.toLowerCase()) ?? text.toLowerCase();
    const family = `${name}-*`;
    if (feeds.some(({ makes }) => makes === family)) return releases(family);
    if (name !== factsName && feeds.some((feed) => feedMakes(feed, name))) return [name];
    throw new Failure("bad-usage", `No feed has advisories for ${JSON.stringify(text)}.`, {
      hint: `Choose of ${all(feeds).join(", ")}; or one release, as debian-13.`,
    });
  });
  return [...new Set(found)].sort();
}

/** Every shard that the feeds can make. */
export function allShards(feeds: readonly Feed[]): ShardName[] {
  return [...new Set(all(feeds).flatMap((name) => namedShards([name], feeds)))].sort();
}

function all(feeds: readonly Feed[]): string[] {
  const names = feeds.map(({ makes }) => makes.replace(/-\*$/, "")).filter((name) => name !== factsName);
  return [...new Set(names)].sort();
}

/** Alpine has a file for each release, so they have to be known; the others' files hold all of theirs. */
function releases(family: string): string[] {
  if (family !== "alpine-*") return [family];
  return [...Object.keys(lifecycles["alpine"]?.until ?? {}), "edge"].map((release) => `alpine-${release}`);
}
