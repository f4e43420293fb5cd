import type { Capture, FormPart } from "../../domain/workload/http-parts.ts";

/** A request that a source holds. Cookies, tokens, addresses and user agents were dropped while it was read. */
export interface RecordedRequest {
  /** `shop.example:8443`, in lower case; undefined where the source does not say. */
  readonly host?: string;
  readonly tls?: boolean;
  /** The container's port, where the source is about the container itself; with `tls` it answers HTTPS there. */
  readonly port?: number;
  /** In capitals. */
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  /** Path template, where the source has one: `/users/{id}`. */
  readonly route?: string;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  readonly status?: number;
  readonly answer?: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
  readonly capture?: Readonly<Record<string, Capture>>;
  /** How often a log has it. */
  readonly count?: number;
  /** `document`: examples and values by schema; `written`: by people, for requests; `recorded`: of a person's session. */
  readonly values: "document" | "written" | "recorded";
  /** Where the source has it: `line 12`, `operation addBook`. */
  readonly at: string;
}

export type RequestBody =
  | { readonly text: string }
  | { readonly hex: string }
  | { readonly parts: readonly FormPart[] };

/** What a source holds, and what of it is no request that a step can send. */
export interface RequestReading {
  readonly requests: readonly RecordedRequest[];
  /** For the caller to list, each once: `3 WebSockets`, `2 references to other files: a.yaml, b.yaml`. */
  readonly notes: readonly string[];
  /** Routes that it knows and no step can exercise (`GET /events`), such as streams. */
  readonly unsendable?: readonly string[];
  /** Servers of a document, hosts of which are the container. */
  readonly servers?: readonly string[];
  /** Path that a document puts in front of each. */
  readonly base?: string;
}

/** Receives a file in pieces. */
export interface RequestReader {
  push(chunk: Buffer): void;
  /** `isKnown`: the application or a document has the word, so that a log need not drop it, however rare it is. */
  finish(isKnown?: (word: string) => boolean): RequestReading;
}

/** One format of files with requests. Default-exported by one file of this folder each. */
export interface RequestSource {
  readonly name: string;
  /** For a reader: `an OpenAPI document`. */
  readonly title: string;
  /** `head` is the start of the file, at least 4,096 characters if it has them. Sources are asked by name. */
  recognizes(file: string, head: string): boolean;
  /** Files of other formats may hold the same: it is asked last. */
  readonly isVague?: true;
  /** It is finished after the others, whose words it may keep. */
  readonly isLog?: true;
  /** Throws `Failure` (`bad-usage`) with line and column, never with text of the file. */
  open(file: string): RequestReader;
}
