import type { CreateRequest } from "../domain/container/create-request.ts";
import { decide, noConsent, type Permit } from "./decide.ts";
import { specReach, type SpecSurroundings } from "./spec-reach.ts";

/**
 * For a container that hullproof creates on its own, without any file: the scanner that the user named with `--with`.
 * No part of `spec` may come from a file or image under examination (test/host-calls.test.ts lists the callers).
 */
export function permitForOwn(spec: CreateRequest, surroundings: SpecSurroundings): Permit {
  return decide(
    specReach(spec, surroundings).map((item) => ({ ...item, own: true as const })),
    noConsent,
  );
}
