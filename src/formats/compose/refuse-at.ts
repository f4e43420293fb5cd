import { Failure } from "../../domain/failure.ts";
import type { Place } from "./compose-node.ts";

/** Failure for files that `docker compose` refuses, or that are not supported here, with file and line. `bad-config`. */
export function refuseAt(place: Place, problem: string, hint = "Correct the file there."): Failure {
  return new Failure("bad-config", `${place.file}:${place.line}: ${problem}`, { hint, place });
}
