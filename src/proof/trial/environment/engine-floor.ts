import { ownValue } from "../../../domain/own-value.ts";
import { readFile } from "node:fs/promises";
import { defaultFloors } from "../../../data/default-seccomp/floors.ts";
import { defaultCapabilities, type Capability } from "../../../domain/profile/capability.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { resolveFloor, type FloorPlace } from "../../../data/seccomp/resolve-floor.ts";
import { goArchitectures, underFloors, type Floor, type Floored } from "../../../data/seccomp/seccomp-floor.ts";
import type { SeccompProfile } from "../../../domain/profile/seccomp.ts";
import type { Permit } from "../../../consent/decide.ts";
import { grantedBy } from "../../../consent/granted-calls.ts";
import type { Workload } from "../../../domain/workload/workload.ts";
import type { EngineInfo, EngineSession } from "../../../sources/engine/types.ts";
import { readFilter } from "../../../sources/engine/seccomp/read-filter.ts";

/** The default filters of a container, or the reason why they are unknown. */
export type EngineFloors = { readonly floors: readonly Floor[] } | { readonly reason: string };

/** Podman's search path for a filter before its built-in one (containers/common, pkg/config). */
const podmanFiles = ["/etc/containers/seccomp.json", "/usr/share/containers/seccomp.json"];
/** An administrator's filter has some 20 kB. */
const longest = 4 * 1024 * 1024;

/** Capabilities of a trial's container, as in `createRequest`. */
export function heldBy(restrictions: Restrictions, workload: Pick<Workload, "grants">): readonly Capability[] {
  const { dropAll, addCapabilities } = restrictions;
  if (dropAll === true) return addCapabilities ?? [];
  return [...new Set([...defaultCapabilities, ...(addCapabilities ?? workload.grants?.capabilities ?? [])])];
}

/**
 * The default filter of an engine for a container that holds `capabilities`: the published one of its version, or the
 * administrator's file, if it is on this machine. An engine with filters disabled is held to the published one, too.
 */
export async function engineFloors(
  session: EngineSession,
  capabilities: readonly Capability[],
  architectures: readonly string[],
): Promise<EngineFloors> {
  const { info } = session.engine;
  const place: FloorPlace = {
    capabilities,
    architectures: architectures.flatMap((architecture) => ownValue(goArchitectures, architecture) ?? []),
    kernel: info.kernel,
  };
  const isPodman = /podman/iu.test(info.name);
  const file = isPodman ? await podmanFile(session) : ownFile(info);
  if (file === undefined)
    return { floors: defaultFloors({ engine: isPodman ? "podman" : "docker", version: info.version }, place) };
  if (!info.sameKernel || !info.endpoint.startsWith("unix:"))
    return { reason: `the engine's default seccomp profile is ${file}, on another machine` };
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined || text.length > longest)
    return { reason: `the engine's default seccomp profile is ${file}, which can't be read` };
  const filter = readFilter(text);
  if (filter === undefined)
    return { reason: `the engine's default seccomp profile ${file} is in no form that is known` };
  return { floors: [resolveFloor(filter.rules, place, { ...filter, name: file })] };
}

/** The allowlist limited to what this engine allows; undefined, with the reason, if the engine's default must stay. */
export async function underEngine(
  session: EngineSession,
  list: SeccompProfile,
  capabilities: readonly Capability[],
  permit: Permit,
): Promise<Floored | { readonly reason: string }> {
  const floorLookup = await engineFloors(session, capabilities, list.architectures);
  if ("reason" in floorLookup) return floorLookup;
  const floored = underFloors(list, floorLookup.floors, grantedBy(permit));
  return floored ?? { reason: `the list is for ${list.architectures.join(", ")}, which no engine runs` };
}

/** The filter of a trial: an allowlist is never wider than the engine's default. */
export async function flooredRestrictions(
  session: EngineSession,
  restrictions: Restrictions,
  workload: Workload,
  permit: Permit,
): Promise<Restrictions> {
  const { seccomp, ...rest } = restrictions;
  if (seccomp === undefined) return restrictions;
  const floored = await underEngine(session, seccomp, heldBy(restrictions, workload), permit);
  if ("list" in floored) return { ...rest, seccomp: floored.list };
  session.note(`A list of system calls was not loaded, the engine's default profile stayed: ${floored.reason}.`);
  return rest;
}

/**
 * Path in Docker's option `name=seccomp,profile=/etc/docker/seccomp.json`; `builtin` (`default` before 23) and
 * `unconfined` are not paths.
 */
function ownFile({ securityOptions }: EngineInfo): string | undefined {
  const option = securityOptions.find((text) => text.startsWith("name=seccomp"));
  const profile = /,profile=([^,]*)/u.exec(option ?? "")?.[1] ?? "";
  return ["", "builtin", "default", "unconfined"].includes(profile) ? undefined : profile;
}

/** Podman does not report it like Docker (`profile=default`). */
async function podmanFile(session: EngineSession): Promise<string | undefined> {
  const info = await session.engine
    .call<{ host?: { security?: { seccompProfilePath?: string } } }>({ method: "GET", path: "/libpod/info" })
    .catch(() => undefined);
  const profilePath = info?.host?.security?.seccompProfilePath;
  if (profilePath !== undefined && profilePath !== "") return profilePath.startsWith("/") ? profilePath : undefined;
  if (!session.engine.info.sameKernel) return undefined;
  for (const file of podmanFiles) if ((await readFile(file, "utf8").catch(() => undefined)) !== undefined) return file;
  return undefined;
}
