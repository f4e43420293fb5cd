import type { Capability } from "../../../domain/profile/capability.ts";

/** prctl(2): PR_CAPBSET_DROP and PR_SET_SECUREBITS. */
const prctlWithCapability = [24, 28];

const byCall: ReadonlyMap<string, Capability> = new Map([
  ...["setuid", "setreuid", "setresuid"].map((call) => [call, "SETUID"] as const),
  ...["setgid", "setregid", "setresgid", "setgroups"].map((call) => [call, "SETGID"] as const),
  ["chroot", "SYS_CHROOT"],
  ["prctl", "SETPCAP"],
]);

/**
 * The capability with which a call exceeds the rights of an ordinary process; undefined if there is none
 * (capabilities(7)). `option` is the first argument of prctl; without it, an option that needs a capability is assumed.
 */
export function credentialCapability(call: string, option?: number): Capability | undefined {
  if (call === "prctl" && option !== undefined && !prctlWithCapability.includes(option)) return undefined;
  return byCall.get(call);
}
