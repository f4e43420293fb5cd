import { Failure } from "../../domain/failure.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { Context } from "../context.ts";

/** Milliseconds in which every ordinary text is done; what needs more is done where it can be ended, or has until `longMs`. */
export const shortMs = 300;
export const longMs = 3_400;

/** Does it here where that is quick, else where it can be ended. */
export async function inTime<T, U>(
  path: string,
  { apart }: Pick<Context, "apart">,
  work: () => T,
  elsewhere: (apart: NonNullable<Context["apart"]>) => Promise<U>,
): Promise<T | U> {
  try {
    return withinTime(apart === undefined ? longMs : shortMs, path, work);
  } catch (error) {
    if (apart === undefined || !(error instanceof Failure) || error.code !== "timed-out") throw error;
    return elsewhere(apart);
  }
}
