/** A value as it is written into a file. */
export type WrittenValue =
  | string
  | number
  | boolean
  | readonly WrittenValue[]
  | { readonly [key: string]: WrittenValue };

/** Changes of a YAML file's data by edits. Everything else stays equal. */
export interface DataChange {
  readonly file: string;
  /** 0-based, of the documents in the file. */
  readonly document: number;
  /** Keys of maps and indexes of lists, as before any change. */
  readonly path: readonly (string | number)[];
  readonly made:
    | { readonly to: WrittenValue }
    /** At the end of the list that is there. */
    | { readonly appended: WrittenValue }
    /** The text that is there becomes the first item of a list, and `appended` its second. */
    | { readonly listed: WrittenValue }
    | "gone";
}
