/** A named part of an executable that has bytes in the file. */
export interface Section {
  readonly name: string;
  /** Where it lies in memory. */
  readonly address: number;
  /** Where its bytes lie in the file; offset and size are within the file. */
  readonly offset: number;
  readonly size: number;
}

/** A part of the file that the loader maps. */
export interface Segment {
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  /** Bytes in memory; those behind the file's are zeros (`.bss`). */
  readonly memory: number;
  readonly writable: boolean;
  readonly executable: boolean;
}

/**
 * What the headers of an executable say, and nothing of its content. Parts that lie beyond the end of the file are left out. Some of it is read
 * when it is asked for, so it holds as long as the body does.
 */
export interface Executable {
  readonly format: "elf" | "pe" | "mach-o";
  readonly bigEndian: boolean;
  readonly wordSize: 4 | 8;
  /** The table of the sections' names, where the format has one. */
  readonly names?: string | undefined;
  /** Where its table of sections ends, which linkers write behind all else; absent where there is none, or the format has it in front. */
  readonly tableEnd?: number;
  readonly hasSections: boolean;
  /** Empty where the table was cut off (`sstrip`, packers): names are for linkers and debuggers, no loader needs them. */
  readonly sections: readonly Section[];
  readonly segments: readonly Segment[];
}
