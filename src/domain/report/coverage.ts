/** The parts of the image that a workload touched: a thin workload proves little, and this shows how thin it is. */
export interface Coverage {
  /** The exercised parts, in one line: `start, 1 port, GET /, stop, restart; no declared steps`. */
  readonly oracle: string;
  /**
   * `answers`: declared steps whose answers are compared. `ports`: no steps were declared, whatever the ports say is compared.
   * `starts`: nothing answers, only start, stop, exit code and log are compared.
   */
  readonly strength: "answers" | "ports" | "starts";
  /** Requests and commands of the original, each with how often it was sent, in the order of the workload. */
  readonly endpoints: readonly { readonly what: string; readonly times: number }[];
  /** Shares of what the image holds, where the files that a run touched could be seen. */
  readonly shares: readonly CoverageShare[];
  /** System calls seen in the original's own processes; undefined when they were not traced. */
  readonly syscalls?: number;
  /** What remains unknown therefore, a sentence each. */
  readonly doubts: readonly string[];
}

export interface CoverageShare {
  /** `programs`, `packages`, `shared libraries`, or the files of a language: `Python files`. */
  readonly of: string;
  readonly touched: number;
  readonly present: number;
  /** Some that were not touched, in order of their names; five at most. */
  readonly untouched: readonly string[];
}
