import type { ContainerSpec, Located } from "../../../domain/container/container-spec.ts";
import type { Drift } from "../../../domain/container/drift.ts";
import { toCapability, type Capability } from "../../../domain/profile/capability.ts";
import type { Profile } from "../../../domain/profile/profile.ts";

/** A drift with the value that causes it; absent where a setting is missing. */
export interface LocatedDrift extends Drift {
  readonly setting?: Located<unknown>;
}

/** What image and engine decide where a container's spec has no value. */
export interface SpecDefaults {
  /** Of the image. */
  readonly imageUser: string;
  /** Of the engine. */
  readonly capabilities: readonly Capability[];
  readonly engine: "docker" | "podman";
}

/** `pointer`: its name in the engine's `inspect`. */
export function locatedDrift(
  drift: Omit<Drift, "pointer">,
  pointer: string,
  setting: Located<unknown> | undefined,
): LocatedDrift {
  return { ...drift, pointer, ...(setting && { setting }) };
}

/** A drift as reports have it. */
export function toDrift({ field, direction, proven, actual, why: reason, pointer }: LocatedDrift): Drift {
  return { field, direction, proven, actual, why: reason, pointer };
}

/** A limit that holds; undefined for none, and for one that comes from a variable. */
export function limitOf(setting: Located<number> | undefined): number | undefined {
  return setting === undefined || setting.value <= 0 || Number.isNaN(setting.value) ? undefined : setting.value;
}

/** Capabilities that it adds beyond the required ones. */
export function extraCapabilities({ capAdd }: ContainerSpec, { capabilities }: Profile): readonly Located<string>[] {
  return capAdd.filter(({ value }) => !capabilities.required.some((name) => name === toCapability(value)));
}

/** Whether a list of capabilities has `ALL`. */
export function hasAll(list: readonly Located<string>[]): boolean {
  return list.some(({ value }) => /^(?:CAP_)?ALL$/i.test(value));
}
