import type { Drift } from "../../../domain/container/drift.ts";
import type { Located, SourceLocation, ContainerSpec } from "../../../domain/container/container-spec.ts";
import type { SpecChange } from "../../../domain/container/spec-change.ts";

/** A drift at the place where it is said, or where it would have to be. */
export interface FoundDrift extends Drift {
  readonly at: SourceLocation;
  /** Path of the profile. */
  readonly profile: string;
  /** Of a text: the located value; absent where there is none. */
  readonly said?: Located<unknown>;
  /** Of a text: the container, and the change that makes it as it was proven, where one does. */
  readonly container?: ContainerSpec;
  readonly change?: SpecChange;
}

/** Of a container that an engine has. */
export function drifting(drift: readonly Drift[], profile: string): readonly FoundDrift[] {
  return drift.map((change) => ({ ...change, at: { setting: change.pointer }, profile }));
}
