import type { ContainerSpec } from "../../../domain/container/container-spec.ts";
import { defaultCapabilities, toCapability, type Capability } from "../../../domain/profile/capability.ts";
import { isOn } from "../../shared/container.ts";

type Drops = Pick<ContainerSpec, "capAdd" | "capDrop" | "privileged">;

/** The capability of a drop that the container would not have had anyway. */
export function neverGranted(container: Drops, name: string): Capability | undefined {
  const capability = toCapability(name);
  if (capability === undefined || defaultCapabilities.some((granted) => granted === capability)) return undefined;
  return isOn(container.privileged) || adds(container, capability) ? undefined : capability;
}

export function dropsAll({ capDrop }: Drops): boolean {
  return capDrop.some(({ value }) => isAll(value));
}

export function isAll(name: string): boolean {
  return /^(?:CAP_)?ALL$/i.test(name.trim());
}

function adds({ capAdd }: Drops, capability: Capability): boolean {
  // A variable may hold any of them.
  return capAdd.some(({ value }) => /[$`]/.test(value) || isAll(value) || toCapability(value) === capability);
}
