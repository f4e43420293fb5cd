import type { Restrictions } from "../domain/profile.ts";
import type { Workload } from "../domain/workload.ts";
import { tmpfsOptions } from "../emit/text/tmpfs-options.ts";
import type { ContainerSpec } from "../sources/engine/types.ts";

/** The container of one trial. */
export function containerSpec(image: string, workload: Workload, restrictions: Restrictions): ContainerSpec {
  const { user, dropAll, addCapabilities, noNewPrivileges, readOnlyRootfs, tmpfs, memoryBytes, cpus, pids, seccomp } =
    restrictions;
  return {
    image,
    name: "trial",
    env: workload.env,
    volumes: workload.volumes,
    ports: portsOf(workload),
    ...(user === undefined ? {} : { user }),
    ...(dropAll === true ? { capDrop: ["ALL"] } : {}),
    ...(addCapabilities === undefined ? {} : { capAdd: addCapabilities }),
    ...(noNewPrivileges === undefined ? {} : { noNewPrivileges }),
    ...(readOnlyRootfs === undefined ? {} : { readOnlyRootfs }),
    ...(tmpfs === undefined ? {} : { tmpfs: tmpfsMap(tmpfs) }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(cpus === undefined ? {} : { cpus }),
    ...(pids === undefined ? {} : { pids }),
    ...(seccomp === undefined ? {} : { seccomp: JSON.stringify(seccomp) }),
  };
}

/** Container ports that the workload reaches from outside, in rising order. */
export function portsOf(workload: Workload): number[] {
  const ports = new Set<number>();
  const { ready } = workload;
  if (ready.kind === "http" || ready.kind === "tcp") ports.add(ready.port);
  for (const step of workload.steps) if (step.kind === "http") ports.add(step.port);
  return [...ports].toSorted((a, b) => a - b);
}

/** The very text that is emitted later, so that what was proven is what is run. */
function tmpfsMap(tmpfs: NonNullable<Restrictions["tmpfs"]>): Record<string, string> {
  return Object.fromEntries(tmpfs.map((mount) => [mount.path, tmpfsOptions(mount).slice(mount.path.length + 1)]));
}
