import type { Profile } from "../../../domain/profile/profile.ts";
import type { FieldLoss } from "../../emitter.ts";
import { aboutTheProof, type EveryField } from "../../losses/every-field.ts";
import { rootLosses } from "../pod/pod-directories.ts";
import { visible } from "../../text/visible.ts";

const none = (): readonly FieldLoss[] => [];

/** How a policy on pods handles each field. It enforces confinement; program, arguments and environment are free. */
export const policyFields: EveryField = {
  ...aboutTheProof,
  image: ({ image }) => [
    {
      kind: "weaker",
      code: "any-image",
      wanted: visible(image.name, 120),
      got: "any image",
      reason: "it holds pods to how they are run, not to what they run",
      remedy: "Admit images by digest or signature with a policy beside it",
    },
  ],
  user: "said",
  capabilities: "said",
  noNewPrivileges: escalation,
  readOnlyRootfs: rootLosses,
  seccomp: ({ seccomp }) =>
    seccomp === undefined
      ? []
      : [
          {
            kind: "weaker",
            code: "seccomp-content",
            wanted: `a list of ${seccomp.syscalls.reduce((sum, { names }) => sum + names.length, 0)} system calls`,
            got: "a file of that name, whatever is in it",
            reason: "a policy sees the name of the file and never its content",
            remedy: "Let the Security Profiles Operator write it: hullproof emit PROFILE --to seccomp-operator",
          },
        ],
  tmpfs: ({ tmpfs }) =>
    tmpfs.map(({ path, mode, exec }, at) => ({
      kind: "weaker",
      code: "tmpfs-options",
      field: `tmpfs[${at}].mode`,
      wanted: `mode ${mode}${exec === true ? "" : " and noexec"} at ${path}`,
      got: "mode 777, and programs may be run from it",
      reason: "an emptyDir has neither",
    })),
  volumes: "said",
  anonymousVolumes: "said",
  prepared: "other",
  memoryBytes: (profile) => [
    ephemeral(profile, "memory"),
    ...(profile.cpus === undefined ? [] : [{ ...ephemeral(profile, "CPU"), field: "cpus" } as const]),
  ],
  cpus: none,
  shmBytes: "said",
  pids: ({ pids }) => [
    {
      kind: "dropped",
      code: "pids",
      wanted: `${pids} tasks`,
      reason: "a pod has no such limit",
      remedy: `Set podPidsLimit: ${pids} in the kubelet's configuration`,
    },
  ],
  ulimits: ({ ulimits = [] }) =>
    ulimits.map(({ name, soft, hard }, at) => ({
      kind: "dropped",
      code: "ulimit",
      field: `ulimits[${at}]`,
      wanted: `${name}=${soft}:${hard}`,
      reason: "a pod has no such limits",
    })),
  devices: ({ devices = [] }) =>
    devices.map(({ path, permissions }, at) => ({
      kind: "weaker",
      code: "device",
      field: `devices[${at}]`,
      wanted: `${path} with ${permissions}`,
      got: "any device",
      reason: "plugins give devices under names of their own",
    })),
  init: "other",
  network: ({ network }) =>
    network === "none"
      ? [
          {
            kind: "weaker",
            code: "network-none",
            wanted: "no network",
            got: "the network of the cluster",
            reason: "every pod has one",
            remedy: "Refuse all traffic with a NetworkPolicy",
          },
        ]
      : [],
  ports: "said",
  sysctls: "said",
  "workload.env": "other",
  "workload.entrypoint": "other",
  "workload.workdir": "other",
  "workload.command": "other",
  "workload.stop": "other",
  "workload.ports": "other",
  "workload.companions": "other",
  "workload.networks": "other",
  "workload.aliases": "other",
};

function escalation({ noNewPrivileges, capabilities }: Profile): readonly FieldLoss[] {
  if (!noNewPrivileges || !capabilities.required.includes("SYS_ADMIN")) return [];
  return [
    {
      kind: "weaker",
      code: "escalation-with-sys-admin",
      wanted: "no new privileges",
      reason: "the API server refuses allowPrivilegeEscalation: false beside CAP_SYS_ADMIN",
    },
  ];
}

function ephemeral({ memoryBytes, cpus }: Profile, resource: "memory" | "CPU"): FieldLoss {
  return {
    kind: "weaker",
    code: "ephemeral-limits",
    wanted: resource === "memory" ? `${Math.ceil(memoryBytes)} bytes` : `${cpus} CPUs`,
    got: "no limit for ephemeral containers",
    reason: "the API takes no resources of an ephemeral container",
    remedy: "Let no one update pods/ephemeralcontainers who need not",
  };
}
