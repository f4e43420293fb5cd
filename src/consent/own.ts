import type { ContainerSpec } from "../domain/workload/container-spec.ts";
import { decide, noConsent, type Permit } from "./decide.ts";
import { specReach, type SpecSurroundings } from "./spec-reach.ts";

/**
 * For a container that hullproof puts together by itself, on behalf of no file: the scanner that the person named with `--with`. Nothing in
 * `spec` may come from a file or an image that is looked at (test/host-calls.test.ts lists who calls this).
 */
export function permitForOwn(spec: ContainerSpec, surroundings: SpecSurroundings): Permit {
  return decide(
    specReach(spec, surroundings).map((item) => ({ ...item, own: true as const })),
    noConsent,
  );
}
