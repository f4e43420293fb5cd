import { Failure } from "../../domain/failure.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import type { Context } from "../context.ts";

/** Milliseconds that are enough for every ordinary text; slower ones run in a thread that can be ended, or until `longMs`. */
export const shortMs = 300;
export const longMs = 3_400;

/** Runs the work in this thread while it is quick, else in one that can be ended. */
export async function withTimeLimit<T, U>(
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
