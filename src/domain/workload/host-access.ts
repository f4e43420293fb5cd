/** Access to the machine that hullproof or its engine runs on. The words are part of the command line: `--allow-host=run:k6`. */
const reachKinds = [
  "run",
  "folder",
  "device",
  "capability",
  "network",
  "namespace",
  "volume",
  "env",
  "env-file",
  "seccomp",
  "security",
  "sysctl",
  "ulimit",
  "port",
  "image",
  "build",
  "mirror",
  "setting",
] as const;
export type ReachKind = (typeof reachKinds)[number];

/** One thing outside its container that a target asks for. Its name is `KIND:VALUE`. */
export interface ReachItem {
  readonly kind: ReachKind;
  readonly value: string;
  /** Its effect, for the user who decides: `mounts ../data into the container at /d, read-only`. */
  readonly what: string;
  /** Its exact identity, where the name alone could change its meaning: a folder's device and inode, a command's words. */
  readonly exactly?: string;
  /** Other names by which a person may allow it. */
  readonly aliases?: readonly string[];
  /**
   * Needs no consent, but is still bound to its present identity: a folder under the file that asks, paths that the user typed
   * as a flag, and hullproof's own actions.
   */
  readonly own?: boolean;
}

export type HostAccess = readonly ReachItem[];

/** The user's consent on this machine. */
export interface Consent {
  /** Names of items (`run:k6`), and digests of whole lists (`sha256:` and at least 32 hexadecimal digits). */
  readonly allowed: readonly string[];
}

/** A file or folder of this machine as it is now, all links resolved. */
export interface ResolvedPath {
  /** Absolute. */
  readonly path: string;
  readonly device: string;
  readonly inode: string;
  readonly kind: "folder" | "file" | "other";
}
