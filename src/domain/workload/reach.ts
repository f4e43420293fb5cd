/** What can be reached of the machine that hullproof or its engine runs on. The words are part of the command line: `--allow-host=run:k6`. */
export const reachKinds = [
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

/** One thing beyond a container of its own that something asks for. Its name is `KIND:VALUE`. */
export interface ReachItem {
  readonly kind: ReachKind;
  readonly value: string;
  /** What it does, for whoever decides: `mounts ../data into the container at /d, read-only`. */
  readonly what: string;
  /** What exactly is meant, where the name alone could come to mean something else: a folder's device and inode, a command's words. */
  readonly exactly?: string;
  /** Other names by which a person may allow it. */
  readonly aliases?: readonly string[];
  /**
   * Needs no one's consent, and is bound to what it is now all the same: a folder beneath the file that asks, what the person typed
   * as a flag, what hullproof does of its own accord.
   */
  readonly own?: boolean;
}

export type Reach = readonly ReachItem[];

/** What the person at this machine agreed to. */
export interface Consent {
  /** Names of items (`run:k6`), and digests of whole lists (`sha256:` and at least 32 hexadecimal digits). */
  readonly allowed: readonly string[];
}

/** A file or folder of this machine as it is now, all links resolved. */
export interface Located {
  /** Absolute. */
  readonly path: string;
  readonly device: string;
  readonly inode: string;
  readonly kind: "folder" | "file" | "other";
}
