/** One layer joined to the instruction that made it. Bytes are file contents, uncompressed. */
export interface LayerInfo {
  readonly index: number;
  readonly diffId: string;
  readonly createdBy: string;
  /** 1-based line of the Dockerfile instruction, when the Dockerfile is known and the layer is its own. */
  readonly line?: number;
  readonly bytes: number;
  readonly files: number;
  /** Bytes of this layer that a later layer overwrites or deletes. */
  readonly wastedBytes: number;
}

export interface PackageInfo {
  /** https://github.com/package-url/purl-spec */
  readonly purl: string;
  readonly name: string;
  readonly version: string;
  /** Source package, for dpkg. */
  readonly source?: { readonly name: string; readonly version: string };
  readonly layer: number;
  readonly path: string;
}

export interface WastedPath {
  readonly path: string;
  readonly bytes: number;
  /** Layer that holds the bytes, and the layer that made them useless. */
  readonly layer: number;
  readonly by: number;
  readonly how: "overwritten" | "deleted";
}

export interface ImageInfo {
  /** Digest of the image configuration (`sha256:...`), the engine's image id. */
  readonly digest: string;
  readonly sizeBytes: number;
  readonly user: string;
  readonly os: {
    readonly id?: string;
    readonly versionId?: string;
    readonly codename?: string;
    readonly prettyName?: string;
  };
  readonly layers: readonly LayerInfo[];
  readonly packages: readonly PackageInfo[];
  readonly waste: { readonly bytes: number; readonly paths: readonly WastedPath[] };
  /** Package-manager leftovers that the final file system still holds. */
  readonly leftovers: readonly { readonly path: string; readonly bytes: number; readonly layer: number }[];
  readonly setuid: readonly {
    readonly path: string;
    readonly mode: string;
    readonly uid: number;
    readonly layer: number;
    readonly bytes: number;
  }[];
  /** Files that should have told of packages and could not be read: what they hold is unknown. Absent when there are none. */
  readonly unread?: readonly { readonly path: string; readonly layer: number; readonly reason: string }[];
}

/** A package for which the image's own configured sources offer a newer version. */
export interface PendingUpdate {
  readonly purl: string;
  readonly name: string;
  readonly source: string;
  readonly installed: string;
  readonly candidate: string;
  /** Archive that offers it, as apt names it: `Debian-Security:13/stable-security`. */
  readonly origin: string;
  readonly security: boolean;
  /** CVE ids named by changelog entries newer than the installed version. */
  readonly cves: readonly string[];
  /** For each of `cves`: the source version whose entry names it, and that line of the changelog. */
  readonly fixes?: readonly { readonly id: string; readonly fixedIn: string; readonly quote: string }[];
}

export interface UpdatesInfo {
  /** ISO 8601 UTC: when the sources were asked. */
  readonly askedAt: string;
  readonly sources: readonly string[];
  readonly pending: readonly PendingUpdate[];
  /** Packages whose changelog could not be read, with the reason: their CVEs are unknown, not zero. */
  readonly unread: readonly { readonly name: string; readonly reason: string }[];
}
