import { distributionId } from "../../data/distribution-ids.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import type { PurlParts } from "../purl/purl.ts";

type Os = ImageInfo["os"];

/** A distribution by the name and version of a component: `debian` `12.5`, `Alpine Linux` `3.20`. */
export function systemOf(name: string, version: string | undefined, details: Partial<Os> = {}): Os {
  const id = distributionId(name);
  const release = version?.trim() ?? "";
  if (release === "") return { id, ...details };
  // A code name (`bookworm`, `trixie/sid`) is no number. Debian's os-release has the first number only, and no file names its point releases.
  if (!/\d/.test(release)) return { id, codename: release.replace(/\/.*$/s, ""), ...details };
  return { id, versionId: id === "debian" ? release.replace(/\..*$/s, "") : release, ...details };
}

/** The distribution in a package's purl: qualifier `distro`, else the namespace. */
export function systemOfPurl({ type, namespace, qualifiers }: PurlParts): Os | undefined {
  if (type !== "deb" && type !== "rpm" && type !== "apk") return undefined;
  const distro = qualifiers.get("distro") ?? "";
  // A version holds no blank, so it follows the last one.
  const from = Math.max(distro.length - (distro.split(/\s/).at(-1)?.length ?? 0), 1);
  const dash = distro.slice(from).search(/-v?\d/);
  if (dash !== -1) return systemOf(distro.slice(0, from + dash), distro.slice(from + dash + 1).replace(/^v/, ""));
  const fallback = namespace === "" ? undefined : namespace;
  if (distro === "") return fallback === undefined ? undefined : systemOf(fallback, undefined);
  // A code name (`jessie`), or a version alone next to the namespace (`12`).
  return systemOf(fallback ?? distro, fallback === undefined ? undefined : distro);
}

export interface SystemBook {
  /** A component or metadata that is about the distribution itself. */
  stated(os: Os): void;
  fromPurl(purl: PurlParts): void;
  /** The distribution, and what contradicts it. */
  finish(): { readonly os: Os; readonly notes: readonly string[] };
}

export function systemBook(): SystemBook {
  const componentSystems: Os[] = [];
  const counts = new Map<string, { os: Os; packages: number }>();
  return {
    stated: (os) => void componentSystems.push(os),
    fromPurl(purl) {
      const os = systemOfPurl(purl);
      if (os === undefined) return;
      const systemCount = counts.get(wordsOf(os));
      if (systemCount === undefined) counts.set(wordsOf(os), { os, packages: 1 });
      else systemCount.packages++;
    },
    finish() {
      const packageSystems = [...counts.values()].sort(
        (a, b) =>
          Number(hasRelease(b.os)) - Number(hasRelease(a.os)) ||
          b.packages - a.packages ||
          (wordsOf(a.os) < wordsOf(b.os) ? -1 : 1),
      );
      const [first] = componentSystems;
      const best = first === undefined ? (packageSystems[0]?.os ?? {}) : completed(first, packageSystems[0]?.os);
      const conflicts = [
        ...componentSystems
          .slice(1)
          .filter((os) => !agree(best, os))
          .map((os) => `a component says ${wordsOf(os)}`),
        ...packageSystems
          .filter(({ os }) => !agree(best, os))
          .map(
            ({ os, packages }) => `${packages === 1 ? "one package says" : `${packages} packages say`} ${wordsOf(os)}`,
          ),
      ];
      if (conflicts.length === 0) return { os: best, notes: [] };
      return {
        os: best,
        notes: [
          `The SBOM names more than one distribution. ${wordsOf(best)} was taken; ${[...new Set(conflicts)].join(", ")}.`,
        ],
      };
    },
  };
}

function hasRelease({ versionId, codename }: Os): boolean {
  return versionId !== undefined || codename !== undefined;
}

/** Completes a component without a release from the packages. */
function completed(component: Os, packageSystem: Os | undefined): Os {
  if (packageSystem === undefined || hasRelease(component) || component.id !== packageSystem.id) return component;
  return { ...component, ...packageSystem };
}

/** The longer version may name a minor release that the shorter leaves out: `9` and `9.4`. */
function agree(a: Os, b: Os): boolean {
  if (a.id !== b.id) return false;
  if (a.versionId === undefined || b.versionId === undefined) {
    return a.codename === undefined || b.codename === undefined || a.codename === b.codename;
  }
  const [long, short] =
    a.versionId.length >= b.versionId.length ? [a.versionId, b.versionId] : [b.versionId, a.versionId];
  return long === short || long.startsWith(`${short}.`);
}

function wordsOf({ id, versionId, codename }: Os): string {
  return [id ?? "no distribution", versionId ?? codename].filter((part) => part !== undefined).join(" ");
}
