import { isSafeSysctl } from "../../../data/safe-sysctls.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { wordVariables } from "./word-variables.ts";
import { shownEnv, suppliedBy } from "../../../secrets/env-by-name.ts";
import { companionLosses, ownerLosses, preparedLosses } from "../../losses/deployment-losses.ts";
import { aboutTheProof, type EveryField } from "../../losses/every-field.ts";
import type { EmitOptions, FieldLoss } from "../../emitter.ts";
import { atLeast } from "../../versions/target-version.ts";
import { appName, kubeName, seccompPath } from "./kube-names.ts";
import { directoryLosses, rootLosses } from "./pod-directories.ts";
import { mountLosses } from "./mount-losses.ts";

type Options = EmitOptions & { readonly version: string };

/** How Kubernetes handles each field. */
export const kubeFields: EveryField = {
  ...aboutTheProof,
  image: "said",
  user: (_, { version }) => (atLeast(version, "1.33") ? [] : [imageGroups]),
  capabilities: "said",
  seccomp: seccompFile,
  noNewPrivileges: ({ noNewPrivileges, capabilities }) =>
    refusesEscalation(noNewPrivileges, capabilities.required) ? [escalation] : [],
  readOnlyRootfs: rootLosses,
  tmpfs: (profile) => mountLosses(profile, "tmpfs"),
  memoryBytes: "said",
  shmBytes: (profile) => mountLosses(profile, "shmBytes"),
  cpus: "said",
  pids: ({ pids }) => [
    {
      kind: "dropped",
      code: "pids",
      wanted: String(pids),
      reason: "a pod has no limit of processes of its own",
      remedy: `Set podPidsLimit of the kubelet to at least ${pids}: it holds for each pod of the node`,
    },
  ],
  ulimits: ({ ulimits = [] }) =>
    ulimits.map(({ name, soft, hard }, at) => ({
      kind: "dropped",
      code: "ulimit",
      field: `ulimits[${at}]`,
      wanted: `${name} ${soft}:${hard}`,
      reason: "a pod has no ulimits: containers have those of the node's container runtime",
      remedy: "Set it in the program's start script, as far as the runtime's hard limit lets it",
    })),
  devices: ({ devices = [] }) =>
    devices.map(({ path, permissions }, at) => ({
      kind: "dropped",
      code: "device",
      field: `devices[${at}]`,
      wanted: `${path} ${permissions}`,
      reason: "a container opens only the devices that a device plugin or a resource claim gives it",
      remedy: `Ask for it by the resource of a device plugin that hands out ${path}`,
    })),
  init: ({ init }) =>
    init === true
      ? [
          {
            kind: "dropped",
            code: "init",
            wanted: "an init process that reaps zombies and forwards signals",
            reason: "a pod can't ask for one",
            remedy: "Put one into the image, such as tini, and start the program with it",
          },
        ]
      : [],
  network: ({ network }) => (network === "none" ? [noNetwork] : []),
  ports: "said",
  sysctls: unsafeSysctls,
  volumes: (profile) => [...claims(profile), ...ownerLosses(profile)],
  anonymousVolumes: directoryLosses,
  prepared: preparedLosses,
  "workload.env": secretEnv,
  "workload.entrypoint": ({ workload }) => emptyEntrypoint(workload),
  "workload.command": "said",
  "workload.variables": wordLosses,
  "workload.workdir": "said",
  "workload.stop": ({ workload: { stop } }) =>
    stop.signal === undefined
      ? []
      : [
          {
            kind: "differs",
            code: "stop-signal",
            field: "workload.stop.signal",
            wanted: stop.signal,
            got: "the image's own",
            reason: "a pod says its stop signal only where the gate ContainerStopSignals is on",
            remedy: `Write STOPSIGNAL ${stop.signal} in the Dockerfile`,
          },
        ],
  "workload.ports": "said",
  "workload.companions": companionLosses,
  "workload.networks": "about",
  "workload.aliases": "about",
};

const imageGroups: FieldLoss = {
  kind: "weaker",
  code: "image-groups",
  wanted: "no group beyond the user's own",
  got: "those that /etc/group of the image has for this user as well",
  reason: "supplementalGroupsPolicy is on by default from 1.33",
  remedy: "Take the user out of the other groups of the image",
};

/** The API refuses `allowPrivilegeEscalation: false` together with this capability. */
export function refusesEscalation(noNewPrivileges: boolean | undefined, added: readonly string[]): boolean {
  return noNewPrivileges === true && added.includes("SYS_ADMIN");
}

export const escalation: FieldLoss = {
  kind: "weaker",
  code: "escalation-with-sys-admin",
  wanted: "no new privileges",
  got: "left out",
  reason: "the API refuses allowPrivilegeEscalation: false beside SYS_ADMIN",
};

const noNetwork: FieldLoss = {
  kind: "weaker",
  code: "network-none",
  wanted: "a network with loopback only",
  got: "a NetworkPolicy that allows nothing in or out",
  reason: "every pod has an interface, and only a network plugin that enforces policies holds it",
  remedy: "Look whether the cluster's network plugin enforces NetworkPolicy",
};

function seccompFile({ seccomp, image }: Profile, options: Options): FieldLoss[] {
  if (seccomp === undefined) return [];
  const path = seccompPath(appName(options.image ?? image.name));
  return [
    {
      kind: "moved",
      code: "seccomp-file",
      wanted: "the list of system calls",
      got: path,
      reason: "a kubelet reads it from its own node",
      remedy: `seccomp.json lies on every node as /var/lib/kubelet/seccomp/${path}: hullproof emit PROFILE --to seccomp`,
    },
  ];
}

function unsafeSysctls({ sysctls }: Profile, { version }: Options): FieldLoss[] {
  const minor = Number(version.split(".")[1]);
  return Object.keys(sysctls)
    .filter((name) => !isSafeSysctl(name, minor))
    .sort()
    .map((name) => ({
      kind: "moved",
      code: "unsafe-sysctl",
      field: `sysctls.${name}`,
      wanted: name,
      reason: "a kubelet refuses a pod with a sysctl that is not on its safe list",
      remedy: `the kubelets have --allowed-unsafe-sysctls=${name}`,
    }));
}

function claims({ volumes }: Profile): FieldLoss[] {
  return volumes.flatMap(({ name, path, from }, at): FieldLoss[] => {
    const claim = kubeName(name, "data");
    const holds = from === undefined ? "" : ` and holds what lies in ${from} here`;
    const needed: FieldLoss = {
      kind: "moved",
      code: "claim",
      field: `volumes[${at}]`,
      wanted: `${from ?? `a volume ${name}`} at ${path}`,
      got: `PersistentVolumeClaim ${claim}`,
      reason: from === undefined ? "its size is not known here" : "a folder of this machine lies on no node",
      remedy: `the PersistentVolumeClaim ${claim} exists${holds}`,
    };
    const seeded: FieldLoss = {
      kind: "differs",
      code: "volume-not-seeded",
      field: `volumes[${at}]`,
      wanted: `${path} filled from the image at the first start`,
      got: "an empty claim",
      reason: "Kubernetes copies nothing from the image into a volume",
    };
    return from === undefined ? [needed, seeded] : [needed];
  });
}

/** Names that supply environment variables whose values are not stored in files. */
export function secretNames({ workload }: Profile): readonly string[] {
  return Object.values(shownEnv(workload.env))
    .flatMap((value) => suppliedBy(value) ?? [])
    .sort();
}

function secretEnv(profile: Profile, options: Options): FieldLoss[] {
  return secretKeys(secretNames(profile), profile, options);
}

/** Values used in words, which the container gets as variables. */
function wordLosses(profile: Profile, options: Options): FieldLoss[] {
  const names = wordVariables(profile.workload);
  if (names.length === 0) return [];
  return [
    {
      kind: "differs",
      code: "word-variables",
      wanted: "values in words of the command alone",
      got: `in the environment as well: ${names.join(", ")}`,
      reason: "$(NAME) in a command is a variable of the container",
    },
    ...secretKeys(names, profile, options),
  ];
}

function secretKeys(names: readonly string[], profile: Profile, options: Options): FieldLoss[] {
  const app = appName(options.image ?? profile.image.name);
  if (names.length === 0) return [];
  return [
    {
      kind: "moved",
      code: "secret-env",
      wanted: `the values of ${names.join(", ")}`,
      got: `keys of the Secret ${app}`,
      reason: "values that may be secret are not written here",
      remedy: `the Secret ${app} has the keys ${names.join(", ")}`,
    },
  ];
}

/** Losses of a workload, and of an existing container. */
export function emptyEntrypoint({
  entrypoint,
  command = [],
}: Pick<Profile["workload"], "entrypoint" | "command">): FieldLoss[] {
  if (entrypoint === undefined || entrypoint.length > 0 || command.length > 0) return [];
  return [
    {
      kind: "dropped",
      code: "empty-entrypoint",
      wanted: "no entrypoint and no command",
      got: "the image's own",
      reason: "an empty list counts as none",
    },
  ];
}
