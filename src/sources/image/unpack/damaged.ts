import { Failure } from "../../../domain/failure.ts";

export function damaged(where: string, why: string, cause?: unknown): Failure {
  return new Failure("bad-image", `${where}: ${why}.`, {
    hint: "Fetch or make the image again; if it stays so, it was damaged where it came from.",
    ...(cause === undefined ? {} : { cause }),
  });
}
