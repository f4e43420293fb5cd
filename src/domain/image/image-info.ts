import type { Severity } from "../finding/finding.ts";
import type { PackageIdentity } from "./package-identity.ts";

/** One layer joined to the instruction that made it. Bytes are file contents, uncompressed. */
export interface LayerInfo {
  readonly index: number;
  readonly diffId: string;
  readonly createdBy: string;
  /** 1-based line of the Dockerfile instruction, when the Dockerfile is known and the layer is its own. */
  readonly line?: number;
  readonly bytes: number;
  readonly files: number;
  /** Files that no lower layer shows, that replace one, and paths that the layer deletes. */
  readonly added: number;
  readonly changed: number;
  readonly deleted: number;
  /** Bytes of this layer that a later layer overwrites or deletes. */
  readonly wastedBytes: number;
  /** Bytes as stored or sent, where the source compresses its layers. */
  readonly compressedBytes?: number;
  /** Whether the layer's bytes were compared with their digest, or only their headers were read. */
  readonly digest: "verified" | "not-checked";
}

export interface PackageInfo {
  /** https://github.com/package-url/purl-spec */
  readonly purl: string;
  readonly name: string;
  readonly version: string;
  /** Source package of a distribution. */
  readonly source?: { readonly name: string; readonly version: string };
  /** As the data writes them, sorted. Absent: the data has none. */
  readonly licenses?: readonly string[];
  /** Purls of packages in this image that it needs, sorted. Absent: the data has no dependencies. */
  readonly dependsOn?: readonly string[];
  /** Files that it owns and that the final file system shows, with their bytes. Absent: the data does not say. */
  readonly files?: number;
  readonly bytes?: number;
  /** A lock file or an SBOM of the image names it; nothing says that it is installed. */
  readonly declared?: true;
  /** How its name is known. Absent: a package manager, or the package itself, recorded it. */
  readonly identity?: PackageIdentity;
  readonly layer: number;
  readonly path: string;
}

/** An SBOM that an image brings names another version than the one that is there. */
export interface Contradiction {
  readonly name: string;
  readonly declared: string;
  readonly found: string;
  /** Where the other version was found. */
  readonly path: string;
}

/** An SBOM embedded in the image. Anyone can write such a file: its declarations never hide findings. */
export interface BroughtSbom {
  readonly path: string;
  readonly layer: number;
  /** `SPDX 2.3 JSON`. */
  readonly format: string;
  /** Its entries, judged or not. */
  readonly packages: number;
  readonly contradictions: readonly Contradiction[];
}

export interface WastedPath {
  readonly path: string;
  readonly bytes: number;
  /** Layer that holds the bytes, and the layer that made them useless. */
  readonly layer: number;
  readonly by: number;
  readonly how: "overwritten" | "deleted";
}

/** Files with equal content under several paths of the final file system; hard links are one file. */
export interface DuplicateFiles {
  readonly bytes: number;
  /** All paths, sorted; all but one could go. */
  readonly paths: readonly string[];
  readonly wastedBytes: number;
}

/** `workspace`: settings of editors and the like, which a copied project folder brings along. */
export type LeftoverKind =
  | "package-cache"
  | "package-lists"
  | "log"
  | "vcs"
  | "build"
  | "workspace"
  | "docs"
  | "locale"
  | "temporary";

export interface Leftover {
  readonly kind: LeftoverKind;
  readonly path: string;
  readonly bytes: number;
  readonly files: number;
  readonly layer: number;
}

/** A secret in a file, whether the final file system still shows it or a later layer only hid it, or in the configuration. */
export interface SecretFound {
  /** Detector: `aws-access-key`, `private-key`. */
  readonly kind: string;
  readonly title: string;
  /** `error`: it opens something. `warning`: it may. `info`: hardly; a test key, a test mode. */
  readonly severity: Severity;
  /** The secret with all but its first characters masked, so that a report does not leak it again. */
  readonly masked: string;
  readonly place:
    | {
        readonly in: "file";
        readonly layer: number;
        readonly path: string;
        readonly line: number;
        /** Layer that deleted or replaced the file: the secret is still shipped. */
        readonly hiddenBy?: number;
      }
    | { readonly in: "env" | "label" | "command"; readonly name: string }
    | { readonly in: "history"; readonly layer?: number; readonly step: number };
}

/** A user of `/etc/passwd`, with what `/etc/shadow` says of its password. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly shell: string;
  /** `empty`: logs in without one. `set`: a hash. `locked`: none is accepted. `unknown`: no shadow entry. */
  readonly password: "empty" | "set" | "locked" | "unknown";
}

/** A group of `/etc/group`. */
export interface Group {
  readonly name: string;
  readonly gid: number;
}

/** A setting of sshd_config(5) that decides who may log in. */
export interface SshSetting {
  readonly keyword: "PermitRootLogin" | "PasswordAuthentication" | "PermitEmptyPasswords" | "Port";
  /** In lower case. */
  readonly value: string;
  readonly path: string;
  readonly layer: number;
  /** 1-based. */
  readonly line: number;
  /** Criteria of the Match block around it; absent: it applies to everyone. */
  readonly match?: string;
}

/** SSH server files in the image, whether or not one is installed. */
export interface SshInfo {
  /** `sshd_config`. Absent: there is none. */
  readonly config?: { readonly path: string; readonly layer: number };
  /** Those that take effect: the first of each keyword and Match block counts; all of `Port`. */
  readonly settings: readonly SshSetting[];
  /** Private host keys: every container of the image has the same. */
  readonly hostKeys: readonly { readonly path: string; readonly layer: number }[];
  readonly authorizedKeys: readonly { readonly path: string; readonly layer: number; readonly keys: number }[];
}

/** A file with notable permissions. */
export interface FileNote {
  readonly path: string;
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly layer: number;
  readonly bytes: number;
  /** Purl of the package that brought it, where one owns it. */
  readonly owner?: string;
}

export interface ImageConfiguration {
  readonly architecture: string;
  readonly os: string;
  readonly created?: string;
  readonly user: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly workingDir: string;
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly stopSignal?: string;
  /** The test of HEALTHCHECK (`CMD-SHELL`, ...); `NONE` switches an inherited one off. */
  readonly healthcheck?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** The contents of an image, for an SBOM. */
export interface SbomContents {
  /** Digest of the image configuration (`sha256:...`), the engine's image id. */
  readonly digest: string;
  readonly manifestDigest?: string;
  readonly sizeBytes: number;
  readonly compressedBytes?: number;
  readonly config: Pick<ImageConfiguration, "architecture" | "os" | "created" | "labels">;
  readonly os: {
    readonly id?: string;
    readonly idLike?: readonly string[];
    readonly versionId?: string;
    readonly codename?: string;
    readonly prettyName?: string;
  };
  readonly layers: readonly Pick<LayerInfo, "index" | "diffId" | "bytes">[];
  readonly packages: readonly Omit<PackageInfo, "files" | "bytes">[];
  /** In the order of their paths. Absent: it brings none that could be read. */
  readonly sboms?: readonly BroughtSbom[];
  /** Files that should have described something and could not be read: their content is unknown. Absent when there are none. */
  readonly unread?: readonly { readonly path: string; readonly layer: number; readonly reason: string }[];
  /** Programs recognized by their files whose version is unknown, so that they can't be looked up; by path. Absent: none. */
  readonly withoutVersion?: readonly {
    readonly name: string;
    readonly path: string;
    readonly layer: number;
    readonly reason: string;
  }[];
}

/** All that is known of an image. */
export interface ImageInfo extends SbomContents {
  readonly user: string;
  readonly config: ImageConfiguration;
  readonly layers: readonly LayerInfo[];
  readonly packages: readonly PackageInfo[];
  readonly waste: {
    /** Overwritten and deleted bytes. */
    readonly bytes: number;
    readonly paths: readonly WastedPath[];
    /** Bytes that the final file system shows, divided by all bytes of all layers; 1 is best. */
    readonly efficiency: number;
    /** Equal content under several paths, confirmed by hash. Absent: contents were not compared. */
    readonly duplicates?: readonly DuplicateFiles[];
  };
  /** Build files in the final file system that are unused at run time. */
  readonly leftovers: readonly Leftover[];
  readonly setuid: readonly FileNote[];
  /** Files with Linux capabilities (`security.capability`), as getcap(8) writes them: `cap_net_raw=ep`. Absent: the source has no extended attributes. */
  readonly fileCapabilities?: readonly (FileNote & { readonly capabilities: string })[];
  /** Files and folders that everyone may write to (0002), without sticky folders and symbolic links. */
  readonly worldWritable: readonly FileNote[];
  /** Block and character devices that a layer ships. */
  readonly devices: readonly FileNote[];
  /** In the order of `/etc/passwd`. Absent: there is none. */
  readonly accounts?: readonly Account[];
  /** In the order of `/etc/group`. Absent: there is none. */
  readonly groups?: readonly Group[];
  /** Absent: the image holds nothing of an SSH server. */
  readonly ssh?: SshInfo;
  /** Programs that matter to an attacker or a hardener, by what they are: `shell`, `sshd`, `package-manager`, `sudo`, `downloader`, `compiler`. */
  readonly programs: readonly { readonly kind: string; readonly path: string; readonly layer: number }[];
  /** Absent: no one looked for secrets. */
  readonly secrets?: readonly SecretFound[];
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
  /** ISO 8601 UTC: time of the query. */
  readonly askedAt: string;
  readonly sources: readonly string[];
  readonly pending: readonly PendingUpdate[];
  /** Packages whose changelog could not be read, with the reason: their CVEs are unknown, not zero. */
  readonly unread: readonly { readonly name: string; readonly reason: string }[];
}
