import type { VexDocument } from "../../domain/advisory/vex.ts";
import type { JsonDocument } from "../json/json-document.ts";

export interface VexInput {
  /** As it was named on the command line. */
  readonly file: string;
  readonly json: JsonDocument;
  /** Digests of what an attestation around the document is about (`sha256:...`). */
  readonly subjects: readonly string[];
}

/** One format of VEX. Default-exported by one file of this folder each. */
export interface VexFormat {
  readonly name: string;
  recognises(json: JsonDocument): boolean;
  /** Throws `Failure` (`bad-vex`). */
  read(input: VexInput): VexDocument;
}

/** A parsed statement, or why it does not count. */
export type StatementReading = { readonly statement: Statement } | { readonly note: string };
type Statement = VexDocument["statements"][number];

export function documentOf(file: string, format: string, readings: readonly StatementReading[]): VexDocument {
  return {
    file,
    format,
    statements: readings.flatMap((reading) => ("statement" in reading ? [reading.statement] : [])),
    notes: readings.flatMap((reading) => ("note" in reading ? [reading.note] : [])),
  };
}
