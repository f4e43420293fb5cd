import { keySince } from "../../data/quadlet/key-since.ts";
import { quadletKeys } from "../../data/quadlet/quadlet-keys.ts";
import type { Span } from "../../domain/finding/span.ts";
import { ownValue } from "../../domain/own-value.ts";
import type { UnitFile } from "../../formats/quadlet/unit-file.ts";
import { entriesOf, lastValue } from "../../formats/quadlet/unit-values.ts";
import { lastPart } from "../../text/cut.ts";

/** Why Podman's generator rejects a unit, with the location. */
export interface QuadletRefusal {
  readonly problem: string;
  readonly file: string;
  readonly span: Span;
}

/** The required group of a unit, by its extension. */
const groups: Readonly<Record<string, string>> = {
  container: "Container",
  pod: "Pod",
  volume: "Volume",
  network: "Network",
  image: "Image",
  build: "Build",
  kube: "Kube",
};

/**
 * Refusals of a Podman version's generator: it then drops the whole unit, and systemd knows no service of that name
 * (initServiceUnitFile and ConvertContainer of pkg/systemd/quadlet/quadlet.go). `isKnown`: whether a version has a key
 * introduced in `since`.
 */
export function quadletRefusals(
  unit: UnitFile,
  version: { readonly name: string; readonly has: (since: string) => boolean },
): readonly QuadletRefusal[] {
  const ending = lastPart(unit.file).split(".").at(-1) ?? "";
  const group = ownValue(groups, ending) ?? "Container";
  return [
    ...unit.problems.map(({ message, file, span }) => ({ problem: `the line is ${message}`, file, span })),
    ...[group, "Quadlet"].flatMap((groupName) => unknownKeys(unit, groupName, version)),
    ...(group === "Container" ? ofContainer(unit) : []),
  ];
}

function unknownKeys(
  unit: UnitFile,
  group: string,
  { name, has }: Parameters<typeof quadletRefusals>[1],
): QuadletRefusal[] {
  // Before 5.3 the group was not read.
  if (group === "Quadlet" && !has("5.3")) return [];
  return entriesOf(unit, group).flatMap(({ key, keySpan, file }) => {
    const since = keySince(group, key);
    if (since !== undefined && has(since)) return [];
    const suggestion = ownValue(quadletKeys, group) === undefined ? "" : similar(group, key);
    const message =
      since === undefined
        ? `no version knows the key ${key} in [${group}]${suggestion}`
        : `${key} in [${group}] came with Podman ${since}`;
    return [{ problem: since === undefined ? message : `${message}, and this is for ${name}`, file, span: keySpan }];
  });
}

/** A key with different case. */
function similar(group: string, key: string): string {
  const groupKeys = Object.values(ownValue(quadletKeys, group) ?? {}).flatMap((names) => names.split(" "));
  const similarKey = groupKeys.find((candidate) => candidate.toLowerCase() === key.toLowerCase());
  return similarKey === undefined ? "" : `: it is ${similarKey}`;
}

function ofContainer(unit: UnitFile): QuadletRefusal[] {
  const group = unit.groups.get("Container");
  if (group === undefined) return [];
  const at = (key: string, from = "Container") => lastValue(unit, from, key);
  const isSet = (key: string): boolean => (at(key)?.value ?? "") !== "";
  const whole = { file: unit.file, span: group.span };
  const place = (key: string, from?: string) => {
    const value = at(key, from);
    return value === undefined ? whole : { file: value.file, span: value.entry.span };
  };
  const kill = at("KillMode", "Service")?.value;
  const type = at("Type", "Service")?.value;
  const pod = at("Pod")?.value ?? "";
  return [
    ...(isSet("Image") || isSet("Rootfs") ? [] : [{ problem: "it names neither an Image nor a Rootfs", ...whole }]),
    ...(isSet("Image") && isSet("Rootfs")
      ? [{ problem: "Image and Rootfs exclude each other", ...place("Rootfs") }]
      : []),
    ...(isSet("Group") && !isSet("User") ? [{ problem: "a Group needs a User", ...place("Group") }] : []),
    ...(kill === undefined || kill === "mixed" || kill === "control-group"
      ? []
      : [{ problem: "KillMode must be mixed or control-group", ...place("KillMode", "Service") }]),
    ...(type === undefined || type === "notify" || type === "oneshot"
      ? []
      : [{ problem: "Type must be notify or oneshot", ...place("Type", "Service") }]),
    ...(pod === "" || pod.endsWith(".pod") ? [] : [{ problem: "Pod names a .pod unit", ...place("Pod") }]),
  ];
}
