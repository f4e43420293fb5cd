import type { ProvenOn } from "../../domain/profile/proven-on.ts";

/** `Docker Engine 26.1.5, runc 1.1.15, cgroup v1, Linux 6.12` */
export function machineText({ engine, runtime, cgroup, kernel }: ProvenOn): string {
  const runs = runtime.version === undefined ? runtime.name : `${runtime.name} ${runtime.version}`;
  return `${engine.name} ${engine.version}, ${runs === "" ? "its runtime" : runs}, cgroup v${cgroup.version}, Linux ${kernel}`;
}

/** `2026-11-28, to be proven again after 2027-02-26` */
export function dateText({ date, proveAgainAfter }: ProvenOn): string {
  return `${date}, to be proven again after ${proveAgainAfter}`;
}
