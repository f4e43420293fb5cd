import type { Loss } from "../../../domain/profile/loss.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { ContainerSpec } from "../../../domain/container/container-spec.ts";
import type { PodSettings } from "../../../dialects/kubernetes/pod/pod-settings.ts";
import { itemsAt, nodeAt, scalarAt, textAt } from "../../../formats/kubernetes/kube-node.ts";
import type { Pod } from "../../../formats/kubernetes/pods-of.ts";
import { withoutSlash } from "../../../text/cut.ts";
import { shownEnv } from "../../../secrets/env-by-name.ts";

/** A loss before its target is named. */
export type ManifestLoss = Omit<Loss, "target">;

/** Losses where the manifest keeps its own setting: pod-level settings belong to all of its containers. */
export function lossesOfKeptSettings(
  { fsGroup, sysctls, memory, directories, pod: podFields }: PodSettings,
  { workload }: Profile,
  pod: Pod,
  createRequest: ContainerSpec,
): ManifestLoss[] {
  const { spec, containers } = pod;
  const losses: ManifestLoss[] = [];
  const group = scalarAt(spec, "securityContext", "fsGroup")?.value;
  if (fsGroup !== undefined && group !== undefined && group !== fsGroup)
    losses.push({
      kind: "stronger",
      code: "fs-group",
      field: "user.gid",
      wanted: `what is mounted belongs to group ${fsGroup}`,
      got: `to group ${String(group)}, as the pod says for all of its containers`,
      reason: "a pod has one fsGroup",
      remedy: "Look whether the container's user may write what is mounted",
    });
  if (fsGroup !== undefined && group === undefined && containers.length > 1)
    losses.push({
      kind: "differs",
      code: "fs-group",
      field: "user.gid",
      wanted: `group ${fsGroup} for this container's mounts`,
      got: "for the mounts of all containers of the pod",
      reason: "a pod has one fsGroup",
    });
  const forAll = podFields.filter(([path]) => nodeAt(spec, ...path) === undefined);
  if (forAll.length > 0 && containers.length > 1)
    losses.push({
      kind: "differs",
      code: "for-all-containers",
      field: "assumptions",
      wanted: `${forAll.map(([path, value]) => `${path.join(".")}: ${String(value)}`).join(", ")} for this container`,
      got: "for all containers of the pod",
      reason: "a pod says it once",
      remedy: "Take away what another container needs, such as the token with which it asks the API server",
    });
  for (const [path, value] of podFields) {
    const podField = nodeAt(spec, ...path);
    if (podField?.kind !== "scalar" || podField.value === value) continue;
    losses.push({
      kind: "weaker",
      code: `kept-${path.at(-1) ?? ""}`,
      field: "assumptions",
      wanted: `${path.join(".")}: ${String(value)}`,
      got: `${path.join(".")}: ${podField.written}`,
      reason: "the manifest says so for all containers of the pod",
      remedy: `Set it to ${String(value)} where no other container needs it`,
    });
  }
  for (const { path, sizeLimit } of memory) {
    const existingMount = createRequest.mounts.find(
      ({ value }) => withoutSlash(value.path) === withoutSlash(path),
    )?.value;
    if (existingMount === undefined || (existingMount.type === "tmpfs" && !existingMount.readOnly)) continue;
    losses.push({
      kind: existingMount.readOnly ? "stronger" : "differs",
      code: "mount-of-its-own",
      field: "tmpfs",
      wanted: `${path} in memory, ${sizeLimit} at most`,
      got: `what the manifest mounts there${existingMount.readOnly ? ", read-only" : ""}`,
      reason: "one place holds one mount, and the volumes are the manifest's",
      remedy: existingMount.readOnly
        ? "Take readOnly away: the container writes there"
        : "Look whether it may grow without a limit",
    });
  }
  for (const path of directories) {
    const existingMount = createRequest.mounts.find(
      ({ value }) => withoutSlash(value.path) === withoutSlash(path),
    )?.value;
    if (existingMount?.readOnly !== true) continue;
    losses.push({
      kind: "stronger",
      code: "mount-of-its-own",
      field: "anonymousVolumes",
      wanted: `a writable ${path}`,
      got: "what the manifest mounts there, read-only",
      reason: "one place holds one mount, and the volumes are the manifest's",
      remedy: "Take readOnly away: the container writes there",
    });
  }
  for (const { name, value } of sysctls) {
    const podSysctl = sysctlOf(pod, name);
    if (podSysctl === undefined || podSysctl === value) continue;
    losses.push({
      kind: "differs",
      code: "sysctl-of-its-own",
      field: `sysctls.${name}`,
      wanted: `${name}=${value}`,
      got: `${name}=${podSysctl}`,
      reason: "the manifest says so for all containers of the pod",
    });
  }
  const presentVariables = new Set(createRequest.env.map((variable) => variable.value.name));
  const absent = Object.keys(shownEnv(workload.env)).filter((name) => !presentVariables.has(name));
  if (absent.length > 0)
    losses.push({
      kind: "moved",
      code: "env-of-its-own",
      field: "workload.env",
      wanted: `the variables ${absent.toSorted().join(", ")}`,
      reason: "variables are the manifest's, and it may get them from elsewhere",
      remedy: `the container has ${absent.toSorted().join(", ")}`,
    });
  const command = workload.command?.join(" ");
  if (command !== undefined && createRequest.command?.value.join(" ") !== command)
    losses.push({
      kind: "moved",
      code: "command-of-its-own",
      field: "workload.command",
      wanted: command,
      reason: "the command is the manifest's",
      remedy: "the container runs this command",
    });
  return losses;
}

/** The pod's value of a kernel setting. */
export function sysctlOf({ spec }: Pod, name: string): string | undefined {
  const sysctl = itemsAt(spec, "securityContext", "sysctls").find((item) => textAt(item, "name") === name);
  return sysctl && String(scalarAt(sysctl, "value")?.value ?? "");
}
