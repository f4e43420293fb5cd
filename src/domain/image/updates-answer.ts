/** The response of an image's package sources; the facts compare versions. */
export interface UpdatesAnswer {
  /** How its versions are ordered. */
  readonly order: "deb" | "rpm";
  /** ISO 8601 UTC. */
  readonly askedAt: string;
  /** As the manager names them, sorted: `URI RELEASE/COMPONENT` of apt, `ID NAME` of a dnf repository. */
  readonly sources: readonly string[];
  readonly upgrades: readonly Upgrade[];
  readonly installed: readonly InstalledPackage[];
  readonly candidates: readonly Candidate[];
  /** By source package. */
  readonly changelogs: readonly SourceChangelog[];
  /** Statements of the sources' own advisories about candidates (updateinfo). */
  readonly notices?: readonly Notice[];
  /** Source packages without a changelog that could be read. */
  readonly unread: readonly Unread[];
}

export interface Notice {
  readonly cve: string;
  readonly name: string;
  readonly architecture: string;
  readonly candidate: string;
  /** The line that says so. */
  readonly quote: string;
}

export interface SourceChangelog {
  readonly source: string;
  /** Newest first. */
  readonly entries: readonly ChangelogEntry[];
  /** True when the text was cut at the limit of what is read. */
  readonly cut: boolean;
}

export interface Unread {
  /** Source package. */
  readonly name: string;
  readonly reason: string;
}

/** A package that the image's own sources would replace. */
export interface Upgrade {
  /** Without the architecture. */
  readonly name: string;
  readonly architecture: string;
  readonly installed: string;
  readonly candidate: string;
  /** As apt names the archives: `Debian-Security:13/stable-security`, several joined by `, `. */
  readonly origin: string;
}

export interface InstalledPackage {
  readonly name: string;
  readonly architecture: string;
  readonly version: string;
  readonly source: string;
  readonly sourceVersion: string;
}

export interface Candidate {
  readonly name: string;
  readonly architecture: string;
  readonly version: string;
  readonly source: string;
  /** The changelog's version: a rebuild `1.2-3+b1` has `1.2-3`. */
  readonly sourceVersion: string;
  /** Size of the .deb. */
  readonly bytes: number;
  /** Of the .deb, in hex, which apt compares with what it fetches. Absent: the source names none. */
  readonly sha256?: string;
}

/** One release of a source package, from its Debian changelog. */
export interface ChangelogEntry {
  readonly source: string;
  /** Source version, without the `+b1` of a rebuild. */
  readonly version: string;
  /** `bullseye-security` */
  readonly distribution: string;
  /** CVE ids in order of their numbers, each with the first line that names it. */
  readonly cves: readonly { readonly id: string; readonly quote: string }[];
}
