import type { PackageIdentity } from "../../../domain/image/package-identity.ts";
import type { FoundPackage } from "../ecosystem.ts";

export type NamedCrate = FoundPackage & { readonly identity: PackageIdentity };

/** `0.10.1`, `0.11.0+wasi-snapshot-preview1`. */
const version = /^\d+\.\d+\.\d+(?:[-+][\dA-Za-z.+-]+)?$/;
const mayEndWithVersion = /-\d/;
/** Where cargo itself puts sources: `registry/src/index.crates.io-6f17d22bba15001f`. */
const index = /-[\da-f]{16}$/;

/** Thousands of paths of a program name hundreds of crates. */
const mostKnown = 10_000;

/** For the paths of one program: the crate with the last matching folder of a path; the part before it can be the end of another text. */
export function crateFinder(): (path: string) => NamedCrate | undefined {
  /** By the folder with the two above. */
  const cache = new Map<string, NamedCrate | "none">();
  return (path) => {
    const tidy = path.includes("\\") || path.includes("//") ? path.replace(/[/\\]+/g, "/") : path;
    // A version follows a hyphen: only such folders are examined.
    for (let end = tidy.lastIndexOf("/"); end > 0;) {
      const hyphen = tidy.lastIndexOf("-", end);
      const start = hyphen === -1 ? -1 : tidy.lastIndexOf("/", hyphen);
      if (start === -1) break;
      const folderEnd = tidy.indexOf("/", hyphen);
      const key = tidy.slice(slashBefore(tidy, slashBefore(tidy, start)) + 1, folderEnd);
      const mayBe = mayEndWithVersion.test(tidy.slice(start, folderEnd));
      end = start;
      if (!mayBe) continue;
      const crate = cache.get(key) ?? crateAt(key.split("/")) ?? "none";
      if (cache.size < mostKnown) cache.set(key, crate);
      if (crate !== "none") return crate;
    }
    if (!tidy.includes("checkouts") && !tidy.includes("vendor")) return undefined;
    const parts = tidy.split("/");
    return checkedOut(parts) ?? vendored(parts);
  };
}

function slashBefore(path: string, at: number): number {
  return at <= 0 ? -1 : path.lastIndexOf("/", at - 1);
}

/** For a folder with its parent and grandparent, as far as they exist. */
function crateAt(folders: readonly string[]): NamedCrate | undefined {
  const [folder = "", parent = "", above = ""] = folders.toReversed();
  const crate = crateOf(folder, parent.endsWith("external"));
  const confidence = crate && trustIn(folder, parent, above);
  if (crate === undefined || confidence === undefined) return undefined;
  return crateFromSources(...crate, confidence, `${plain(parent)}/${crate.join("-")}`);
}

/** `cargo vendor` leaves the versions out, and Chromium has only the first number: `vendor/serde-v1/src/lib.rs`. */
function vendored(parts: readonly string[]): NamedCrate | undefined {
  const at = parts.findLastIndex((part) => /vendor(?:ed)?$/.test(part));
  const name = parts[at + 1]?.replace(/-v\d[\d_]*$/, "") ?? "";
  if (at < 1 || parts[at + 2] !== "src" || name.length > 64 || !/^[A-Za-z][\w-]*$/.test(name)) return undefined;
  return crateFromSources(name, "", 0.5, `${plain(parts[at])}/${name}`);
}

/** Name and version by the name of a folder. Bazel puts its repository before both: `external/rules_rust++crate+crates__tokio-1.38.0`. */
function crateOf(folder: string, isBazel: boolean): readonly [name: string, version: string] | undefined {
  if (folder.length > 160) return undefined;
  // The first hyphen after which all text is a version: `sha-1-0.10.1`, `x-1.0.0-rc.1`.
  let end = folder.indexOf("-");
  while (end !== -1 && !version.test(folder.slice(end + 1))) end = folder.indexOf("-", end + 1);
  if (end === -1) return undefined;
  const whole = folder.slice(0, end);
  const mark = isBazel ? whole.lastIndexOf("__") : -1;
  if (isBazel && mark === -1) return undefined;
  const name = mark === -1 ? whole : whole.slice(mark + 2);
  return /^[A-Za-z][\w-]*$/.test(name) ? [name, folder.slice(end + 1)] : undefined;
}

/** Confidence that a folder is in a place for crate sources; undefined without evidence. */
function trustIn(folder: string, parent: string, above: string): number | undefined {
  if (index.test(parent) && (above === "src" || /index\.crates\.io-|github\.com-/.test(parent))) return 0.8;
  // Debian, Fedora; Biome's builds put the hash of an index between. The standard library's own copies.
  if (parent === "registry" || (above === "registry" && parent !== "src")) return 0.8;
  if (parent === "deps" && above.endsWith("rust")) return 0.8;
  if (parent.endsWith("external")) return folder.includes("crate") ? 0.6 : undefined;
  return /(?:vendor|vendored|crates|crate|cargo)(?:$|[-_.])/.test(parent) ? 0.6 : undefined;
}

/** `git/checkouts/REPOSITORY-HASH/COMMIT`: crate and version are unknown. */
function checkedOut(parts: readonly string[]): NamedCrate | undefined {
  const at = parts.lastIndexOf("checkouts");
  if (at < 1 || parts[at - 1] !== "git") return undefined;
  const name = /^([A-Za-z][\w.-]*)-[\da-f]{16}$/.exec(parts[at + 1] ?? "")?.[1];
  const commit = /^[\da-f]+$/.exec(parts[at + 2] ?? "")?.[0];
  if (name === undefined || commit === undefined) return undefined;
  return crateFromSources(name, "", 0.5, `git/checkouts/${name}-.../${commit}`);
}

function crateFromSources(name: string, version: string, confidence: number, location: string): NamedCrate {
  const evidence = [`a message of the program names a source file below ${location}`];
  return { name, version, identity: { by: "source-paths", confidence, evidence } };
}

/** The folder's name without its prefix: paths follow other texts. */
function plain(text = ""): string {
  return (
    text
      .slice(-40)
      .split(/[^\w.+-]/)
      .at(-1) ?? ""
  );
}

/**
 * The release of the standard library that a path names when it is of its sources: empty where it is, and names none. Official builds have the commit in
 * its place, those from a tarball the release; Debian and rustup have their own folders.
 */
export function releaseIn(path: string): string | undefined {
  if (!path.includes("library")) return undefined;
  const at = Math.max(path.lastIndexOf("/library/"), path.lastIndexOf("\\library\\"));
  if (at === -1) return undefined;
  const toolchainPath = path.slice(Math.max(0, at - 120), at);
  const [toolchain = "", ...rest] = toolchainPath.split(/[/\\]+/).reverse();
  // `rustc-1.85.0` of Debian; `rustc/1.74.1` or `rustc/COMMIT` of other builds.
  const releaseName = toolchain.startsWith("rustc-")
    ? toolchain.slice(6)
    : rest[0]?.endsWith("rustc") === true
      ? toolchain
      : "";
  if (release.test(releaseName)) return releaseName;
  if (/^[\da-f]{40}$/.test(releaseName)) return "";
  // rustup: `toolchains/1.76.0-x86_64-unknown-linux-gnu/lib/rustlib/src/rust`.
  const isRustup = toolchain === "rust" && rest[2] === "lib" && rest[4] === "toolchains";
  return isRustup ? (/^\d+\.\d+\.\d+(?=-)/.exec(rest[3] ?? "")?.[0] ?? "") : undefined;
}

const release = /^\d+\.\d+\.\d+(?:-[a-z]+(?:\.\d+)?)?$/;
