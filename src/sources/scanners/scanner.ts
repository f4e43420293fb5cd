import type { ScannerReport } from "../../domain/report/scanner-report.ts";
import type { JsonDocument } from "../../formats/json/json-document.ts";

/** What a scanner is to look at. `name` of an image is the engine's; of the others, an absolute path. */
export interface ScanSubject {
  readonly kind: "image" | "docker-archive" | "oci-archive" | "oci-folder" | "rootfs" | "sbom";
  readonly name: string;
}

export interface CallWishes {
  /** Its own database may be downloaded or renewed. */
  readonly update: boolean;
  /** Folder in which it keeps its database. */
  readonly cache: string;
  /** File that gets the report. */
  readonly output: string;
}

/** A call of the program: its arguments, and variables beside the environment's. */
export interface ScannerCall {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A scanner that others made. Default-exported by one file of this folder each. */
export interface Scanner {
  /** Its program, and what `--with` takes. */
  readonly name: string;
  /** Repositories under which an engine may have its image. */
  readonly images: readonly string[];
  /** Where it keeps its database by default, below the user's cache folder. */
  readonly cacheName: string;
  /** Prints its version, and that of its database where it can. */
  version(cache: string): ScannerCall;
  readVersion(text: string): { readonly version: string; readonly database?: ScannerReport["database"] } | undefined;
  scan(subject: ScanSubject, wishes: CallWishes): ScannerCall;
  /** What to do about its own words on stderr. */
  hint(words: string): string | undefined;
  /** Throws `Failure` (`scanner-failed`) for what is none of its reports. */
  read(json: JsonDocument): Omit<ScannerReport, "scanner" | "version">;
}
