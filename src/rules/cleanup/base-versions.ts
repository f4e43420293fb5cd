import { oldPip, pipBases } from "../../data/known-bases.ts";
import type { PackageCallsFact } from "../../facts/managers/package-call.ts";
import { oncePer } from "../../text/once-per.ts";

interface Base {
  readonly name: string;
  readonly tag?: string;
}

/** Why apk may not know `--no-cache`, which came with apk-tools 2.6.5 in Alpine 3.3; undefined where it does. */
export function knowsNoCache(base: Base | undefined): string | undefined {
  if (base === undefined || base.tag === "unknown") return "which release the base image is, is not known";
  const { name, tag = "latest" } = base;
  // The official variants for Alpine began with 3.3, in January 2016.
  const release = name === "alpine" ? tag : /(?:^|-)alpine([\d.]*)$/.exec(tag)?.[1];
  if (release === undefined) return "the base image is not Alpine";
  return isAlpineSince33(release) ? undefined : `Alpine ${release} may not know --no-cache`;
}

function isAlpineSince33(release: string): boolean {
  if (/^(?:|latest|edge|3|\d{8})$/.test(release)) return true;
  const [, major = "", minor = ""] = /^(\d+)\.(\d+)(?:\.\d+)?$/.exec(release) ?? [];
  return Number(major) > 3 || (major === "3" && Number(minor) >= 3);
}

/** Why pip may not know `--no-cache-dir`, which came with 6.0; undefined where it does. */
export function knowsNoCacheDir(base: Base | undefined, calls: PackageCallsFact): string | undefined {
  if (base === undefined || base.tag === "unknown") return "which release the base image is, is not known";
  const { name, tag = "latest" } = base;
  if (!pipBases.has(name)) return `which pip ${name} has is not known`;
  if (isAlpine(base) ? knowsNoCache(base) !== undefined : isOld(name, tag))
    return `${name}:${tag} may have a pip before 6.0`;
  return namesPip(calls) ? "another pip is installed by its version" : undefined;
}

/** Some call installs a pip by its version, or from somewhere else. */
const namesPip = oncePer((calls: PackageCallsFact): boolean =>
  calls.some(
    ({ manager, operands }) =>
      manager === "pip" &&
      operands.some((operand) => operand.name === "pip" && (operand.version !== undefined || operand.kind !== "named")),
  ),
);

function isAlpine({ name, tag = "" }: Base): boolean {
  return name === "alpine" || /(?:^|-)alpine/.test(tag);
}

/** Python images of a release built before pip 6. */
function isOld(name: string, tag: string): boolean {
  if (name !== "python") return oldPip.test(tag);
  if (/jessie|wheezy/.test(tag)) return true;
  const [, major = "", minor, patch] = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(tag) ?? [];
  if (major === "" || minor === undefined)
    return !/^(?:latest|slim|[23](?:-|$)|bookworm|bullseye|trixie|alpine)/.test(tag);
  if (major === "3" && Number(minor) >= 5) return false;
  // 2.7.9 and 3.4.3 came after pip 6.0; a tag without the patch is the last of its line.
  return patch === undefined
    ? !/^(?:2\.7|3\.4)/.test(tag)
    : !((tag.startsWith("2.7.") && Number(patch) >= 10) || (tag.startsWith("3.4.") && Number(patch) >= 4));
}
