import type { ContainerSpec } from "../../../domain/container/container-spec.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { locatedDrift, type LocatedDrift, type SpecDefaults } from "./located-drift.ts";

/**
 * Kernel settings in the container's own namespaces: those that the proof needs but are absent, and those added since.
 * Podman does not report them (`podman inspect`, 5.4): no drift is reported there.
 */
export function sysctlDrift(
  { sysctls: proven }: Profile,
  container: ContainerSpec,
  { engine }: SpecDefaults,
): LocatedDrift[] {
  if (engine === "podman") return [];
  const usual = usualOf(container);
  const requestedSysctls = new Map(container.sysctls.map(({ value: { name, value } }) => [name, value]));
  const effectiveSysctls = new Map([...usual, ...requestedSysctls]);
  const at = (name: string) => container.sysctls.find(({ value }) => value.name === name);
  const provenDrift = Object.entries(proven).flatMap(([name, value]) => {
    const actual = effectiveSysctls.get(name);
    if (actual !== undefined && (inWords(actual) === inWords(value) || letsAll(name, actual, value))) return [];
    const drift = {
      field: "sysctls",
      direction: actual === undefined ? "narrower" : "other",
      proven: `${name}=${value}`,
      actual: actual === undefined ? "the kernel's own value" : `${name}=${actual}`,
      why: "it was proven with this setting of the kernel, and may break without it",
    } as const;
    return [locatedDrift(drift, `HostConfig.Sysctls.${name}`, at(name))];
  });
  const names = new Set(Object.keys(proven));
  const additions = [...requestedSysctls].flatMap(([name, value]) => {
    const defaultValue = usual.get(name);
    if (names.has(name) || (defaultValue !== undefined && inWords(defaultValue) === inWords(value))) return [];
    const drift = {
      field: "sysctls",
      direction: "other",
      proven: `no ${name}`,
      actual: `${name}=${value}`,
      why: "it was proven without this setting of the kernel",
    } as const;
    return [locatedDrift(drift, `HostConfig.Sysctls.${name}`, at(name))];
  });
  return [...provenDrift, ...additions];
}

/**
 * The engine's settings for a container with a separate network: Docker lets each bind low ports and ping (moby, daemon/oci_linux.go, since 20.10). With the host's
 * network it is the host's value.
 */
function usualOf({ network }: ContainerSpec): ReadonlyMap<string, string> {
  if (network?.value === "host" || network?.value.startsWith("container:") === true) return new Map();
  return new Map([
    ["net.ipv4.ip_unprivileged_port_start", "0"],
    ["net.ipv4.ping_group_range", "0 2147483647"],
  ]);
}

/** Docker lets each container's groups ping: a narrower proven range is the request for other engines. */
function letsAll(name: string, actual: string, proven: string): boolean {
  if (name !== "net.ipv4.ping_group_range") return false;
  const [[from, to], [first, last]] = [range(actual), range(proven)];
  return from <= first && last <= to;
}

function range(value: string): readonly [first: number, last: number] {
  const [, first, last] = /^(\d{1,10}) (\d{1,10})$/u.exec(inWords(value)) ?? [];
  return [Number(first), Number(last)];
}

/** The kernel accepts any white space between the numbers of one setting. */
function inWords(value: string): string {
  return value.trim().split(/\s+/u).join(" ");
}
