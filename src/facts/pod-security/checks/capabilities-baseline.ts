import type { PodSecurityCheck } from "../pod-security-check.ts";

/** Docker's default set without NET_RAW; names are compared as text. */
const allowed: ReadonlySet<string> = new Set(
  "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT".split(
    " ",
  ),
);

export const capabilitiesBaseline: PodSecurityCheck = {
  id: "capabilities_baseline",
  level: "baseline",
  since: 0,
  breaches: ({ containers }) =>
    containers.flatMap(({ context, title }) =>
      context
        .texts("capabilities", "add")
        .filter(({ value }) => !allowed.has(value))
        .map((capability) => ({ ...capability, says: `${title} adds the capability ${capability.value}` })),
    ),
};
