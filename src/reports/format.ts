import type { SbomReport, Report } from "../domain/report/report.ts";
import type { CheckView } from "./content/summary/check-view.ts";
import type { Invocation } from "./content/summary/invocation.ts";
import type { Syntax } from "./content/guard-text.ts";

/** Verbs whose report a format can show. */
export type Verb = "check" | "fix" | "inspect" | "scan" | "learn" | "verify" | "harden" | "base" | "audit";

/** Where a report comes from, for the title of a page. */
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
  /** The folder, absolute, from which files are named, where the terminal shows links. */
  readonly linksFrom?: string;
  /** Vulnerabilities that their vendor calls negligible are listed as well, not only counted. */
  readonly all?: boolean;
  /** Files that were written beside the report, so that it can say where they are. */
  readonly files?: readonly { readonly path: string; readonly what: string }[];
  /** RFC 3339: when the document is made, where who makes it wants that in it (`SOURCE_DATE_EPOCH`). */
  readonly createdAt?: string;
  /** RFC 3339: the time now, for documents that must have one. */
  readonly now?: string;
  readonly origin?: ReportOrigin;
  /** Who answers for statements in it. */
  readonly author?: string;
  /** Purl of what the statements are about, in place of what the image tells; or `packages`. */
  readonly product?: string;
  /** Of a check: everything, a line a rule, or what was skipped, in place of a summary. */
  readonly view?: CheckView;
  /** Of a check: how it was asked for, for the commands that go on from it. */
  readonly invocation?: Invocation;
  /** What the results belong to, for readers that take what is missing in the next ones of the same category for fixed. */
  readonly category?: string;
  /** Hears what whoever asked for the format should know and its readers don't show. */
  readonly warn?: (text: string) => void;
}

/** A way to show a report. Default-exported by one file of this folder each. */
export interface Format {
  /** As `--format` takes it. */
  readonly name: string;
  readonly title: string;
  readonly suits: readonly Verb[];
  /** What it is written in: how the last look at it writes out what could steer a terminal or a CI system. */
  readonly syntax: Syntax;
  readonly shows?: undefined;
  /** Text with a final newline; equal inputs give equal text. */
  render(report: Report, options: RenderOptions): string;
}

/** An SBOM: of an image it shows the contents and nothing else, so that nothing else needs to be found out. */
export interface SbomFormat extends Omit<Format, "shows" | "render"> {
  readonly shows: "contents";
  render(report: SbomReport, options: RenderOptions): string;
}

/** A format by name; a run prints in one of them, so the rest is never loaded. */
export type ListedFormat = LoadableFormat<Format> | LoadableFormat<SbomFormat>;

/** A rendered report, or another result. */
export interface Document {
  readonly text: string;
  readonly syntax: Syntax;
}

type LoadableFormat<T extends Format | SbomFormat> = Omit<T, "render"> & { readonly load: () => Promise<T> };
