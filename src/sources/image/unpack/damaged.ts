import { Failure } from "../../../domain/failure.ts";

export function damaged(origin: string, reason: string, cause?: unknown): Failure {
  return new Failure("bad-image", `${origin}: ${reason}.`, {
    hint: "Fetch or make the image again; if it stays so, it was damaged where it came from.",
    ...(cause === undefined ? {} : { cause }),
  });
}
