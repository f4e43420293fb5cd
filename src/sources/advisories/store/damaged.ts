import { Failure } from "../../../domain/failure.ts";

/** A file of the store that is not what it says it is. `where`: its path or name. */
export function damaged(where: string, why: string, cause?: unknown): Failure {
  return new Failure("bad-advisories", `advisory data in ${where} is damaged: ${why}`, {
    hint: "Nothing of it was used. `hullproof advisories update` or `hullproof advisories build DIR` makes it again.",
    ...(cause !== undefined && { cause }),
  });
}
