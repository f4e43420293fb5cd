import { ownValue } from "../domain/own-value.ts";
import type { ShardName, VersionScheme } from "../domain/advisory/advisory.ts";

const schemes: Readonly<Record<string, VersionScheme>> = {
  debian: "deb",
  ubuntu: "deb",
  alpine: "apk",
  wolfi: "apk",
  chainguard: "apk",
  almalinux: "rpm",
  rocky: "rpm",
  redhat: "rpm",
  opensuse: "rpm",
  suse: "rpm",
  sles: "rpm",
  mageia: "rpm",
  openeuler: "rpm",
  photon: "rpm",
  azurelinux: "rpm",
  pypi: "pep440",
  npm: "semver",
  golang: "go",
  cargo: "semver",
  gem: "gem",
  composer: "composer",
  maven: "maven",
  nuget: "nuget",
  hex: "hex",
  pub: "pub",
  cran: "cran",
  hackage: "hackage",
  browser: "semver",
  bitnami: "bitnami",
};

const runtimes: Readonly<Record<string, VersionScheme>> = {
  node: "semver",
  go: "go",
  python: "pep440",
  rust: "semver",
  "rust/std": "semver",
  ruby: "gem",
  php: "packagist",
  java: "maven",
};

/** The order of versions in a shard: `debian-13`, `pypi`. Undefined: no shard can have that name. Those of `runtimes`: `runtimeScheme`. */
export function versionScheme(shard: ShardName): VersionScheme | undefined {
  if (shard === "runtimes") return "semver";
  return ownValue(schemes, shard) ?? ownValue(schemes, shard.slice(0, Math.max(shard.indexOf("-"), 0)));
}

/** The order of versions of one package: as its shard's, but for the runtimes, which have one each. */
export function packageScheme(shard: ShardName, packageName: string): VersionScheme | undefined {
  return shard === "runtimes" ? ownValue(runtimes, packageName) : versionScheme(shard);
}
