import { defaultCapabilities, toCapability, type Capability } from "../../domain/profile/capability.ts";
import type { RunLine } from "../../facts/container-spec/run-lines.ts";
import { isOn, valuesOf } from "../shared/run-line.ts";

/** The capability of a `--cap-drop` that the container would not have had anyway. */
export function neverGranted(line: RunLine, name: string): Capability | undefined {
  const capability = toCapability(name);
  if (capability === undefined || defaultCapabilities.some((granted) => granted === capability)) return undefined;
  return isOn(line, "privileged") || adds(line, capability) ? undefined : capability;
}

/** Every flag of the line is known, so leaving out what was never granted can change nothing. */
export function allFlagsKnown(line: RunLine): boolean {
  return line.kind === "command" && line.program === "docker" && !line.unknownFlags;
}

export function dropsAll(line: RunLine): boolean {
  return valuesOf(line, "cap-drop").some(isAll);
}

export function isAll(name: string): boolean {
  return /^(?:CAP_)?ALL$/i.test(name.trim());
}

function adds(line: RunLine, capability: Capability): boolean {
  const added = valuesOf(line, "cap-add").flatMap((value) => value.split(","));
  // A variable may hold any of them.
  return added.some((name) => /[$`]/.test(name) || isAll(name) || toCapability(name) === capability);
}
