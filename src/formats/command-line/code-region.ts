/** A piece of a document that may hold commands. */
export interface CodeRegion {
  /** Offset in the document. */
  readonly start: number;
  /** The shell's text of the region: as long as the document's text from `start`, with prompts and the like blanked out. */
  readonly source: string;
  readonly form: "script" | "fence" | "indented" | "inline";
  /** First word of a fence's info string in lower case, else empty. */
  readonly language: string;
}

/** Spaces instead of everything but line ends, so that offsets stay. */
export function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

/** Lines that end in LF alone; the place of the CR is that of the LF, so that all other offsets stay. */
export function linesFed(text: string): string {
  return text.replace(/\r\n/g, "\n\t");
}
