import type { SbomReport, Report } from "../domain/report/report.ts";
import type { CheckView } from "./content/summary/check-view.ts";
import type { Invocation } from "./content/summary/invocation.ts";
import type { Syntax } from "./content/guard-text.ts";

/** Verbs whose report a format supports. */
export type Verb = "check" | "fix" | "inspect" | "scan" | "learn" | "verify" | "harden" | "base" | "audit";

/** Origin of a report, for the title of a page. */
export interface ReportOrigin {
  readonly project?: string;
  /** All 40 digits of HEAD. */
  readonly commit?: string;
  /** ISO date. */
  readonly date: string;
}

export interface RenderOptions {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Absolute folder that paths are relative to, if the terminal shows links. */
  readonly linksFrom?: string;
  /** Also lists vulnerabilities that their vendor calls negligible. */
  readonly all?: boolean;
  /** Files written next to the report, whose paths it prints. */
  readonly files?: readonly { readonly path: string; readonly what: string }[];
  /** RFC 3339: creation time of the document, if requested (`SOURCE_DATE_EPOCH`). */
  readonly createdAt?: string;
  /** RFC 3339: the current time, for documents that require one. */
  readonly now?: string;
  readonly origin?: ReportOrigin;
  /** Author of the statements. */
  readonly author?: string;
  /** Purl of the statements' product instead of the image's; or `packages`. */
  readonly product?: string;
  /** Of a check: everything, one line per rule, or the skipped rules, instead of a summary. */
  readonly view?: CheckView;
  /** Of a check: its invocation, for follow-up commands. */
  readonly invocation?: Invocation;
  /** Category of the results; some readers treat results missing from the next upload of a category as fixed. */
  readonly category?: string;
  /** Receives warnings for the caller that the format's readers do not show. */
  readonly warn?: (text: string) => void;
}

/** A report format. One file of this folder exports each as default. */
export interface Format {
  /** Name for `--format`. */
  readonly name: string;
  readonly title: string;
  readonly suits: readonly Verb[];
  /** Syntax of the output, which decides how control sequences are escaped at the end. */
  readonly syntax: Syntax;
  readonly shows?: undefined;
  /** Text with a final newline; equal inputs give equal text. */
  render(report: Report, options: RenderOptions): string;
}

/** An SBOM: it shows only the contents of an image, so nothing else needs to be determined. */
export interface SbomFormat extends Omit<Format, "shows" | "render"> {
  readonly shows: "contents";
  render(report: SbomReport, options: RenderOptions): string;
}

/** A format by name; a run uses one of them, so the others are never loaded. */
export type ListedFormat = LoadableFormat<Format> | LoadableFormat<SbomFormat>;

/** A rendered report, or another result. */
export interface Document {
  readonly text: string;
  readonly syntax: Syntax;
}

type LoadableFormat<T extends Format | SbomFormat> = Omit<T, "render"> & { readonly load: () => Promise<T> };
