/** Effect of a layer on a path; for the whole image, `deleted`: a layer still holds it, and the final file system does not show it. */
export type PathMark = "added" | "changed" | "deleted";

/** One path, with all that is below it. */
export interface BrowseRow {
  readonly kind: "folder" | "file" | "symlink" | "other";
  /** Bytes of the files that are there. */
  readonly bytes: number;
  /** Bytes in a layer that the final file system does not show. */
  readonly wasted: number;
  /** Bytes of lower layers that the layer deletes. */
  readonly gone: number;
  readonly files: number;
  readonly mark?: PathMark | undefined;
}

/** Paths to browse: a number each, 0 for `/`; a folder's number is smaller than those of its content. */
export interface BrowseTree {
  readonly count: number;
  name(row: number): string;
  /** Absolute. */
  path(row: number): string;
  parent(row: number): number;
  /** The heaviest first. */
  children(row: number): readonly number[];
  at(row: number): BrowseRow;
}
