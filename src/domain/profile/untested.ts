/** An entry point or promise of the image that no step of the workload reached: nothing is proven about it. */
export interface Untested {
  /** `port 53/udp`, `VOLUME /data`, `HEALTHCHECK`. */
  readonly what: string;
  /** Why it counts as untested: `exposed, and no step reached it`. */
  readonly why: string;
  /** What to add to the workload. */
  readonly add: string;
}

/** A path whose content grew in each of several equal passes of the workload, outside of every volume. */
export interface Growing {
  readonly path: string;
  /** Mean of the passes after the first. */
  readonly bytesPerPass: number;
  /** How many steps were done in a pass. */
  readonly steps: number;
  /** Bytes that the profile grants it, where it is in a tmpfs. */
  readonly roomBytes?: number;
  /** What to do instead. */
  readonly instead: string;
}
