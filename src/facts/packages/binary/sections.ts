/** A named part of an executable that has bytes in the file. */
export interface Section {
  readonly name: string;
  /** Its address in memory. */
  readonly address: number;
  /** Its bytes in the file; offset and size are within the file. */
  readonly offset: number;
  readonly size: number;
}

/** A part of the file that the loader maps. */
export interface Segment {
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  /** Bytes in memory; those beyond the file's are zeros (`.bss`). */
  readonly memory: number;
  readonly writable: boolean;
  readonly executable: boolean;
}

/**
 * The headers of an executable, without its content. Parts beyond the end of the file are dropped. Some of it is read
 * lazily, so it is valid as long as the body is.
 */
export interface Executable {
  readonly format: "elf" | "pe" | "mach-o";
  readonly bigEndian: boolean;
  readonly wordSize: 4 | 8;
  /** The table of the sections' names, where the format has one. */
  readonly names?: string | undefined;
  /** End of its section table, which linkers write last; absent where there is none, or the format has it in front. */
  readonly tableEnd?: number;
  readonly hasSections: boolean;
  /** Empty where the table was cut off (`sstrip`, packers): names are for linkers and debuggers, no loader needs them. */
  readonly sections: readonly Section[];
  readonly segments: readonly Segment[];
}
