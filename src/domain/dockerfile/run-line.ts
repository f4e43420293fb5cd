import type { ContainerSpec } from "../container/container-spec.ts";
import type { Span } from "../finding/span.ts";

/** A flag of `docker run` as it was written. `value` is the text the engine would be given. */
export interface RunFlag {
  /** Long form without dashes: `-v` is `volume`, `-u` is `user`. */
  readonly name: string;
  readonly value?: string;
  readonly span: Span;
  readonly valueSpan?: Span;
}

export interface RunLine {
  /** `command`: a whole `docker run` or `create`; `flags`: a fragment that only lists flags to add to one; `pull`: a `docker pull`. */
  readonly kind: "command" | "flags" | "pull";
  /** Podman and nerdctl split comma lists; Podman has fewer default capabilities and a default pids limit. A fragment counts as Docker's. */
  readonly program: "docker" | "podman" | "nerdctl";
  readonly span: Span;
  readonly text: string;
  readonly sudo: boolean;
  readonly flags: readonly RunFlag[];
  readonly image?: { readonly text: string; readonly span: Span };
  readonly args: readonly string[];
  /** Started to serve: `-d`, or a published port. One-shot tools need no limits. */
  readonly service: boolean;
  /** A variable that may expand to flags, as messages name it; missing flags then cannot be reported. */
  readonly unknownFlags?: string;
  /** A word up to the image may become several, flags too: it has a variable that no quotes hold together. */
  readonly maySplit?: true;
  /** Where a new flag can be inserted, right after `run` (or at the start of a fragment). */
  readonly insertAt: number;
}

/** A Markdown document, shell script, makefile, systemd unit or CI file with the docker run lines in it. */
export interface RunLines {
  readonly file: string;
  readonly text: string;
  readonly lines: readonly RunLine[];
  /** The commands are in the code of a document. */
  readonly markdown?: true;
}

/** Run lines, with the container that each one describes. */
export interface RunLinesFact extends RunLines {
  containerOf(line: RunLine): ContainerSpec;
}
