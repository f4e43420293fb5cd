import { ownValue } from "../../domain/own-value.ts";
import type { ShardName } from "../../domain/advisory/advisory.ts";
import { distributionId } from "../../data/distribution-ids.ts";
import { debianReleases } from "../../data/debian-releases.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";

/** The publisher of advisories for a distribution's packages, or the reason why there is none, in lower case. */
export type Distribution =
  | {
      readonly shard: ShardName;
      /** By which of a package's names its advisories go, in the order in which they are tried. */
      readonly keys: readonly ("source" | "binary")[];
    }
  | { readonly reason: string };

/** https://wiki.ubuntu.com/Releases */
const ubuntuReleases: Readonly<Record<string, string>> = {
  trusty: "14.04",
  xenial: "16.04",
  bionic: "18.04",
  focal: "20.04",
  jammy: "22.04",
  noble: "24.04",
  oracular: "24.10",
  plucky: "25.04",
  questing: "25.10",
  resolute: "26.04",
};

/** By os-release(5): its ID, VERSION_ID and VERSION_CODENAME. */
export function distributionOf({ id, versionId = "", codename, prettyName }: ImageInfo["os"]): Distribution {
  if (id === undefined) return { reason: "which distribution it belongs to is not known" };
  const name = `${id} ${versionId === "" ? (codename ?? "") : versionId}`.trim();
  const [major = "", minor = ""] = versionId.split(".");
  const none = { reason: `no advisories are read for ${name}` };
  const release = (shard: string, keys: readonly ("source" | "binary")[], number = versionId): Distribution =>
    /^[0-9]/.test(number) ? { shard: `${shard}-${number}`, keys } : none;
  switch (id) {
    case "debian":
    case "raspbian":
      return release("debian", ["source"], debianNumber(major, codename));
    case "ubuntu":
      return release(
        "ubuntu",
        ["source"],
        versionId === "" ? (ownValue(ubuntuReleases, codename ?? "") ?? "") : `${major}.${minor}`,
      );
    case "alpine":
      // Edge has the number of the release to come: `3.23.0_alpha20250612`.
      return /^edge|_alpha|_git/.test(versionId)
        ? { shard: "alpine-edge", keys: ["source"] }
        : release("alpine", ["source"], `${major}.${minor}`);
    case "wolfi":
    case "chainguard":
      return { shard: id, keys: ["source", "binary"] };
    case "almalinux":
      return release("almalinux", ["binary"], major);
    case "rocky":
      return release("rocky", ["binary", "source"], major);
    case "rhel":
    case "redhat":
      return release("redhat", ["binary"], major);
    case "centos":
      // A rebuild up to 8; Stream runs ahead of the releases that Red Hat's advisories count by.
      return /stream/i.test(prettyName ?? "") || Number(major) > 8
        ? { reason: `no advisories are read for CentOS Stream ${major}` }
        : release("redhat", ["binary"], major);
    case "opensuse-leap":
      return release("opensuse-leap", ["source", "binary"]);
    case "sles":
      return release("sles", ["source", "binary"]);
    case "photon":
      return release("photon", ["source", "binary"]);
    case "azurelinux":
    case "mariner":
      return release("azurelinux", ["source", "binary"], major);
    case "mageia":
      return release("mageia", ["source", "binary"]);
    default:
      return none;
  }
}

/** Unstable has no number; testing has its codename only. */
function debianNumber(major: string, codename: string | undefined): string {
  return major === "" ? (debianReleases.find((release) => release.codename === codename)?.release ?? "") : major;
}

/**
 * A purl's `distro`: `debian-13`, `ubuntu-24.04`, `alpine-3.22.1`, `rhel-9.4`, `bookworm`, `noble`. Undefined for
 * unknown ones.
 */
export function osOfDistro(distro: string | undefined, vendor: string): ImageInfo["os"] | undefined {
  if (distro === undefined || distro === "") return undefined;
  const numbered = /^(.+?)-(v?[0-9][^-]*|edge)$/.exec(distro);
  if (numbered?.[1] !== undefined && numbered[2] !== undefined)
    return { id: distributionId(numbered[1]), versionId: numbered[2].replace(/^v/, "") };
  const word = distro.toLowerCase().replace(/^(?:debian|ubuntu)-/, "");
  if (debianReleases.some(({ codename }) => codename === word) || word === "sid")
    return { id: "debian", codename: word };
  if (Object.hasOwn(ubuntuReleases, word)) return { id: "ubuntu", codename: word };
  if (word === "wolfi" || word === "chainguard") return { id: word };
  return /^[0-9]/.test(word) && vendor !== "" ? { id: distributionId(vendor), versionId: word } : undefined;
}
