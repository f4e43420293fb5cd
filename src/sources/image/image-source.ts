import type { LayerHead } from "../../domain/image/image-read.ts";
import type { ImageConfig } from "../../domain/image/image-config.ts";

/**
 * Where a layer's bytes lie: plain data, so that a worker can read them too. Each kind is read by one file of `bytes/`.
 * `where` names the layer in messages.
 */
export type LayerBytes =
  /** A region of a file: plain, gzip or zstd, told by its content. `blobDigest` is compared while compressed bytes stream by. */
  | {
      readonly kind: "file";
      readonly path: string;
      readonly start: number;
      readonly end: number;
      readonly blobDigest?: string;
      readonly where: string;
    }
  /** The engine's own storage: tar-split metadata, and the folder that holds the files. */
  | { readonly kind: "overlay"; readonly tarSplit: string; readonly folder: string; readonly where: string }
  /** A folder as it is; paths in `deleted` are reported as whiteouts. With `only`, nothing else is. */
  | {
      readonly kind: "folder";
      readonly folder: string;
      readonly deleted?: readonly string[];
      readonly only?: readonly string[];
      readonly where: string;
    }
  /** A plain archive in memory, for tests. */
  | { readonly kind: "memory"; readonly content: Uint8Array; readonly where: string }
  /** A blob of a registry, with all that it takes to ask for it again in another thread. */
  | { readonly kind: "registry"; readonly blob: RegistryBlob; readonly where: string };

/** How one asks a registry. Never shown. */
export type RegistryCredential =
  | { readonly kind: "password"; readonly username: string; readonly password: string }
  /** A refresh token, as `docker login` leaves it for some registries. */
  | { readonly kind: "identity"; readonly token: string };

/** A repository of a registry or of a mirror of it, with all that it takes to ask it in another thread. */
export interface RegistryEndpoint {
  /** `https://registry.example:5000/v2/` */
  readonly url: string;
  readonly repository: string;
  /** As `docker login` names it, for messages. */
  readonly host: string;
  readonly credential?: RegistryCredential;
  /** Hosts (`HOST[:PORT]`) that the user named and that may therefore be private: this one, and what it may lead to. */
  readonly named: readonly string[];
  /** Other hosts that may get the credential in exchange for a token. */
  readonly tokenServers?: readonly string[];
  /** Who is asked, for messages: why there is no credential, or where it is from. */
  readonly credentialNote: string;
  /** Value of the `Authorization` header that worked last; tokens run out after some minutes. */
  readonly authorization?: string;
}

/** A blob, and the places that are asked for it, in this order. */
export interface RegistryBlob {
  readonly endpoints: readonly RegistryEndpoint[];
  readonly digest: string;
  /** Bytes, as the manifest tells. */
  readonly size: number;
}

export interface ImageLayer extends LayerHead {
  readonly bytes: LayerBytes;
  /**
   * Names the layer's bytes beyond doubt, so that what was read from them can be kept: a digest that is compared while
   * reading or that the engine vouches for, or a local file by its device, inode, size and times. Absent: nothing is kept.
   */
  readonly cacheKey?: string;
  /** Bytes as stored or sent, where the source compresses its layers. */
  readonly compressedBytes?: number;
  /** False when the source shows no extended attributes (a plain folder). True when absent. */
  readonly xattrs?: boolean;
}

/** An image whose layers can be walked, wherever it comes from. Disposing of it removes what was stored to read it. */
export interface Image {
  readonly name: string;
  /** Digest of the configuration's bytes: the engine's image id. */
  readonly digest: string;
  /** Digest of the manifest, where the source has one. */
  readonly manifestDigest?: string;
  /** Digest of the index that lists the manifest: what the tag of a multi-platform image stands for. */
  readonly indexDigest?: string;
  readonly config: ImageConfig;
  readonly layers: readonly ImageLayer[];
}
