import { shownEnv, suppliedBy } from "../../../secrets/env-by-name.ts";
import { soleLayers } from "../../../data/default-seccomp/sole-layers.ts";
import type { Loss } from "../../../domain/profile/loss.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { Emitter, EmitOptions } from "../../emitter.ts";
import { containerFields } from "../../losses/container-fields.ts";
import { volumeLosses } from "../../losses/deployment-losses.ts";
import { lossesOf, type EveryField } from "../../losses/every-field.ts";
import { lossLines } from "../../losses/loss-lines.ts";
import {
  ambientLosses,
  emptyWordLosses,
  newAtEachStart,
  podmanTmpfsLosses,
  readOnlyDevLosses,
  relativeLosses,
} from "../../losses/podman-losses.ts";
import { podmanVersions } from "../../versions/podman-versions.ts";
import { checkPaths } from "../../text/check-paths.ts";
import { heading } from "../../text/heading.ts";
import { podmanImage } from "../../run-line/print/podman-image.ts";
import { preparation } from "../../text/preparation.ts";
import { publishedPorts } from "../../text/published-ports.ts";
import { doubled, execWord, hasKey, quadletLine, quotedWord, writtenLine } from "../../text/quadlet-line.ts";
import { quadletRestrictions } from "../../text/quadlet-restrictions.ts";
import { reasons } from "../../text/reasons.ts";
import { byName } from "../../text/restriction-flags.ts";
import { serviceName } from "../../text/service-name.ts";
import { stopSeconds } from "../../text/stop-seconds.ts";
import { unreachedPorts } from "../../text/unreached-ports.ts";
import { wordSuppliers, writtenWord } from "../../text/word-references.ts";
import { volumeText } from "../../text/volume-text.ts";

const versions = podmanVersions;

const fields: EveryField = {
  ...containerFields,
  capabilities: ambientLosses,
  readOnlyRootfs: (profile, { version }) => readOnlyDevLosses(profile, version, hasKey(version, "ReadOnlyTmpfs")),
  tmpfs: podmanTmpfsLosses,
  volumes: (profile, { version }) => [...volumeLosses(profile), ...relativeLosses(profile, version)],
  anonymousVolumes: newAtEachStart,
  "workload.command": emptyWordLosses,
};

export default {
  name: "quadlet",
  title: "Quadlet unit for Podman under systemd",
  says: "container",
  syntax: "text",
  always: [],
  asked: true,
  versions,
  emit: (profile, options = {}) => {
    const losses = lossesOf({ name: "quadlet", version: versionOf(options) }, fields, profile, options);
    const name = `${serviceName(options.image ?? profile.image.name)}.container`;
    return { files: [{ name, what: "the same as a Quadlet unit", text: unitText(profile, options, losses) }], losses };
  },
} satisfies Emitter;

/**
 * A `.container` unit for this version of Podman: keys that it knows, and flags of `podman run` for the rest. A key that a version does not know
 * costs the whole unit. podman-systemd.unit(5)
 *
 * @throws Failure `bad-profile` for mount points and names that the keys cannot say.
 */
function unitText(profile: Profile, options: EmitOptions, losses: readonly Loss[]): string {
  checkPaths(profile);
  const version = versionOf(options);
  const image = options.image ?? profile.image.name;
  const name = serviceName(image);
  const companionFiles = { seccomp: `${name}.seccomp.json`, env: `${name}.env`, words: `${name}.service.env` };
  const reasonLines = reasons(profile, options.witnesses).map(({ label, text }) => `  ${label}: ${text}`);
  const comments = [
    ...heading(profile),
    `Written for Podman ${version}`,
    ...(reasonLines.length > 0 ? ["What stays, and why:", ...reasonLines] : []),
    ...soleLayers(profile),
    ...unreachedPorts(profile),
    ...lossLines(losses),
    ...preparation(profile, options, losses, companionFiles),
  ];
  const { stop, ready, workdir } = profile.workload;
  const slow = stopSeconds(profile).filter((seconds) => seconds > systemdSeconds - 10);
  const service = [
    // systemd puts these into the command line, not into the container's environment.
    ...(wordSuppliers(profile.workload).length > 0
      ? [`EnvironmentFile=%E/containers/systemd/${companionFiles.words}`]
      : []),
    ...(ready.kind === "ended" ? ["Type=oneshot"] : []),
    // The engine's own wait comes first.
    ...slow.map((seconds) => `TimeoutStopSec=${seconds + 10}`),
  ];
  const line = (key: string, flag: string, value: string) => quadletLine(version, key, flag, value);
  return [
    ...comments.map((text) => `# ${text}`),
    "[Unit]",
    `Description=${name}`,
    "",
    "[Container]",
    `Image=${unitImage(image, profile)}`,
    ...quadletRestrictions(profile, version, `%E/containers/systemd/${companionFiles.seccomp}`),
    ...environmentLines(profile, companionFiles.env),
    ...(profile.network === undefined || profile.network === "private"
      ? publishedPorts(profile).map((port) =>
          line("PublishPort", "publish", `127.0.0.1:${port.replace("/udp", "")}:${port}`),
        )
      : []),
    ...profile.volumes.map((volume) => line("Volume", "volume", volumeText(volume, profile))),
    ...(profile.anonymousVolumes ?? []).map(({ path }) => line("Volume", "volume", path)),
    ...(workdir === undefined ? [] : [line("WorkingDir", "workdir", workdir)]),
    ...(stop.signal === undefined ? [] : [line("StopSignal", "stop-signal", stop.signal)]),
    ...stopSeconds(profile).map((seconds) => line("StopTimeout", "stop-timeout", String(seconds))),
    ...commandLines(profile, version),
    ...(service.length > 0 ? ["", "[Service]", ...service] : []),
    ...(ready.kind === "ended" ? [] : ["", "[Install]", "WantedBy=multi-user.target default.target"]),
    "",
  ].join("\n");
}

/** DefaultTimeoutStopSec=, systemd-system.conf(5). */
const systemdSeconds = 90;

function versionOf({ version = versions.default }: EmitOptions): string {
  return version;
}

/** Never read as the name of another unit. */
function unitImage(image: string, profile: Profile): string {
  const name = podmanImage(image, profile);
  return /\.(?:image|build)$/.test(name) ? `${name}:latest` : name;
}

/** Values that may be secret are in a separate file, and Podman refuses to start without it. */
function environmentLines({ workload: { env } }: Profile, file: string): string[] {
  const variables = byName(shownEnv(env));
  const shownVariables = variables.filter(([, value]) => suppliedBy(value) === undefined);
  return [
    ...shownVariables.map(([name, value]) => `Environment=${execWord(`${name}=${value}`)}`),
    ...(shownVariables.length === variables.length ? [] : [`EnvironmentFile=./${file}`]),
  ];
}

/** Without words, an entrypoint removes the image's. More than one word, or an empty one, are JSON. */
function commandLines({ workload }: Profile, version: string): string[] {
  const { entrypoint, command = [] } = workload;
  const write = { text: doubled, supplied: (name: string) => `\${${name}}` };
  const specifierText = (word: string) => writtenWord(word, workload, write);
  const exec = (words: readonly string[]) =>
    words.length === 0 ? [] : [`Exec=${words.map((word) => quotedWord(specifierText(word))).join(" ")}`];
  const empty = command.indexOf("");
  if (entrypoint === undefined) return exec(empty === -1 ? command : command.slice(0, empty));
  // Exec= cannot contain an empty word.
  const whole = empty === -1 ? entrypoint : [...entrypoint, ...command];
  const commandLine = empty === -1 ? exec(command) : [];
  const [program = ""] = whole;
  if (whole.length === 0) return ["PodmanArgs=--entrypoint=", ...commandLine];
  const isOne = whole.length === 1 && program !== "" && !program.startsWith("[");
  const words = isOne ? specifierText(program) : JSON.stringify(whole.map(specifierText));
  return [writtenLine(version, "Entrypoint", "entrypoint", words), ...commandLine];
}
