import type { FileBody } from "./file-body.ts";

/** Which files a probe wants to see. A file fits when any of these says so; `Probe.wants` then has the last word. */
export interface LooksAt {
  /** Whole base names: `package.json`. */
  readonly names?: readonly string[];
  /** Endings of base names, each from its last dot: `.jar`. */
  readonly endings?: readonly string[];
  /** Absolute folders with a final slash; everything below them. */
  readonly under?: readonly string[];
  /** Files with an execute bit and at least so many bytes. */
  readonly executablesFrom?: number;
  /** Every file of at most so many bytes, whatever its name. */
  readonly everyFileUpTo?: number;
}

/** Bytes from `start` up to, but not at, `end`. */
export interface FilePart {
  readonly start: number;
  readonly end: number;
}

/** Facts about a file before its content is read. */
export interface ProbedFile {
  /** Absolute path in the layer. */
  readonly path: string;
  readonly size: number;
  readonly mode: number;
}

/**
 * Reads something out of single files while a layer is walked, so that no content needs to be kept: a package database, a
 * Go binary's modules, a secret. Pure: equal content gives an equal value. It may run in a worker, and its values are cached, so
 * they are plain JSON. Every file is untrusted: its sizes and offsets may be wrong.
 */
export interface LayerProbe<T = unknown> {
  /** Unique among all probes: `deb`, `os-release`. */
  readonly name: string;
  readonly looksAt: LooksAt;
  /** Narrows `looksAt` down by the whole path. */
  wants?(file: ProbedFile): boolean;
  /** Up to the first 64 bytes: false to skip the file. Saves reading other binaries. */
  recognises?(head: Uint8Array): boolean;
  /**
   * Parts of a large file that `read` seldom needs, by its first 4 KiB. Where it streams by they need not be kept; a probe that reads in one all the same
   * gets the whole file on a second walk. One function for all probes that look at the same kind of file: parts are left out when all who want it agree.
   */
  readonly leavesOut?: (head: Uint8Array) => readonly FilePart[];
  /** Files above so many bytes are listed as unread, with the reason; 32 MiB when absent. */
  readonly maxBytes?: number;
  /** Undefined when the file is no such file after all. Throws `Error` with the reason when it is one and damaged. */
  read(file: ProbedFile, body: FileBody): T | undefined;
}
