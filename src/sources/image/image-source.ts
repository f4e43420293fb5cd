import type { LayerHead } from "../../domain/image/image-scan.ts";
import type { ImageConfig } from "../../domain/image/image-config.ts";

/**
 * The location of a layer's bytes: plain data, so that a worker can read them too. One file of `bytes/` reads each
 * kind. `where` is the layer's name in messages.
 */
export type LayerBytes =
  /** A region of a file: plain, gzip or zstd, detected from its content. `blobDigest` is verified while compressed bytes are read. */
  | {
      readonly kind: "file";
      readonly path: string;
      readonly start: number;
      readonly end: number;
      readonly blobDigest?: string;
      readonly where: string;
    }
  /** The engine's own storage: tar-split metadata, and the folder with the files. */
  | { readonly kind: "overlay"; readonly tarSplit: string; readonly folder: string; readonly where: string }
  /** A folder; paths in `deleted` are reported as whiteouts. With `only`, other paths are skipped. */
  | {
      readonly kind: "folder";
      readonly folder: string;
      readonly deleted?: readonly string[];
      readonly only?: readonly string[];
      readonly where: string;
    }
  /** A plain archive in memory, for tests. */
  | { readonly kind: "memory"; readonly content: Uint8Array; readonly where: string }
  /** A blob of a registry, with everything needed to request it again in another thread. */
  | { readonly kind: "registry"; readonly blob: RegistryBlob; readonly where: string };

/** Credentials for a registry. Never printed. */
export type RegistryCredential =
  | { readonly kind: "password"; readonly username: string; readonly password: string }
  /** A refresh token, which `docker login` stores for some registries. */
  | { readonly kind: "identity"; readonly token: string };

/** A repository of a registry or its mirror, with everything needed to request it in another thread. */
export interface RegistryEndpoint {
  /** `https://registry.example:5000/v2/` */
  readonly url: string;
  readonly repository: string;
  /** Name for `docker login`, for messages. */
  readonly host: string;
  readonly credential?: RegistryCredential;
  /** Hosts (`HOST[:PORT]`) that the user named and that may therefore be private: this one, and its redirect targets. */
  readonly named: readonly string[];
  /** Other hosts that may get the credential in exchange for a token. */
  readonly tokenServers?: readonly string[];
  /** Source of the credential, or why there is none, for messages. */
  readonly credentialNote: string;
  /** Value of the `Authorization` header that worked last; tokens expire after a few minutes. */
  readonly authorization?: string;
}

/** A blob, and the endpoints to request it from, in this order. */
export interface RegistryBlob {
  readonly endpoints: readonly RegistryEndpoint[];
  readonly digest: string;
  /** Size in bytes, from the manifest. */
  readonly size: number;
}

export interface ImageLayer extends LayerHead {
  readonly bytes: LayerBytes;
  /**
   * Unique identity of the layer's bytes, so that results can be cached: a digest that is verified while reading or
   * that the engine guarantees, or a local file by its device, inode, size and times. Absent: nothing is cached.
   */
  readonly cacheKey?: string;
  /** Stored or transferred bytes, if the source compresses its layers. */
  readonly compressedBytes?: number;
  /** False if the source has no extended attributes (a plain folder). Default true. */
  readonly xattrs?: boolean;
}

/** An image with readable layers, from any source. Disposing it removes temporary files. */
export interface Image {
  readonly name: string;
  /** Digest of the configuration's bytes: the engine's image id. */
  readonly digest: string;
  /** Digest of the manifest, if the source has one. */
  readonly manifestDigest?: string;
  /** Digest of the index that lists the manifest: the meaning of a multi-platform image's tag. */
  readonly indexDigest?: string;
  readonly config: ImageConfig;
  readonly layers: readonly ImageLayer[];
}
