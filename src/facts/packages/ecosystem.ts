import type { ImageInfo } from "../../domain/image.ts";

/** A package that one file tells of. */
export interface FoundPackage {
  readonly purl: string;
  readonly name: string;
  readonly version: string;
  readonly source?: { readonly name: string; readonly version: string };
}

/** One kind of package: which files tell of it, and what they say. */
export interface Ecosystem {
  /** Type of the purl (https://github.com/package-url/purl-spec): `deb`, `npm`, `pypi`. */
  readonly type: string;
  /** True for the absolute paths whose contents `parse` or `owns` want to see. */
  interested(path: string): boolean;
  /** Packages that the file tells of; none when it is no such file after all. Throws only for damaged ones. */
  parse(path: string, bytes: Uint8Array, os: ImageInfo["os"]): readonly FoundPackage[];
  /** Paths that the file says belong to packages of this kind, so that others do not count them again. */
  owns?(path: string, bytes: Uint8Array): readonly string[];
  /** `parse`d file holds all packages: each one's layer is the one that brought it, not the last one to rewrite the file. */
  readonly database?: boolean;
}

export function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
