import type { LeftoverKind } from "../../domain/image/image-info.ts";

/** A leftover of builds. */
export interface LeftoverPlace {
  readonly kind: LeftoverKind;
  readonly where:
    /** A folder with all below it, or a file, by its absolute path; `*` is one whole path part. */
    | { readonly at: string }
    /** A folder of this name anywhere, with all below it. */
    | { readonly folder: string }
    /** Files of this name anywhere. */
    | { readonly file: string }
    /** Files whose names end so, anywhere. */
    | { readonly ending: string };
  /** Whether it can be deleted without anyone missing it. */
  readonly safe: boolean;
  /** Why not, or when not. */
  readonly unless?: string;
  /** A file that a package of the distribution owns is not one: `/usr/lib/crt1.o` is the C library's. */
  readonly onlyUnowned?: true;
  readonly source: string;
}

/** Paths of one kind and source. */
export const place = (
  kind: LeftoverKind,
  source: string,
  paths: readonly string[],
  options: Partial<Pick<LeftoverPlace, "safe" | "unless">> = {},
): LeftoverPlace[] => paths.map((at) => ({ kind, where: { at }, safe: true, source, ...options }));

/** In the homes of root and of ordinary users. */
export const inHomes = (...paths: readonly string[]) => paths.flatMap((path) => [`/root/${path}`, `/home/*/${path}`]);

/** Logs of the managers of distributions, and of what installs a system with them. */
export const systemLogs = (...paths: readonly string[]) =>
  place("log", "apt.conf(5), Dir::Log; dpkg(1); update-alternatives(1); apk(8); dnf.conf(5), logdir", paths);
