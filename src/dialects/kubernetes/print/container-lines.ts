import { milliCpus } from "../../text/bytes.ts";
import { below, items } from "../../text/below.ts";
import { wordSuppliers, writtenWord } from "../../text/word-references.ts";
import { yamlQuoted } from "../../text/yaml-text.ts";
import { bytes, doubled, literal } from "../pod/kube-lines.ts";
import { seccompPath } from "../pod/kube-names.ts";
import type { PodSpec } from "./pod-spec.ts";

/** The container of the pod. */
export function containerLines(spec: PodSpec, patch: boolean): string[] {
  const { entrypoint, command, workingDir, exists } = spec;
  // Without an entrypoint the command is the program; an empty list would count as none.
  const hasEmptyEntrypoint = entrypoint !== undefined && entrypoint.length === 0;
  // A half that only the profile sets is not combined with the object's other half.
  const ofOther = patch && (entrypoint !== undefined || command !== undefined);
  return [
    `name: ${spec.app}`,
    `image: ${yamlQuoted(spec.image)}`,
    ...words("command", hasEmptyEntrypoint ? command : entrypoint, spec, ofOther && "null"),
    ...words("args", hasEmptyEntrypoint ? undefined : command, spec, ofOther && "null"),
    ...(workingDir === undefined ? [] : [`workingDir: ${yamlQuoted(workingDir)}`]),
    ...(spec.tty ? ["tty: true"] : []),
    ...(spec.stdin ? ["stdin: true"] : []),
    ...environment(spec, patch),
    ...ports(spec, patch),
    ...below("resources", [
      ...(exists
        ? []
        : [
            patch
              ? "# The API refuses a request above them: lower it in the object."
              : "# Requests are the same where nothing else is said.",
          ]),
      ...resources(spec),
    ]),
    ...(patch ? [] : spec.probe),
    ...below("securityContext", [...(patch ? takenAway : []), ...securityContext(spec, patch)]),
    ...items(
      "volumeMounts",
      spec.volumes.map(({ name, path, readOnly, why, more = [] }) => ({
        ...(why && { why }),
        lines: [
          `name: ${name}`,
          `mountPath: ${yamlQuoted(path)}`,
          ...(readOnly ? ["readOnly: true"] : []),
          ...more,
          ...(patch ? otherMount : []),
        ],
      })),
    ),
  ];
}

/**
 * For a patch: the container was proven under the engine's default, which null restores. An explicit default differs:
 * nodes without AppArmor refuse it.
 */
const takenAway = [
  "privileged: null",
  "procMount: null",
  "appArmorProfile: null",
  "seLinuxOptions: null",
  "windowsOptions: null",
];

/** For a patch, which merges mounts by their path: replaces the object's mount at this path. */
const otherMount = [
  "readOnly: null",
  "recursiveReadOnly: null",
  "subPath: null",
  "subPathExpr: null",
  "mountPropagation: null",
];

function resources({ memoryBytes, memoryReservationBytes, cpus }: PodSpec): string[] {
  return [
    ...below("limits", [
      ...(memoryBytes === undefined ? [] : [`memory: ${bytes(memoryBytes)}`]),
      ...(cpus === undefined ? [] : [`cpu: ${milliCpus(cpus)}`]),
    ]),
    ...below("requests", memoryReservationBytes === undefined ? [] : [`memory: ${bytes(memoryReservationBytes)}`]),
  ];
}

function securityContext(spec: PodSpec, patch: boolean): string[] {
  const { user = "", capDrop = [], capAdd = [], privileged, readOnly, mayEscalate, exists, appArmor } = spec;
  const because = (field: string, value: string) => spec.reasonComments?.(field, value) ?? [];
  const [uid = "", gid = ""] = user.split(":");
  return [
    ...(privileged === true ? ["privileged: true"] : []),
    ...because("user", user),
    ...(/^\d+$/.test(uid) ? [`runAsUser: ${uid}`] : []),
    ...(/^\d+$/.test(gid) ? [`runAsGroup: ${gid}`] : []),
    ...(exists ? [] : [`runAsNonRoot: ${Number(uid) !== 0}`]),
    ...because("noNewPrivileges", "false"),
    ...(mayEscalate === undefined
      ? patch
        ? ["allowPrivilegeEscalation: null"]
        : []
      : [`allowPrivilegeEscalation: ${mayEscalate}`]),
    ...because("readOnlyRootfs", "false"),
    ...(exists && readOnly !== true ? [] : [`readOnlyRootFilesystem: ${readOnly === true}`]),
    ...below("capabilities", [
      ...(capDrop.length === 0 ? [] : [`drop: [${capDrop.join(", ")}]`]),
      // A list without an entry in the patch would stay in the object.
      ...(patch && capAdd.length === 0 ? ["add: null"] : []),
      ...items(
        "add",
        capAdd.map((name) => ({ why: because("capabilities", name), lines: [name] })),
      ),
    ]),
    ...below("seccompProfile", privileged === true ? [] : seccompProfile(spec, patch)),
    ...(spec.unmasked === true ? ["procMount: Unmasked"] : []),
    ...below("seLinuxOptions", seLinux(spec.labels)),
    ...below("appArmorProfile", appArmor === "unconfined" ? ["type: Unconfined"] : []),
  ];
}

function seccompProfile({ hasSeccompFile, seccomp, app }: PodSpec, patch: boolean): string[] {
  if (hasSeccompFile === true) return ["type: Localhost", `localhostProfile: ${seccompPath(app)}`];
  if (seccomp === "unconfined") return ["type: Unconfined"];
  return ["type: RuntimeDefault", ...(patch ? ["localhostProfile: null"] : [])];
}

/** `type:x_t` has a separate field; `disable` has none. */
function seLinux(options: readonly string[] = []): string[] {
  return options.flatMap((option) => {
    const [, part = "", value = ""] = /^(type|level|user|role):(.+)$/.exec(option) ?? [];
    return part === "" ? [] : [`${part}: ${yamlQuoted(value)}`];
  });
}

/** A patch keeps values of the object that are supplied. */
function environment(spec: PodSpec, patch: boolean): string[] {
  const { env = [], app } = spec;
  const fromSecret = (name: string, key: string) => {
    const from = below("secretKeyRef", [`name: ${app}`, `key: ${yamlQuoted(key)}`]);
    return { lines: [`name: ${yamlQuoted(name)}`, ...below("valueFrom", from)] };
  };
  const variables = env.flatMap((variable) => {
    const { name } = variable;
    if ("supplier" in variable) return patch ? [] : [fromSecret(name, variable.supplier)];
    const lines = [`name: ${yamlQuoted(name)}`, `value: ${literal(variable.value)}`];
    return [{ lines: [...lines, ...(patch ? ["valueFrom: null"] : [])] }];
  });
  // Words of the command can only use variables of the container.
  const ofWords = wordSuppliers(spec).filter((name) => !env.some((variable) => variable.name === name));
  return items("env", [...variables, ...ofWords.map((name) => fromSecret(name, name))]);
}

/** Its ports; only a Service or an Ingress exposes them. */
function ports({ ports: published = [], expose = [] }: PodSpec, patch: boolean): string[] {
  const exposed = expose.map((port) => {
    const [target = "", protocol = "tcp"] = port.split("/");
    return { target, protocol };
  });
  return items(
    "ports",
    [...published, ...exposed].map(({ target, protocol }) => ({
      lines: [
        `containerPort: ${Number(target)}`,
        ...(protocol === "tcp" ? [] : [`protocol: ${protocol.toUpperCase()}`]),
        ...(patch ? ["hostPort: null", "hostIP: null"] : []),
      ],
    })),
  );
}

function words(key: string, wordList: readonly string[] | undefined, spec: PodSpec, absent: string | false): string[] {
  if (wordList === undefined || wordList.length === 0) return absent === false ? [] : [`${key}: ${absent}`];
  const write = { text: doubled, supplied: (name: string) => `$(${name})` };
  return [`${key}: [${wordList.map((word) => yamlQuoted(writtenWord(word, spec, write))).join(", ")}]`];
}
