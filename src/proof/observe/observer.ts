import type { Container } from "../../sources/engine/types.ts";

/** A moment in the life of a trial's container. */
export interface Moment {
  readonly container: Container;
  /** Pid of the main process on the engine's host; 0 if it has ended. */
  readonly pid: number;
  /** 0 for the first start, 1 for the restart. */
  readonly life: number;
}

/** Observes one trial. Methods are awaited, so that they read the state of this moment. */
export interface Observer {
  /** The container exists but is not started yet in this life. */
  starting?(moment: Moment): Promise<void>;
  started?(moment: Moment): Promise<void>;
  /** The readiness probe passed; the steps follow. */
  ready?(moment: Moment): Promise<void>;
  /** A step is over, with any result; the container may have ended. */
  stepped?(moment: Moment): Promise<void>;
  /** A command of a probe or a step ran inside; 0 if its process is unknown. */
  executed?(pid: number): void;
  /** The steps are over; a container that did not exit by itself still runs. */
  stopping?(moment: Moment): Promise<void>;
  /** It has stopped, and is not removed yet. */
  stopped?(moment: Moment): Promise<void>;
}
