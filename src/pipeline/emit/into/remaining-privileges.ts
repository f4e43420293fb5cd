import type { ContainerSpec } from "../../../domain/container/container-spec.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { PodSettings } from "../../../dialects/kubernetes/pod/pod-settings.ts";
import { itemsAt, mapAt, nodeAt, scalarAt, textAt } from "../../../formats/kubernetes/kube-node.ts";
import type { Pod, PodContainer } from "../../../formats/kubernetes/pods-of.ts";
import { withoutSlash } from "../../../text/cut.ts";
import type { ManifestLoss } from "./kept-settings.ts";

interface ManifestProfile {
  readonly settings: PodSettings;
  readonly profile: Profile;
  readonly pod: Pod;
  readonly container: PodContainer;
  readonly spec: ContainerSpec;
}

/** Privileges of a manifest that no edit removes: pod-level settings of all containers, and volumes, ports and devices. */
export function remainingPrivileges(target: ManifestProfile): ManifestLoss[] {
  return [...podPrivileges(target), ...containerPrivileges(target)].map((loss) => ({ kind: "weaker", ...loss }));
}

type RemainingPrivilege = Omit<ManifestLoss, "kind">;

const podReason = "the manifest says so for all containers of the pod";

function podPrivileges({ settings, pod, spec }: ManifestProfile): RemainingPrivilege[] {
  const groups = spec.groups.map(({ value }) => value);
  const fsGroup = scalarAt(pod.spec, "securityContext", "fsGroup")?.value;
  if (settings.fsGroup === undefined && fsGroup !== undefined) groups.push(`${String(fsGroup)} (fsGroup)`);
  const annotation = `container.apparmor.security.beta.kubernetes.io/${spec.name}`;
  const unconfined =
    textAt(pod.spec, "securityContext", "appArmorProfile", "type") === "Unconfined" ||
    textAt(pod.meta, "annotations", annotation) === "unconfined";
  const label = seLinuxOf(pod.spec);
  return [
    ...(groups.length === 0
      ? []
      : [
          {
            code: "left-groups",
            field: "user.gid",
            wanted: "no group beyond the user's own",
            got: `groups ${groups.join(", ")} as well`,
            reason: podReason,
            remedy: "Take them away where no other container and no volume needs them",
          },
        ]),
    ...(unconfined ? [securityModuleLoss("apparmor", "AppArmor", "Unconfined")] : []),
    ...(label === "" ? [] : [securityModuleLoss("selinux", "SELinux", label)]),
    ...(mapAt(pod.spec, "securityContext", "windowsOptions") === undefined
      ? []
      : [securityModuleLoss("windows", "a container of its own", "windowsOptions")]),
    ...(pod.containers.length < 2
      ? []
      : [
          {
            code: "left-containers",
            field: "network",
            wanted: "a network for this container alone",
            got: `shared with ${pod.containers.length - 1} other${pod.containers.length === 2 ? "" : "s"} of the pod`,
            reason: "other containers stay as they are",
            remedy: "Hold them to a profile of their own: --into takes one container after the other",
          },
        ]),
  ];
}

/** Loss of an assumption: the proof ran with the engine's default. */
function securityModuleLoss(option: string, expected: string, got: string): RemainingPrivilege {
  return {
    code: `left-${option}`,
    field: "assumptions",
    wanted: option === "windows" ? expected : `${expected} as the engine has it by default`,
    got,
    reason: podReason,
    remedy: "Take it away where no other container needs it",
  };
}

/** The privileged parts of a label; a level only separates volumes. */
export function seLinuxOf(of: Pod["spec"]): string {
  return ["type", "role", "user"]
    .flatMap((part) => {
      const label = textAt(of, "securityContext", "seLinuxOptions", part);
      return label === undefined || label === "" ? [] : [`${part} ${label}`];
    })
    .join(", ");
}

function containerPrivileges({ settings, profile, pod, container, spec }: ManifestProfile): RemainingPrivilege[] {
  const profilePaths = new Set(
    [...settings.memory, ...profile.volumes, ...(profile.anonymousVolumes ?? [])].map(({ path }) => withoutSlash(path)),
  );
  const mounts = spec.mounts.filter(({ value: { path } }) => !profilePaths.has(withoutSlash(path)));
  const devices = [
    ...itemsAt(container.node, "volumeDevices").flatMap((each) => textAt(each, "devicePath") ?? []),
    ...itemsAt(container.node, "resources", "claims").flatMap((each) => textAt(each, "name") ?? []),
    ...[...(mapAt(container.node, "resources", "limits")?.entries.keys() ?? [])].filter((name) => name.includes("/")),
  ];
  const hostNetwork = nodeAt(pod.spec, "hostNetwork") !== undefined && !settings.without.includes("hostNetwork");
  return [
    ...(mounts.length === 0
      ? []
      : [
          {
            code: "left-mounts",
            field: "volumes",
            wanted: "nothing mounted beyond the profile's paths",
            got: mounts
              .map(({ value: { path, type, source, propagation } }) =>
                [
                  path,
                  ...(type === "bind" ? [`(${source ?? "a folder"} of the node)`] : []),
                  ...(propagation === undefined ? [] : [`(${propagation})`]),
                ].join(" "),
              )
              .join(", "),
            reason: "the volumes are the manifest's",
            remedy: "Take away what the service runs without: a folder of the node most of all",
          },
        ]),
    ...(devices.length === 0
      ? []
      : [
          {
            code: "left-devices",
            field: "devices",
            wanted: "no devices beyond the profile's",
            got: devices.join(", "),
            reason: "the manifest asks for them",
            remedy: "Take away what the service runs without",
          },
        ]),
    ...(spec.ports.length === 0 || hostNetwork
      ? []
      : [
          {
            code: "left-host-ports",
            field: "ports",
            wanted: "no ports of the node",
            got: `hostPort ${spec.ports.map(({ value: { published = "" } }) => published).join(", ")}`,
            reason: "who reaches the node may need them",
            remedy: "Let a Service reach the container, and take hostPort away",
          },
        ]),
  ];
}
