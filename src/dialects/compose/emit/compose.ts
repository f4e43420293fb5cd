import { shownEnv, suppliedBy } from "../../../secrets/env-by-name.ts";
import { soleLayers } from "../../../data/default-seccomp/sole-layers.ts";
import type { Loss } from "../../../domain/profile/loss.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { Emitter, EmitOptions } from "../../emitter.ts";
import { containerFields } from "../../losses/container-fields.ts";
import { lossesOf, type EveryField } from "../../losses/every-field.ts";
import { apiTmpfsLosses, inlineListLosses } from "../../losses/podman-api-losses.ts";
import { lossLines } from "../../losses/loss-lines.ts";
import type { TargetVersions } from "../../versions/target-version.ts";
import { byteSize, cpuCount } from "../../text/bytes.ts";
import { anonymousVolumeLines } from "../../text/anonymous-volume-lines.ts";
import { checkPaths } from "../../text/check-paths.ts";
import { heading } from "../../text/heading.ts";
import { preparation } from "../../text/preparation.ts";
import { publishedPorts } from "../../text/published-ports.ts";
import { reasons } from "../../text/reasons.ts";
import { seccompFile } from "../../text/restriction-flags.ts";
import { serviceName } from "../../text/service-name.ts";
import { stopSeconds } from "../../text/stop-seconds.ts";
import { tmpfsOptions } from "../../text/tmpfs-options.ts";
import { unreachedPorts } from "../../text/unreached-ports.ts";
import { volumeText } from "../../text/volume-text.ts";
import { writtenWord } from "../../text/word-references.ts";
import { yamlQuoted } from "../../text/yaml-text.ts";
import { byKey } from "../../../text/by-key.ts";
import { below } from "../../text/below.ts";

const versions: TargetVersions = {
  flag: "compose",
  product: "Docker Compose",
  default: "5.6",
  oldest: "2.0",
  newest: "5.6",
};

const fields: EveryField = {
  ...containerFields,
  seccomp: inlineListLosses,
  tmpfs: apiTmpfsLosses,
};

export default {
  name: "compose",
  title: "Compose file",
  says: "container",
  syntax: "text",
  always: ["compose.yaml"],
  place: 2,
  versions,
  emit: (profile, options = {}) => ({
    files: [{ name: "compose.yaml", what: "the same as a compose service", text: emitCompose(profile, options) }],
    losses: composeLosses(profile, options),
  }),
} satisfies Emitter;

function composeLosses(profile: Profile, options: EmitOptions): Loss[] {
  return lossesOf({ name: "compose", version: options.version ?? versions.default }, fields, profile, options);
}

/**
 * A Compose file with one service. Limits use the service's own keys (`mem_limit`, `cpus`, `pids_limit`), which
 * `docker compose` honours on a plain engine.
 * https://github.com/compose-spec/compose-spec/blob/main/05-services.md
 *
 * @throws Failure `bad-profile` for mount points and names that the keys cannot say.
 */
export function emitCompose(profile: Profile, options: EmitOptions = {}): string {
  checkPaths(profile);
  const memory = byteSize(profile.memoryBytes);
  const image = options.image ?? profile.image.name;
  const fieldReasons = reasons(profile, options.witnesses);
  const reasonComments = (field: string, value: string) =>
    fieldReasons
      .filter((reason) => reason.field === field && reason.value === value)
      .map(({ label, text }) => `# ${label}: ${text}`);
  const user = `${profile.user.uid}:${profile.user.gid}`;

  const network = profile.network ?? "private";
  const losses = composeLosses(profile, options);
  const headComments = [
    ...heading(profile),
    ...soleLayers(profile),
    ...anonymousVolumeLines(profile, {
      removal: "docker compose down -v (docker rm -v)",
      name: (path) => `NAME:${path}, and NAME under volumes`,
    }),
    ...unreachedPorts(profile),
    ...lossLines(losses),
    ...preparation(profile, options, losses),
  ];

  const service = [
    `image: ${quoted(image)}`,
    ...reasonComments("user", user),
    `user: ${quoted(user)}`,
    ...list("cap_drop", [["ALL"]]),
    ...list(
      "cap_add",
      profile.capabilities.required.map((name) => [...reasonComments("capabilities", name), name]),
    ),
    ...list("security_opt", [
      ...(profile.noNewPrivileges ? [["no-new-privileges:true"]] : []),
      ...(profile.seccomp === undefined ? [] : [[`seccomp=./${seccompFile}`]]),
    ]),
    ...(profile.noNewPrivileges ? [] : reasonComments("noNewPrivileges", "false")),
    ...(profile.readOnlyRootfs ? ["read_only: true"] : reasonComments("readOnlyRootfs", "false")),
    ...list(
      "tmpfs",
      profile.tmpfs.map((mount) => [...reasonComments("tmpfs", mount.path), quoted(tmpfsOptions(mount))]),
    ),
    `mem_limit: ${memory}`,
    "# The same as mem_limit: no swap.",
    `memswap_limit: ${memory}`,
    ...(profile.shmBytes === undefined ? [] : [`shm_size: ${byteSize(profile.shmBytes)}`]),
    ...(profile.cpus === undefined ? [] : [`cpus: ${cpuCount(profile.cpus)}`]),
    `pids_limit: ${profile.pids}`,
    ...below(
      "ulimits",
      (profile.ulimits ?? []).map(({ name, soft, hard }) => `${name}: { soft: ${soft}, hard: ${hard} }`),
    ),
    ...list(
      "devices",
      (profile.devices ?? []).map(({ path, permissions }) => [quoted(`${path}:${path}:${permissions}`)]),
    ),
    ...(profile.init ? ["init: true"] : []),
    ...(network === "private" ? [] : [`network_mode: ${network}`]),
    ...map("sysctls", profile.sysctls),
    ...environment(profile.workload.env),
    ...list(
      "ports",
      (network === "private" ? publishedPorts(profile) : []).map((port) => [
        quoted(`127.0.0.1:${port.replace("/udp", "")}:${port}`),
      ]),
    ),
    ...list("volumes", [
      ...profile.volumes.map((volume) => [quoted(volumeText(volume, profile))]),
      ...(profile.anonymousVolumes ?? []).map(({ path }) => [
        ...reasonComments("anonymousVolumes", path),
        quoted(path),
      ]),
    ]),
    ...(profile.workload.workdir === undefined ? [] : [`working_dir: ${quoted(profile.workload.workdir)}`]),
    ...words("entrypoint", profile.workload),
    ...words("command", profile.workload),
    ...(profile.workload.stop.signal === undefined ? [] : [`stop_signal: ${profile.workload.stop.signal}`]),
    ...stopSeconds(profile).map((seconds) => `stop_grace_period: ${seconds}s`),
  ];
  return [
    ...headComments.map((line) => `# ${line}`),
    "services:",
    `  ${serviceName(image)}:`,
    ...service.map((line) => `    ${line}`),
    ...(names(profile).length === 0 ? [] : ["volumes:", ...names(profile).map((name) => `  ${quoted(name)}: {}`)]),
    "",
  ].join("\n");
}

/** Each item is its comment lines, then its value. */
function list(key: string, items: readonly (readonly string[])[]): string[] {
  if (items.length === 0) return [];
  return [
    `${key}:`,
    ...items.flatMap((item) => [...item.slice(0, -1).map((line) => `  ${line}`), `  - ${item.at(-1)}`]),
  ];
}

function words(key: "entrypoint" | "command", workload: Profile["workload"]): string[] {
  const { [key]: commandWords } = workload;
  const quotedWords = commandWords?.map((word) =>
    yamlQuoted(writtenWord(word, workload, { text: doubled, supplied: required })),
  );
  return quotedWords === undefined ? [] : [`${key}: [${quotedWords.join(", ")}]`];
}

/** A variable of Compose's own, from `.env` or the environment; without it Compose refuses to start. */
function required(name: string): string {
  return `\${${name}:?it is not kept in this file}`;
}

function map(key: string, record: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(record).sort(byKey);
  return entries.length === 0
    ? []
    : [`${key}:`, ...entries.map(([name, value]) => `  ${quoted(name)}: ${quoted(value)}`)];
}

function environment(env: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(shownEnv(env)).sort(byKey);
  if (entries.length === 0) return [];
  return [
    "environment:",
    ...entries.map(([name, value]) => {
      const supplier = suppliedBy(value);
      return `  ${quoted(name)}: ${supplier === undefined ? quoted(value) : `"${required(supplier)}"`}`;
    }),
  ];
}

function names(profile: Profile): string[] {
  return [...new Set(profile.volumes.flatMap(({ name, from }) => (from === undefined ? [name] : [])))].sort();
}

function quoted(text: string): string {
  return yamlQuoted(doubled(text));
}

/** Compose would put a variable where `$` is. */
function doubled(text: string): string {
  return text.replaceAll("$", "$$$$");
}
