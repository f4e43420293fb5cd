import type { Sbom } from "../../domain/image/sbom.ts";
import type { JsonDocument } from "../json/json-document.ts";

/** An SBOM before anyone knows what it is. */
export interface SbomInput {
  /** For messages, and for packages without another location. */
  readonly name: string;
  /** UTF-8 without a byte order mark. */
  readonly bytes: Buffer;
  /** Its first 64 KB, as text. */
  readonly start: string;
  /** Absent where it does not begin like a JSON object. */
  readonly json?: JsonDocument;
}

/** One format of SBOMs. Default-exported by one file of this folder each. */
export interface SbomFormat {
  readonly name: string;
  /** By its content; a file's name says nothing. */
  recognises(input: SbomInput): boolean;
  /** Throws `Failure` (`bad-sbom`). */
  read(input: SbomInput): Sbom;
}
