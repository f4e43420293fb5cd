/**
 * Every file of every layer, in columns, for a map of an image. In images with very many files the small ones are summed up by folder, so that it stays
 * bounded: `counts` then gives the number of files of an item.
 */
export interface ImageFiles {
  /** Name of the image. */
  readonly image: string;
  readonly layers: readonly { readonly createdBy: string; readonly line?: number }[];
  /** A path is a row: its base name and the row of its folder, which comes before it. Row 0 is the root. */
  readonly names: readonly string[];
  readonly parents: readonly number[];
  /** Of each file: the row of its path, the layer that holds it, its bytes. */
  readonly paths: readonly number[];
  readonly layer: readonly number[];
  readonly bytes: readonly number[];
  /** Layer that overwrote or deleted it; -1: the final file system shows it. */
  readonly hiddenBy: readonly number[];
  /** Index in `owners` of the package that brought it; -1: none is known. */
  readonly owned: readonly number[];
  /** Purls, sorted. */
  readonly owners: readonly string[];
  /** Whether the workload opened it: 1 yes, 0 no, -1 not known. Absent: no one looked. */
  readonly used?: readonly number[];
  /** Number of files of an item. Absent: one each. */
  readonly counts?: readonly number[];
}
