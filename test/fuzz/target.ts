/** One parser, or a group that reads the same kind of text, under mutated input. Default-exported by one file of `targets/` each. */
export interface FuzzTarget {
  readonly name: string;
  /** What well-meaning people write; mutations start here. */
  readonly samples: readonly (string | Uint8Array)[];
  /** Tokens of the format: spliced in, repeated, nested. */
  readonly words: readonly string[];
  /** Pairs that may be nested a thousand times. */
  readonly pairs?: readonly (readonly [string, string])[];
  /**
   * Reads the input; `scratch` is a folder for what must be a file. A `Failure` is an answer; anything else that is thrown is a crash, and what does not come back in time is a hang.
   * Laws of the format (a fix turns into nothing the second time) are checked here and thrown as errors.
   */
  run(input: Buffer, scratch: string): void | Promise<void>;
}
