import { ownValue } from "../../domain/own-value.ts";
import type { ShardName } from "../../domain/advisory/advisory.ts";

export interface OsvPlace {
  readonly shard: ShardName;
  readonly package: string;
  readonly channel?: string;
}

const languages: Readonly<Record<string, { readonly shard: ShardName; readonly name?: (name: string) => string }>> = {
  // https://packaging.python.org/en/latest/specifications/name-normalization/
  PyPI: { shard: "pypi", name: (name) => name.toLowerCase().replace(/[-_.]+/g, "-") },
  npm: { shard: "npm" },
  Go: { shard: "golang" },
  "crates.io": { shard: "cargo" },
  RubyGems: { shard: "gem" },
  Packagist: { shard: "composer", name: (name) => name.toLowerCase() },
  Maven: { shard: "maven" },
  NuGet: { shard: "nuget", name: (name) => name.toLowerCase() },
  Hex: { shard: "hex" },
  Pub: { shard: "pub" },
  CRAN: { shard: "cran" },
  Hackage: { shard: "hackage" },
  Bitnami: { shard: "bitnami" },
  Wolfi: { shard: "wolfi" },
  Chainguard: { shard: "chainguard" },
};

/**
 * The shard of an OSV ecosystem and the package's name in it; undefined for ecosystems that no image's packages are of.
 * https://ossf.github.io/osv-schema/#affectedpackage-field
 */
export function osvShard(ecosystem: string, name: string): OsvPlace | undefined {
  const language = ownValue(languages, ecosystem);
  if (language !== undefined) return { shard: language.shard, package: language.name?.(name) ?? name };
  const colon = ecosystem.indexOf(":");
  if (colon === -1) return undefined;
  return release(ecosystem.slice(0, colon), ecosystem.slice(colon + 1), name);
}

function release(distribution: string, releaseText: string, name: string): OsvPlace | undefined {
  const number = /^v?(\d+(?:\.\d+)*)(?::LTS)?$/.exec(releaseText)?.[1];
  switch (distribution) {
    case "Debian":
    case "AlmaLinux":
    case "Mageia":
      return number === undefined ? undefined : { shard: `${distribution.toLowerCase()}-${number}`, package: name };
    case "Rocky Linux":
      return number === undefined ? undefined : { shard: `rocky-${number}`, package: name };
    case "Azure Linux":
      return number === undefined ? undefined : { shard: `azurelinux-${number}`, package: name };
    case "Photon OS":
      return number === undefined ? undefined : { shard: `photon-${number}`, package: name };
    case "Alpine":
      return releaseText === "edge" || number !== undefined
        ? { shard: `alpine-${number ?? "edge"}`, package: name }
        : undefined;
    case "Ubuntu":
      return ubuntu(releaseText, name);
    case "Red Hat": {
      // A CPE without its beginning: `enterprise_linux:9::baseos`.
      const major = /^(?:enterprise_linux|rhel_\w+):(\d+)/.exec(releaseText)?.[1];
      return major === undefined ? undefined : { shard: `redhat-${major}`, package: name };
    }
    case "openSUSE": {
      const leap = /^Leap (\d+\.\d+)$/.exec(releaseText)?.[1];
      return leap === undefined ? undefined : { shard: `opensuse-leap-${leap}`, package: name };
    }
    case "SUSE": {
      const [, major, pack] = /^Linux Enterprise Server (\d+)(?: SP(\d+))?$/.exec(releaseText) ?? [];
      return major === undefined
        ? undefined
        : { shard: `sles-${major}${pack === undefined ? "" : `.${pack}`}`, package: name };
    }
    default:
      return undefined;
  }
}

/** `22.04:LTS`; `Pro:18.04:LTS`, `Pro:FIPS-updates:22.04:LTS`: a channel that needs a subscription. */
function ubuntu(releaseText: string, name: string): OsvPlace | undefined {
  const [, pro, kind, number] = /^(Pro:)?(?:([\w-]+):)?(\d+\.\d+)(?::LTS)?$/.exec(releaseText) ?? [];
  if (number === undefined || (pro === undefined && kind !== undefined)) return undefined;
  const channel = pro === undefined ? undefined : kind === undefined ? "esm" : `pro-${kind.toLowerCase()}`;
  return { shard: `ubuntu-${number}`, package: name, ...(channel !== undefined && { channel }) };
}
