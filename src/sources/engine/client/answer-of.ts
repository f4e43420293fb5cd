import type { z } from "zod";
import { Failure } from "../../../domain/failure.ts";
import { parseToFirstFault } from "../../bounded/first-fault.ts";

/** Parses a response of the engine. Throws `Failure` (`engine-refused`) for anything else: `null`, an error page, another API. */
export function answerOf<T extends z.ZodType>(shape: T, answer: unknown): z.infer<T> {
  const parsed = parseToFirstFault(shape, answer);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const at = first === undefined || first.path.length === 0 ? "" : `${first.path.join(".")}: `;
  throw new Failure(
    "engine-refused",
    `The engine answered in a form that its API does not have (${at}${first?.message ?? "not known"}).`,
    { hint: "Check that DOCKER_HOST names a Docker or Podman engine, and what sits between it and hullproof." },
  );
}
