import type { TarVisitor } from "./tar.ts";

/** One `history` record; `empty` ones made no layer. */
export interface HistoryEntry {
  readonly createdBy: string;
  readonly empty: boolean;
}

/** The image configuration (OCI image-spec, config.md), with its nulls and absent fields made empty. */
export interface ImageConfig {
  readonly architecture: string;
  readonly os: string;
  readonly created: string;
  readonly user: string;
  readonly env: readonly string[];
  readonly cmd: readonly string[];
  readonly entrypoint: readonly string[];
  readonly workingDir: string;
  /** As written: `8080/tcp`. Sorted. */
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly stopSignal: string;
  readonly healthcheck?: unknown;
  readonly labels: Readonly<Record<string, string>>;
  readonly history: readonly HistoryEntry[];
  readonly diffIds: readonly string[];
}

export interface ImageLayer {
  readonly index: number;
  /** `sha256:...` of the uncompressed layer, as the configuration claims it; it is not checked. */
  readonly diffId: string;
  /** Empty when the image has no history. */
  readonly createdBy: string;
  /** Walk the layer's entries in order. Throws `Failure` (`bad-image`, `unreadable`, `interrupted`). */
  read(visit: TarVisitor, signal?: AbortSignal): Promise<void>;
}

/** An image whose layers can be walked, wherever it comes from. */
export interface Image {
  readonly name: string;
  /** Digest of the configuration's bytes: the engine's image id. */
  readonly digest: string;
  /** Digest of the manifest, where the source has one. */
  readonly manifestDigest?: string;
  readonly config: ImageConfig;
  readonly layers: readonly ImageLayer[];
}
