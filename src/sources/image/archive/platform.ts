import { ownValue } from "../../../domain/own-value.ts";
import { Failure } from "../../../domain/failure.ts";

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** Node's names of architectures -> those of Go and OCI (image-index.md, `platform`). */
const ofNode: Readonly<Record<string, string>> = {
  x64: "amd64",
  ia32: "386",
  ppc64: "ppc64le",
  arm: "arm",
  mipsel: "mipsle",
};
const aliases: Readonly<Record<string, string>> = {
  x86_64: "amd64",
  "x86-64": "amd64",
  i386: "386",
  i686: "386",
  aarch64: "arm64",
  armhf: "arm/v7",
  armel: "arm/v6",
};

/** The platform of containers on this machine: Linux, even if the engine runs in a virtual machine. */
export function hostPlatform(architecture: string = process.arch): Platform {
  return { os: "linux", architecture: ownValue(ofNode, architecture) ?? architecture };
}

/** `linux/arm64`, `linux/arm/v7`, or an architecture alone. Throws `Failure` (`bad-usage`). */
export function parsePlatform(text: string): Platform {
  const parts = text.toLowerCase().split("/");
  const platformParts = parts.length === 1 ? ["linux", ...parts] : parts;
  const [os = "", architectureName = "", variant, ...more] = platformParts;
  const [architecture = "", implied] = (ownValue(aliases, architectureName) ?? architectureName).split("/");
  const effectiveVariant = variant ?? implied;
  if (more.length > 0 || platformParts.some((part) => !/^[a-z0-9_.-]+$/.test(part))) {
    throw new Failure("bad-usage", `${text} is not a platform.`, {
      hint: "Write OS/ARCHITECTURE or OS/ARCHITECTURE/VARIANT: linux/amd64, linux/arm/v7.",
    });
  }
  return { os, architecture, ...(effectiveVariant === undefined ? {} : { variant: effectiveVariant }) };
}

export function showPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant === undefined || variant === "" ? [] : [variant])].join("/");
}

/**
 * How well an image for `has` matches `requested`: 0 for an exact match, more for a worse one, undefined for none. A
 * processor runs images of older variants (arm/v7 runs v6 and v5); without a requested variant the default one is
 * preferred (arm64/v8, arm/v7), then any other.
 */
export function platformDistance(requested: Platform, has: Platform): number | undefined {
  if (requested.os !== has.os || requested.architecture !== has.architecture) return undefined;
  const want = level(requested);
  const have = level(has);
  if (requested.variant !== undefined && requested.variant !== "" && have > want) return undefined;
  return have > want ? 100 + have - want : want - have;
}

function level({ architecture, variant }: Platform): number {
  const standard = architecture === "arm" ? 7 : architecture === "arm64" ? 8 : 1;
  const number = /^v?(\d{1,2})/.exec(variant ?? "")?.[1];
  return number === undefined ? standard : Number(number);
}
