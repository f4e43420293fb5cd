/** One thing in which a container that runs is not as its profile was proven. */
export interface Drift {
  /** Of the profile: `capabilities`, `memoryBytes`. */
  readonly field: string;
  /** `wider`: it has more than was proven. `narrower`: it has less, so that it may break. `other`: neither can be said. */
  readonly direction: "wider" | "narrower" | "other";
  /** In the profile, for a reader. */
  readonly proven: string;
  /** In the container. */
  readonly actual: string;
  /** The consequence, in a sentence without its full stop. */
  readonly why: string;
  /** Of the container: `HostConfig.CapAdd`. */
  readonly pointer: string;
}
