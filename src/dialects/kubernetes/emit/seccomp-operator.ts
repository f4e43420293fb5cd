import type { Profile } from "../../../domain/profile/profile.ts";
import type { SeccompProfile } from "../../../domain/profile/seccomp.ts";
import type { Emitter, FieldLoss } from "../../emitter.ts";
import { appName } from "../pod/kube-names.ts";
import { aboutTheProof, lossesOf, type EveryField } from "../../losses/every-field.ts";
import { lossLines } from "../../losses/loss-lines.ts";
import seccomp from "../../seccomp/emit/seccomp.ts";
import { heading } from "../../text/heading.ts";
import { yamlText } from "../../text/yaml-text.ts";

const fields: EveryField = {
  ...aboutTheProof,
  seccomp: errnoLosses,
  image: "other",
  user: "other",
  capabilities: "other",
  noNewPrivileges: "other",
  readOnlyRootfs: "other",
  tmpfs: "other",
  volumes: "other",
  anonymousVolumes: "other",
  prepared: "other",
  memoryBytes: "other",
  shmBytes: "other",
  cpus: "other",
  pids: "other",
  ulimits: "other",
  devices: "other",
  init: "other",
  network: "other",
  ports: "other",
  sysctls: "other",
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

/** The Security Profiles Operator writes it to every node, as `operator/NAME.json` below the kubelet's folder. */
export default {
  name: "seccomp-operator",
  title: "SeccompProfile of the Security Profiles Operator",
  says: "calls",
  syntax: "text",
  always: [],
  asked: true,
  emit(profile, options = {}) {
    const losses = lossesOf({ name: "seccomp-operator" }, fields, profile, options);
    if (profile.seccomp === undefined) return { files: [], losses };
    const app = appName(options.image ?? profile.image.name);
    const comments = [
      ...heading(profile),
      ...lossLines(losses),
      `Pods name it so: seccompProfile: { type: Localhost, localhostProfile: operator/${app}.json }`,
    ];
    const object = yamlText({
      apiVersion: "security-profiles-operator.x-k8s.io/v1beta1",
      kind: "SeccompProfile",
      metadata: { name: app },
      spec: specOf(profile.seccomp),
    });
    const text = [...comments.map((line) => `# ${line}`), object, ""].join("\n");
    return { files: [{ name: "seccomp-profile.yaml", what: "the system calls that are allowed", text }], losses };
  },
  nothing: seccomp.nothing,
} satisfies Emitter;

/** Its API has the fields of the OCI runtime specification, but for the default's error. */
function specOf({ defaultAction, architectures, syscalls }: SeccompProfile) {
  return {
    defaultAction,
    architectures: [...architectures],
    syscalls: syscalls.map(({ names, action, errnoRet, args }) => ({
      names: [...names],
      action,
      errnoRet,
      args: args?.map(({ index, value, valueTwo, op }) => ({ index, value, valueTwo, op })),
    })),
  };
}

/** The default action returns EPERM (1). */
function errnoLosses({ seccomp: list }: Profile): readonly FieldLoss[] {
  if (list === undefined || list.defaultErrnoRet === 1) return [];
  return [
    {
      kind: "differs",
      code: "default-errno",
      field: "seccomp.defaultErrnoRet",
      wanted: String(list.defaultErrnoRet),
      got: "1",
      reason: "the operator's API has no error for calls that are not listed",
    },
  ];
}
