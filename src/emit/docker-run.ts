import type { Profile } from "../domain/profile/profile.ts";
import type { Loss } from "../domain/profile/loss.ts";
import { soleLayers } from "../data/default-seccomp/sole-layers.ts";
import { toRestrictions } from "./text/to-restrictions.ts";
import type { Emitter, EmitOptions } from "./emitter.ts";
import { companionLosses, ownerLosses, preparedLosses } from "./losses/deployment-losses.ts";
import { aboutTheProof, lossesOf, type EveryField } from "./losses/every-field.ts";
import { lossLines } from "./losses/loss-lines.ts";
import { atLeast, type TargetVersions } from "./target-version.ts";
import { envFlags, flagText } from "./text/env-flags.ts";
import { checkPaths } from "./text/check-paths.ts";
import { heading } from "./text/heading.ts";
import { publishedPorts } from "./text/published-ports.ts";
import { reasons } from "./text/reasons.ts";
import { byName, restrictionFlags, type Flag } from "./text/restriction-flags.ts";
import { preparation } from "./text/preparation.ts";
import { shellQuote } from "./text/shell-quote.ts";
import { stopSeconds } from "./text/stop-seconds.ts";
import { volumeText } from "./text/volume-text.ts";

export interface DockerRunOptions extends EmitOptions {
  /** Default true: the line starts a service. */
  readonly detach?: boolean;
  /** On 127.0.0.1: the same port (default), one that the engine chooses, or none. */
  readonly publish?: "same" | "chosen" | "none";
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

const versions: TargetVersions = { flag: "docker", product: "Docker", default: "29", oldest: "20.10", newest: "29" };

const fields: EveryField = {
  ...aboutTheProof,
  image: "said",
  user: "said",
  capabilities: "said",
  seccomp: "said",
  noNewPrivileges: "said",
  readOnlyRootfs: "said",
  tmpfs: "said",
  memoryBytes: "said",
  shmBytes: "said",
  cpus: "said",
  pids: "said",
  ulimits: "said",
  devices: "said",
  init: "said",
  network: "said",
  ports: "said",
  sysctls: "said",
  volumes: ownerLosses,
  prepared: preparedLosses,
  "workload.env": "said",
  "workload.entrypoint": "said",
  "workload.workdir": "said",
  "workload.command": "said",
  "workload.stop": "said",
  "workload.ports": "said",
  "workload.companions": companionLosses,
  // Without companions no one is on them.
  "workload.networks": "about",
  "workload.aliases": "about",
};

export default {
  name: "docker-run",
  title: "docker run line",
  says: "container",
  syntax: "text",
  always: ["docker-run.sh"],
  place: 1,
  versions,
  emit: (profile, options = {}) => ({
    files: [
      {
        name: "docker-run.sh",
        what: "how to run it",
        text: emitDockerRun(profile, options),
        // docker reads the list of calls from the folder that it is called in.
        head: `#!/bin/sh\n${profile.seccomp === undefined ? "" : 'cd -- "$(dirname -- "$0")" || exit 1\n'}`,
        executable: true,
      },
    ],
    losses: dockerRunLosses(profile, options),
  }),
} satisfies Emitter;

function dockerRunLosses(profile: Profile, options: EmitOptions): Loss[] {
  return lossesOf({ name: "docker-run", version: options.version ?? versions.default }, fields, profile, options);
}

/**
 * A `docker run` line, one flag a line, ready for a POSIX shell; comments above it name the trials behind each privilege
 * that stays. Ports are published on 127.0.0.1 only: whether the world may reach them is not ours to decide.
 *
 * @throws Failure `bad-profile` for mount points and names that the flags cannot say.
 */
export function emitDockerRun(profile: Profile, options: DockerRunOptions = {}): string {
  checkPaths(profile);
  const kept = reasons(profile, options.witnesses).map(({ label, text }) => `  ${label}: ${text}`);
  const losses = dockerRunLosses(profile, options);
  const comments = [
    ...heading(profile),
    ...(kept.length > 0 ? ["What stays, and why:", ...kept] : []),
    ...soleLayers(profile),
    ...lossLines(losses),
    ...preparation(profile, options, losses),
  ];
  const flags = flagsOf(profile, options).map(flagText);
  const image = shellQuote(options.image ?? profile.image.name);
  const { entrypoint = [], command = [] } = profile.workload;
  const words = [image, ...[...entrypoint.slice(1), ...command].map(shellQuote)].join(" ");
  return [...comments.map((line) => `# ${line}`), ["docker run", ...flags, words].join(" \\\n  "), ""].join("\n");
}

function flagsOf(profile: Profile, options: DockerRunOptions): Flag[] {
  const { detach = true, publish = "same", name, labels = {}, version = versions.default } = options;
  const network = profile.network ?? "private";
  const { entrypoint, workdir, stop } = profile.workload;
  const publishes = publish !== "none" && network === "private";
  return [
    ...(detach ? [["--detach"] as const] : []),
    ...(name === undefined ? [] : [["--name", name] as const]),
    ...byName(labels).map(([key, value]): Flag => ["--label", `${key}=${value}`]),
    ...restrictionFlags(toRestrictions(profile)),
    ...envFlags(profile.workload.env),
    ...(publishes ? publishedPorts(profile).map((port): Flag => ["--publish", published(port, publish)]) : []),
    ...profile.volumes.map((volume): Flag => volumeFlag(volumeText(volume), version)),
    ...(stop.signal === undefined ? [] : [["--stop-signal", stop.signal] as const]),
    ...stopSeconds(profile).map((seconds): Flag => ["--stop-timeout", String(seconds)]),
    ...(workdir === undefined ? [] : [["--workdir", workdir] as const]),
    // Without a word it takes away the image's own.
    ...(entrypoint === undefined ? [] : [["--entrypoint", entrypoint[0] ?? ""] as const]),
  ];
}

function published(port: string, publish: "same" | "chosen"): string {
  return publish === "same" ? `127.0.0.1:${port.replace("/udp", "")}:${port}` : `127.0.0.1::${port}`;
}

/** Before Docker 23 a folder had to be named from the root on. */
function volumeFlag(volume: string, version: string): Flag {
  if (!/^\.\.?(?:\/|:)/.test(volume) || atLeast(version, "23.0")) return ["--volume", volume];
  return ["--volume", `"$PWD"/${shellQuote(volume)}`, true];
}
