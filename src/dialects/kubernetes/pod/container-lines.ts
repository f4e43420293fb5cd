import type { Profile } from "../../../domain/profile/profile.ts";
import { byKey } from "../../../text/by-key.ts";
import { shownEnv, suppliedBy } from "../../../secrets/env-by-name.ts";
import type { EmitOptions } from "../../emitter.ts";
import { milliCpus } from "../../text/bytes.ts";
import { publishedPorts } from "../../text/published-ports.ts";
import { reasons } from "../../text/reasons.ts";
import { writtenWord } from "../../text/word-references.ts";
import { yamlQuoted } from "../../text/yaml-text.ts";
import { wordVariables } from "./word-variables.ts";
import { refusesEscalation } from "./kube-losses.ts";
import { bytes, doubled, items, literal } from "./kube-lines.ts";
import { appName, seccompPath } from "./kube-names.ts";
import { isPodRootReadOnly } from "./pod-directories.ts";
import { podVolumes } from "./pod-volumes.ts";
import { below } from "../../text/below.ts";

/**
 * The container of the pod. A patch removes privileges beyond the profile, and keeps other fields of the object
 * (volumes, secrets, probes).
 */
export function containerLines(profile: Profile, options: EmitOptions, patch: boolean): string[] {
  const image = options.image ?? profile.image.name;
  const { entrypoint, command, workdir } = profile.workload;
  const app = appName(image);
  // Without an entrypoint the command is the program; an empty list would count as none.
  const hasEmptyEntrypoint = entrypoint !== undefined && entrypoint.length === 0;
  // A half that only the profile sets is not combined with the object's other half.
  const ofOther = patch && (entrypoint !== undefined || command !== undefined);
  return [
    `name: ${app}`,
    `image: ${yamlQuoted(image)}`,
    ...words("command", hasEmptyEntrypoint ? command : entrypoint, profile.workload, ofOther && "null"),
    ...words("args", hasEmptyEntrypoint ? undefined : command, profile.workload, ofOther && "null"),
    ...(workdir === undefined ? [] : [`workingDir: ${yamlQuoted(workdir)}`]),
    ...environment(profile, app, patch),
    ...ports(profile, patch),
    ...below("resources", [
      patch
        ? "# The API refuses a request above them: lower it in the object."
        : "# Requests are the same where nothing else is said.",
      ...below("limits", [
        `memory: ${bytes(profile.memoryBytes)}`,
        ...(profile.cpus === undefined ? [] : [`cpu: ${milliCpus(profile.cpus)}`]),
      ]),
    ]),
    ...(patch ? [] : readiness(profile)),
    ...below("securityContext", [...(patch ? takenAway : []), ...securityContext(profile, options, app, patch)]),
    ...items(
      "volumeMounts",
      podVolumes(profile, options, patch).map(({ name, path, readOnly, why }) => ({
        why,
        lines: [
          `name: ${name}`,
          `mountPath: ${yamlQuoted(path)}`,
          ...(readOnly ? ["readOnly: true"] : []),
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

function securityContext(profile: Profile, options: EmitOptions, app: string, patch: boolean): string[] {
  const { user, capabilities, noNewPrivileges, seccomp } = profile;
  const fieldReasons = reasons(profile, options.witnesses);
  const reasonComments = (field: string, value: string): string[] =>
    fieldReasons
      .filter((reason) => reason.field === field && reason.value === value)
      .map(({ label, text }) => `# ${label}: ${text}`);
  return [
    ...reasonComments("user", `${user.uid}:${user.gid}`),
    `runAsUser: ${user.uid}`,
    `runAsGroup: ${user.gid}`,
    `runAsNonRoot: ${user.uid !== 0}`,
    ...reasonComments("noNewPrivileges", "false"),
    ...(refusesEscalation(profile)
      ? patch
        ? ["allowPrivilegeEscalation: null"]
        : []
      : [`allowPrivilegeEscalation: ${!noNewPrivileges}`]),
    ...reasonComments("readOnlyRootfs", "false"),
    `readOnlyRootFilesystem: ${isPodRootReadOnly(profile)}`,
    ...below("capabilities", [
      "drop: [ALL]",
      // A list that is not named would stay in the object.
      ...(patch && capabilities.required.length === 0 ? ["add: null"] : []),
      ...items(
        "add",
        capabilities.required.map((name) => ({ why: reasonComments("capabilities", name), lines: [name] })),
      ),
    ]),
    ...below(
      "seccompProfile",
      seccomp === undefined
        ? ["type: RuntimeDefault", ...(patch ? ["localhostProfile: null"] : [])]
        : ["type: Localhost", `localhostProfile: ${seccompPath(app)}`],
    ),
  ];
}

function environment({ workload }: Profile, app: string, patch: boolean): string[] {
  const env = shownEnv(workload.env);
  const fromSecret = (name: string, key: string) => {
    const from = below("secretKeyRef", [`name: ${app}`, `key: ${yamlQuoted(key)}`]);
    return { lines: [`name: ${yamlQuoted(name)}`, ...below("valueFrom", from)] };
  };
  const envLines = Object.entries(env)
    .sort(byKey)
    .flatMap(([name, value]) => {
      const supplier = suppliedBy(value);
      if (supplier !== undefined) return patch ? [] : [fromSecret(name, supplier)];
      return [
        { lines: [`name: ${yamlQuoted(name)}`, `value: ${literal(value)}`, ...(patch ? ["valueFrom: null"] : [])] },
      ];
    });
  return items("env", [...envLines, ...wordVariables(workload).map((name) => fromSecret(name, name))]);
}

/** Its ports; only a Service or an Ingress exposes them. */
function ports(profile: Profile, patch: boolean): string[] {
  if ((profile.network ?? "private") === "none") return [];
  return items(
    "ports",
    publishedPorts(profile).map((port) => {
      const [number = "", protocol = "tcp"] = port.split("/");
      return {
        lines: [
          `containerPort: ${number}`,
          ...(protocol === "tcp" ? [] : [`protocol: ${protocol.toUpperCase()}`]),
          ...(patch ? ["hostPort: null", "hostIP: null"] : []),
        ],
      };
    }),
  );
}

/** The readiness probe of the trials. */
function readiness({ workload: { ready } }: Profile): string[] {
  if (ready.kind === "tcp") return below("readinessProbe", below("tcpSocket", [`port: ${ready.port}`]));
  if (ready.kind !== "http" || ready.status < 200 || ready.status >= 400) return [];
  const headers = Object.entries(ready.headers ?? {});
  // A manifest is no place for a password, and without it the probe would always fail.
  if (headers.some(([name]) => /auth|cookie|key|token|secret/i.test(name))) return [];
  const headerLines = headers.map(([name, value]) => `- { name: ${yamlQuoted(name)}, value: ${yamlQuoted(value)} }`);
  const lines = [`path: ${yamlQuoted(ready.path)}`, `port: ${ready.port}`];
  return below("readinessProbe", below("httpGet", [...lines, ...below("httpHeaders", headerLines)]));
}

function words(
  key: string,
  wordList: readonly string[] | undefined,
  workload: Profile["workload"],
  absent: string | false,
): string[] {
  if (wordList === undefined || wordList.length === 0) return absent === false ? [] : [`${key}: ${absent}`];
  const write = { text: doubled, supplied: (name: string) => `$(${name})` };
  return [`${key}: [${wordList.map((word) => yamlQuoted(writtenWord(word, workload, write))).join(", ")}]`];
}
