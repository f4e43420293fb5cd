import type { Severity } from "../../../domain/finding/finding.ts";
import type { Capability } from "../../../domain/profile/capability.ts";

/** What root in the container can do with it, by how far that goes: code in the host's kernel, the host's settings and secrets, its time and memory. */
export const capabilityGrades: Readonly<Partial<Record<Capability, readonly [Severity, string]>>> = {
  SYS_ADMIN: ["error", "it mounts file systems and enters namespaces, which is the way out of most containers"],
  SYS_MODULE: ["error", "it loads code into the host's kernel"],
  SYS_RAWIO: ["error", "it reads and writes the machine's ports and memory"],
  NET_ADMIN: [
    "warning",
    "it changes interfaces, routes and packet filters; with the host's network, those of the host",
  ],
  BPF: ["warning", "it loads programs into the host's kernel that see what all others do"],
  PERFMON: ["warning", "it traces the host's kernel and reads its memory"],
  SYS_BOOT: ["warning", "it may start another kernel in place of the host's"],
  SYS_TIME: ["warning", "it sets the clock of the whole host"],
  SYSLOG: ["warning", "it reads the kernel's log, and with it addresses that an exploit needs"],
  SYS_PTRACE: [
    "warning",
    "it reads and changes every process it sees; with the host's pid namespace, those of the host",
  ],
  DAC_READ_SEARCH: ["warning", "it opens files by their handle, also those of the host outside of the container"],
  SYS_NICE: ["info", "it takes CPU time from everything else on the host"],
  IPC_LOCK: ["info", "it locks memory that the host can't swap out"],
  LEASE: ["info", "it holds up others that open its files"],
};
