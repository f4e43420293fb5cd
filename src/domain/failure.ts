import type { Span } from "./finding/span.ts";

export type FailureCode =
  | "bad-usage"
  | "bad-config"
  | "not-allowed"
  | "no-such-file"
  | "unreadable"
  | "cannot-write"
  | "host-trouble"
  | "not-a-dockerfile"
  | "no-such-image"
  | "bad-image"
  | "registry-unreachable"
  | "registry-refused"
  | "engine-unreachable"
  | "engine-refused"
  | "engine-died"
  | "build-failed"
  | "never-ready"
  | "workload-flaky"
  | "workload-fails"
  | "bad-profile"
  | "bad-advisories"
  | "advisories-unreachable"
  | "no-advisories"
  | "bad-sbom"
  | "bad-vex"
  | "scanner-failed"
  | "safety-limit"
  | "timed-out"
  | "too-complex"
  | "interrupted";

/** Location of the problem in a text: a line from 1, and its range where that is known. */
export interface FailurePlace {
  readonly file: string;
  readonly line: number;
  readonly span?: Span | undefined;
}

/**
 * An expected error in one message: what happened (`message`) and what to do next (`hint`).
 * Anything else that is thrown is a bug and keeps its stack.
 */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly hint: string;
  readonly place?: FailurePlace;

  constructor(code: FailureCode, message: string, options: { hint: string; cause?: unknown; place?: FailurePlace }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "Failure";
    this.code = code;
    this.hint = options.hint;
    if (options.place !== undefined) this.place = options.place;
  }
}
