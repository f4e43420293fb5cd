import { Failure } from "../../domain/failure.ts";
import type { ValueMask } from "./mask-values.ts";

/** What `action` throws of what a program or an engine said, with the values hidden. The cause has the same words, and is left out. */
export async function maskFailure<T>(mask: ValueMask, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    // A kind of its own hides them itself.
    if (!(error instanceof Failure) || error.constructor !== Failure) throw error;
    const [message, hint] = [mask.text(error.message), mask.text(error.hint)];
    if (message === error.message && hint === error.hint) throw error;
    throw new Failure(error.code, message, { hint, ...(error.place && { place: error.place }) });
  }
}
