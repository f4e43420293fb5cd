import { defaultCapabilities, type Capability } from "../../domain/profile/capability.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import { allowedUnder, callsOf } from "../seccomp/seccomp-floor.ts";
import { isNoWider, never } from "../seccomp/seccomp-allowed.ts";
import { defaultFloors } from "./floors.ts";

/** Docker's template of docker-default (moby/profiles, apparmor/template.go, read 2026-11-27): `deny mount`, and ptrace of its own only. */
const heldByAppArmor: readonly string[] = ["mount", "ptrace"];

/**
 * Single layers of protection: capabilities beyond the default set open syscalls in the engine's filter, which then
 * only the profile's list refuses, or, if the list allows them or is missing, AppArmor or nothing. Returns sentences;
 * none for a profile without such capabilities.
 */
export function soleLayers({ capabilities, seccomp }: Pick<Profile, "capabilities" | "seccomp">): string[] {
  const usual: readonly Capability[] = defaultCapabilities;
  const beyond = capabilities.required.filter((name) => !usual.includes(name));
  if (beyond.length === 0) return [];
  const place = { architectures: ["amd64"], kernel: "6.0" };
  const [usualFloor] = defaultFloors({ engine: "docker", version: "9999" }, { ...place, capabilities: usual });
  const profileCalls = seccomp && callsOf(seccomp);
  return beyond.flatMap((capability) => {
    const [widenedFloor] = defaultFloors(
      { engine: "docker", version: "9999" },
      { ...place, capabilities: [...usual, capability] },
    );
    if (usualFloor === undefined || widenedFloor === undefined) return [];
    const opened = [...widenedFloor.calls.keys()]
      .filter((name) => !isNoWider(allowedUnder(widenedFloor, name), allowedUnder(usualFloor, name)))
      .toSorted();
    const stillAllowed =
      profileCalls === undefined
        ? opened
        : opened.filter((name) => !isNoWider(profileCalls.get(name) ?? never, allowedUnder(usualFloor, name)));
    const refused = opened.filter((name) => !stillAllowed.includes(name));
    const heldBack = stillAllowed.filter((name) => heldByAppArmor.includes(name));
    const open = stillAllowed.filter((name) => !heldBack.includes(name));
    return [
      ...(refused.length > 0
        ? [
            `Only the list of system calls holds back ${refused.join(", ")}: with ${capability} the engine's own filter allows it.`,
          ]
        : []),
      ...(heldBack.length > 0
        ? [`Only AppArmor or SELinux, where the engine has one, holds back ${heldBack.join(", ")} with ${capability}.`]
        : []),
      ...(open.length > 0 ? [`No filter holds back ${open.join(", ")} with ${capability}.`] : []),
    ];
  });
}
