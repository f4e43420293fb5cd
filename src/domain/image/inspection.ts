/** How many paths, and the bytes of the files among them. Folders do not count. */
export interface PathSum {
  readonly paths: number;
  readonly bytes: number;
}

export interface PathBytes {
  readonly path: string;
  readonly bytes: number;
}

/** One layer by itself. Lists hold the largest; the sums count all. */
export interface LayerView {
  readonly kind: "layer";
  readonly layer: number;
  /** How many items each list holds at most. */
  readonly top: number;
  readonly added: PathSum;
  readonly changed: PathSum;
  /** Bytes that a deletion hides; they stay in the layers below. */
  readonly deleted: PathSum;
  /** Folders by their bytes, without those that are large only because of one folder in them. */
  readonly folders: readonly (PathBytes & { readonly files: number })[];
  readonly files: readonly (PathBytes & { readonly change: "added" | "changed" })[];
  readonly deletedPaths: readonly PathBytes[];
}

/**
 * A line of the folder tree: a folder with all below it, a file, or the remainder of a folder: entries too small to be listed
 * next to its largest children. `path` of a remainder is the folder's own.
 */
export interface TreeRow extends PathBytes {
  readonly kind: "folder" | "file" | "rest";
  /** 0 for `/`. */
  readonly depth: number;
  /** Files below a folder, 1 for a file; for a remainder, the number of its folders and files. */
  readonly paths: number;
}

/** The final file system from above. */
export interface TreeView {
  readonly kind: "tree";
  readonly depth: number;
  /** How many children of a folder are listed at most. */
  readonly top: number;
  /** A folder before its children, the largest child first. */
  readonly rows: readonly TreeRow[];
}

export interface DiffSide {
  readonly name: string;
  readonly digest: string;
  readonly sizeBytes: number;
  readonly compressedBytes?: number;
  readonly wastedBytes: number;
  readonly layers: number;
  readonly packages: number;
}

export interface DiffLayer {
  readonly index: number;
  readonly createdBy: string;
  readonly bytes: number;
}

export interface PackageChange {
  /** Type of the purl: `deb`, `npm`. */
  readonly type: string;
  readonly name: string;
  /** Versions that only this image has, sorted as text. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Aspects in which a path of both images differs. */
export type FileAspect = "type" | "content" | "link" | "mode" | "owner";

export interface FileChange {
  readonly path: string;
  readonly change: "added" | "removed" | "changed";
  /** Empty unless it changed. */
  readonly what: readonly FileAspect[];
  readonly before?: number;
  readonly after?: number;
}

/** From one image to another. */
export interface ImageDiff {
  readonly kind: "diff";
  readonly top: number;
  readonly from: DiffSide;
  readonly to: DiffSide;
  readonly layers: {
    /** How many layers at the bottom are the same. */
    readonly shared: number;
    readonly from: readonly DiffLayer[];
    readonly to: readonly DiffLayer[];
  };
  /** A side without the setting has no value. */
  readonly config: readonly { readonly setting: string; readonly before?: string; readonly after?: string }[];
  readonly packages: {
    readonly same: number;
    /** One side has several versions of a package, or none. */
    readonly added: readonly PackageChange[];
    readonly removed: readonly PackageChange[];
    readonly changed: readonly PackageChange[];
  };
  readonly files: {
    readonly added: PathSum;
    readonly removed: PathSum;
    /** Bytes as they are after the change. */
    readonly changed: PathSum;
    readonly same: number;
    /** Equal in everything that was looked at, but no one compared their contents. */
    readonly notCompared: number;
    /** The largest changes: of a file that is on both sides, its larger side counts. */
    readonly largest: readonly FileChange[];
    /** Folders whose changed files weigh most, before and after, without those where one folder in them says it all. */
    readonly folders: readonly {
      readonly path: string;
      readonly paths: number;
      readonly before: number;
      readonly after: number;
    }[];
  };
}

export interface PackageMatch {
  readonly purl: string;
  readonly name: string;
  readonly version: string;
  readonly source?: { readonly name: string; readonly version: string };
  readonly licenses?: readonly string[];
  readonly declared?: true;
  readonly layer: number;
  readonly path: string;
  /** Purls in this image. Absent: its data has no dependencies. */
  readonly dependsOn?: readonly string[];
  /** Purls in this image. Absent: no package of its kind has dependencies in its data. */
  readonly neededBy?: readonly string[];
  /** Absent: the data does not say which files are its own. */
  readonly files?: PathSum & { readonly largest: readonly PathBytes[] };
}

/** Packages by a name or purl. */
export interface PackageView {
  readonly kind: "package";
  readonly wanted: string;
  readonly top: number;
  readonly matches: readonly PackageMatch[];
}

/** A closer look at one side of an image. */
export type Inspection = LayerView | TreeView | ImageDiff | PackageView;
