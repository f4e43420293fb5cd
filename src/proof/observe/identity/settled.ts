import type { ProcessState } from "../../../domain/workload/process-state.ts";

export type Unlooked = Omit<ProcessState, "looks" | "last">;

/** A process in one sample. */
export interface ProcessLook {
  /** Its pid and start time, which are unique. */
  readonly key: string;
  /** States of its threads; one if all are equal. */
  readonly states: readonly Unlooked[];
}

/**
 * The first counted sample of a life. A server is ready once its port is open, and many open it as root and step down
 * afterwards (dnsmasq): its intermediate state depends on the moment, and cannot be judged. So each process counts with
 * its state in the next sample if it still runs the same program, otherwise with its first state.
 */
export function settled(first: readonly ProcessLook[], next: readonly ProcessLook[]): readonly ProcessLook[] {
  const later = new Map(next.map((one) => [one.key, one]));
  return first.map((processInfo) => {
    const laterLook = later.get(processInfo.key);
    return laterLook !== undefined && programOf(laterLook) === programOf(processInfo) ? laterLook : processInfo;
  });
}

const programOf = ({ states: [state] }: ProcessLook): string | undefined => state?.program;
