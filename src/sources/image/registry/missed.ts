import { Failure } from "../../../domain/failure.ts";

/** The last error, followed by those of earlier endpoints. */
export function withMissed(error: Failure, missed: readonly string[]): Failure {
  if (missed.length === 0) return error;
  const { code, message, hint } = error;
  return new Failure(code, `${message} Its mirrors before that: ${missed.join(" ")}`, { hint, cause: error });
}
