import type { WrittenContainer } from "../../../domain/container-spec/written-container.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { PodSettings } from "../../../emit/kubernetes/pod-settings.ts";
import { itemsAt, mapAt, nodeAt, scalarAt, textAt } from "../../../formats/kubernetes/kube-node.ts";
import type { Pod, PodContainer } from "../../../formats/kubernetes/pods-of.ts";
import { withoutSlash } from "../../../text/cut.ts";
import type { KeptLoss } from "./kept-otherwise.ts";

interface Meant {
  readonly settings: PodSettings;
  readonly profile: Profile;
  readonly pod: Pod;
  readonly one: PodContainer;
  readonly written: WrittenContainer;
}

/** Privileges of a manifest that no edit takes away: what the pod says for all of its containers, and what its volumes, ports and devices are. */
export function leftInManifest(meant: Meant): KeptLoss[] {
  return [...ofAllContainers(meant), ...ofItsOwn(meant)].map((loss) => ({ kind: "weaker", ...loss }));
}

type Left = Omit<KeptLoss, "kind">;

const ofThePod = "the manifest says so for all containers of the pod";

function ofAllContainers({ settings, pod, written }: Meant): Left[] {
  const groups = written.groups.map(({ value }) => value);
  const fsGroup = scalarAt(pod.spec, "securityContext", "fsGroup")?.value;
  if (settings.fsGroup === undefined && fsGroup !== undefined) groups.push(`${String(fsGroup)} (fsGroup)`);
  const annotation = `container.apparmor.security.beta.kubernetes.io/${written.name}`;
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
            reason: ofThePod,
            remedy: "Take them away where no other container and no volume needs them",
          },
        ]),
    ...(unconfined ? [module("apparmor", "AppArmor", "Unconfined")] : []),
    ...(label === "" ? [] : [module("selinux", "SELinux", label)]),
    ...(mapAt(pod.spec, "securityContext", "windowsOptions") === undefined
      ? []
      : [module("windows", "a container of its own", "windowsOptions")]),
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

/** Of the proof's assumptions: it ran under what the engine does by default. */
function module(what: string, wanted: string, got: string): Left {
  return {
    code: `left-${what}`,
    field: "assumptions",
    wanted: what === "windows" ? wanted : `${wanted} as the engine has it by default`,
    got,
    reason: ofThePod,
    remedy: "Take it away where no other container needs it",
  };
}

/** The parts of a label that are a privilege, as they are written; a level is how volumes are shared. */
export function seLinuxOf(of: Pod["spec"]): string {
  return ["type", "role", "user"]
    .flatMap((part) => {
      const said = textAt(of, "securityContext", "seLinuxOptions", part);
      return said === undefined || said === "" ? [] : [`${part} ${said}`];
    })
    .join(", ");
}

function ofItsOwn({ settings, profile, pod, one, written }: Meant): Left[] {
  const given = new Set(
    [...settings.memory, ...profile.volumes, ...(profile.anonymousVolumes ?? [])].map(({ path }) => withoutSlash(path)),
  );
  const mounts = written.mounts.filter(({ value: { path } }) => !given.has(withoutSlash(path)));
  const devices = [
    ...itemsAt(one.node, "volumeDevices").flatMap((each) => textAt(each, "devicePath") ?? []),
    ...itemsAt(one.node, "resources", "claims").flatMap((each) => textAt(each, "name") ?? []),
    ...[...(mapAt(one.node, "resources", "limits")?.entries.keys() ?? [])].filter((name) => name.includes("/")),
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
    ...(written.ports.length === 0 || hostNetwork
      ? []
      : [
          {
            code: "left-host-ports",
            field: "ports",
            wanted: "no ports of the node",
            got: `hostPort ${written.ports.map(({ value: { published = "" } }) => published).join(", ")}`,
            reason: "who reaches the node may need them",
            remedy: "Let a Service reach the container, and take hostPort away",
          },
        ]),
  ];
}
