import type { Entries } from "./entries.ts";
import type { ImageConfig } from "./image-config.ts";

export interface LayerHead {
  readonly index: number;
  /** `sha256:...` of the uncompressed layer, as the configuration claims it. */
  readonly diffId: string;
  /** Empty when the image has no history. */
  readonly createdBy: string;
  /** True when reading compares the bytes with their digest, or the engine did. */
  readonly verified: boolean;
}

/** The value that a probe read from one entry. */
export interface LayerValue {
  readonly probe: string;
  readonly entry: number;
  readonly value: unknown;
}

/** All that is known of a layer's content; plain data, to be handed between threads and to be kept. */
export interface LayerContent {
  readonly entries: Entries;
  /** In the order of the archive, then of the probes. */
  readonly values: readonly LayerValue[];
  /** SHA-256 (hex) by entry, of the files that streamed by and are worth comparing. */
  readonly hashes: ReadonlyMap<number, string>;
  /** Files that a probe should have read and could not. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
}

export interface LayerRead extends LayerContent, LayerHead {
  readonly compressedBytes?: number;
  /** False when the source shows no extended attributes. */
  readonly xattrs: boolean;
}

/** Everything that facts are made of, read in one pass. */
export interface ImageScan {
  readonly name: string;
  readonly digest: string;
  readonly manifestDigest?: string;
  readonly config: ImageConfig;
  readonly layers: readonly LayerRead[];
}
