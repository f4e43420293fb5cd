import { Failure } from "../domain/failure.ts";
import type { ValueMask } from "./mask-values.ts";

/** Masks the values in failures of `action` that quote a program or an engine. The cause has the same words, and is dropped. */
export async function maskFailure<T>(mask: ValueMask, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    // Failures with their own kind mask their texts themselves.
    if (!(error instanceof Failure) || error.constructor !== Failure) throw error;
    const [message, hint] = [mask.text(error.message), mask.text(error.hint)];
    if (message === error.message && hint === error.hint) throw error;
    throw new Failure(error.code, message, { hint, ...(error.place && { place: error.place }) });
  }
}
