import { realpath } from "node:fs/promises";
import { isAbsolute, relative } from "node:path";
import type { Capability } from "../domain/capability.ts";
import type { Workload } from "../domain/workload.ts";

/** Those that reach beyond the container's own namespaces, capabilities(7). */
const reaching: ReadonlySet<Capability> = new Set([
  "AUDIT_CONTROL",
  "BPF",
  "CHECKPOINT_RESTORE",
  "DAC_READ_SEARCH",
  "MAC_ADMIN",
  "MAC_OVERRIDE",
  "PERFMON",
  "SYSLOG",
  "SYS_ADMIN",
  "SYS_BOOT",
  "SYS_MODULE",
  "SYS_PTRACE",
  "SYS_RAWIO",
  "SYS_TIME",
]);

/** What a workload does to the machine it is called on, in words; empty for one that only uses containers. */
export async function hostNeeds(workload: Partial<Workload>): Promise<string[]> {
  const { steps = [], grants = {}, volumes = [], companions = [] } = workload;
  const handed = [...volumes, ...companions.flatMap((companion) => companion.volumes)].flatMap(
    ({ from }) => from ?? [],
  );
  const outside = await Promise.all(handed.map(isOutside));
  const capabilities = (grants.capabilities ?? []).filter((name) => reaching.has(name));
  return [
    ...steps.flatMap((step) => (step.kind === "run" ? [`runs \`${step.command.join(" ")}\` here`] : [])),
    ...(grants.network === "host" ? ["puts the container into the host's network"] : []),
    ...(capabilities.length > 0 ? [`grants ${capabilities.join(", ")}`] : []),
    ...(grants.devices ?? []).map(({ path }) => `hands the device ${path} to the container`),
    ...handed.filter((_, at) => outside[at]).map((from) => `hands ${from} to a container, from outside this folder`),
  ];
}

/** Of the folder in which hullproof was called, links resolved. */
async function isOutside(path: string): Promise<boolean> {
  const [folder, target] = await Promise.all([realpath("."), realpath(path).catch(() => undefined)]);
  // What does not exist is told when it is mounted.
  const way = target === undefined ? path : relative(folder, target);
  return isAbsolute(way) || way.split("/")[0] === "..";
}
