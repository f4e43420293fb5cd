import type { ProcessState } from "../../../domain/workload/process-state.ts";

export type Unlooked = Omit<ProcessState, "looks" | "last">;

/** A process in one look. */
export interface Looked {
  /** Its number and its start: never used again. */
  readonly key: string;
  /** Of its threads; one where all are alike. */
  readonly states: readonly Unlooked[];
}

/**
 * What counts as the first look of a life. A server is ready once its port is open, and many open it as root and step down afterwards (dnsmasq):
 * what it is in between depends on the moment, and no trial can be judged by it. So each process counts as what it is in the next look, where it
 * still runs the same program; one that has ended by then counts as what it was.
 */
export function settled(first: readonly Looked[], next: readonly Looked[]): readonly Looked[] {
  const later = new Map(next.map((one) => [one.key, one]));
  return first.map((one) => {
    const then = later.get(one.key);
    return then !== undefined && programOf(then) === programOf(one) ? then : one;
  });
}

const programOf = ({ states: [state] }: Looked): string | undefined => state?.program;
