import type { NeedClass } from "../image/package-need.ts";

interface SlimPackageResult {
  readonly name: string;
  readonly purl: string;
  readonly class: NeedClass;
  readonly bytes: number;
}

/** A package of npm or PyPI of which the workload opened nothing. */
export interface UnopenedModule {
  readonly name: string;
  readonly purl: string;
  /** Its metadata in the image. */
  readonly path: string;
  readonly bytes: number;
  /** What asks for it: a project, only its development, or nothing. */
  readonly status: "declared" | "development" | "undeclared";
}

/** What `harden --slim` removed, or would try to remove. */
export interface SlimResult {
  /** `available`: without --slim, what it would try. `none`: nothing leaves, `reason` says why. */
  readonly status: "removed" | "available" | "none";
  readonly reason?: string;
  readonly packages: readonly SlimPackageResult[];
  /** Packages whose removal broke something: that is their witness. */
  readonly witnesses: readonly { readonly name: string; readonly bytes: number; readonly problem: string }[];
  /** Packages that stay without having been opened, the largest first. */
  readonly notExercised: readonly SlimPackageResult[];
  /** Packages of npm and PyPI without an opened file, the largest first: never removed here. */
  readonly modules: readonly UnopenedModule[];
  /** Scripts, names of libraries and links that lead nowhere now. */
  readonly lost: readonly string[];
  /** Questions that both images answered equally. */
  readonly probes: readonly string[];
  /** Folders in a layer of their own. */
  readonly folders: readonly string[];
  /** Bytes of all layers before and after; what an update of the application sends. */
  readonly bytes?: { readonly before: number; readonly after: number; readonly application: number };
  /** Ids of vulnerabilities whose code is gone, and of those that scanners no longer see while the code is there. */
  readonly vulnerabilities?: { readonly removed: readonly string[]; readonly hidden: readonly string[] };
  /** Purls of packages without a record whose files are there. */
  readonly hiddenPackages?: readonly string[];
}
