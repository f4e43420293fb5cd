import type { ScannerReport } from "../../domain/report/scanner-report.ts";
import type { JsonDocument } from "../../formats/json/json-document.ts";

/** The target of a scanner. `name` of an image is the engine's; of others, an absolute path. */
export interface ScanSubject {
  readonly kind: "image" | "docker-archive" | "oci-archive" | "oci-folder" | "rootfs" | "sbom";
  readonly name: string;
}

export interface CallWishes {
  /** Whether its database may be downloaded or updated. */
  readonly update: boolean;
  /** Folder of its database. */
  readonly cache: string;
  /** Output file of the report. */
  readonly output: string;
}

/** A call of the program: its arguments, and additional variables. */
export interface ScannerCall {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A third-party scanner. One file of this folder exports each as default. */
export interface Scanner {
  /** Name of its program, and value of `--with`. */
  readonly name: string;
  /** Repositories of its image. */
  readonly images: readonly string[];
  /** Default folder of its database, below the user's cache folder. */
  readonly cacheName: string;
  /** Prints its version, and that of its database if possible. */
  version(cache: string): ScannerCall;
  readVersion(text: string): { readonly version: string; readonly database?: ScannerReport["database"] } | undefined;
  scan(subject: ScanSubject, wishes: CallWishes): ScannerCall;
  /** Interprets its messages on stderr. */
  hint(words: string): string | undefined;
  /** Throws `Failure` (`scanner-failed`) for an invalid report. */
  read(json: JsonDocument): Omit<ScannerReport, "scanner" | "version">;
}
