import type { Profile } from "../domain/profile/profile.ts";
import { soleLayers } from "../data/default-seccomp/sole-layers.ts";
import { toRestrictions } from "./text/to-restrictions.ts";
import type { Emitter, EmitOptions } from "./emitter.ts";
import { envFlags, flagText } from "./text/env-flags.ts";
import { checkPaths } from "./text/check-paths.ts";
import { heading } from "./text/heading.ts";
import { reasons } from "./text/reasons.ts";
import { byName, restrictionFlags, type Flag } from "./text/restriction-flags.ts";
import { preparation } from "./text/preparation.ts";
import { shellQuote } from "./text/shell-quote.ts";
import { volumeText } from "./text/volume-text.ts";

export interface DockerRunOptions extends EmitOptions {
  /** Default true: the line starts a service. */
  readonly detach?: boolean;
  /** On 127.0.0.1: the same port (default), one that the engine chooses, or none. */
  readonly publish?: "same" | "chosen" | "none";
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export default {
  name: "docker-run",
  title: "docker run line",
  says: "container",
  syntax: "text",
  always: ["docker-run.sh"],
  place: 1,
  files: (profile, options) => [
    {
      name: "docker-run.sh",
      what: "how to run it",
      text: emitDockerRun(profile, options),
      // docker reads the list of calls from the folder that it is called in.
      head: `#!/bin/sh\n${profile.seccomp === undefined ? "" : 'cd -- "$(dirname -- "$0")" || exit 1\n'}`,
      executable: true,
    },
  ],
} satisfies Emitter;

/**
 * A `docker run` line, one flag a line, ready for a POSIX shell; comments above it name the trials behind each privilege
 * that stays. Ports are published on 127.0.0.1 only: whether the world may reach them is not ours to decide.
 *
 * @throws Failure `bad-profile` for mount points and names that the flags cannot say.
 */
export function emitDockerRun(profile: Profile, options: DockerRunOptions = {}): string {
  checkPaths(profile);
  const kept = reasons(profile, options.witnesses).map(({ label, text }) => `  ${label}: ${text}`);
  const comments = [
    ...heading(profile),
    ...(kept.length > 0 ? ["What stays, and why:", ...kept] : []),
    ...soleLayers(profile),
    ...preparation(profile, options),
  ];
  const flags = flagsOf(profile, options).map(flagText);
  const image = shellQuote(options.image ?? profile.image.name);
  const { entrypoint = [], command = [] } = profile.workload;
  const words = [image, ...[...entrypoint.slice(1), ...command].map(shellQuote)].join(" ");
  return [...comments.map((line) => `# ${line}`), ["docker run", ...flags, words].join(" \\\n  "), ""].join("\n");
}

function flagsOf(profile: Profile, { detach = true, publish = "same", name, labels = {} }: DockerRunOptions): Flag[] {
  const network = profile.network ?? "private";
  const [program] = profile.workload.entrypoint ?? [];
  const publishes = publish !== "none" && network === "private";
  return [
    ...(detach ? [["--detach"] as const] : []),
    ...(name === undefined ? [] : [["--name", name] as const]),
    ...byName(labels).map(([key, value]): Flag => ["--label", `${key}=${value}`]),
    ...restrictionFlags(toRestrictions(profile)),
    ...envFlags(profile.workload.env),
    ...(publishes ? profile.ports.map((port): Flag => ["--publish", published(port, publish)]) : []),
    ...profile.volumes.map((volume): Flag => ["--volume", volumeText(volume)]),
    ...(profile.workload.stop.signal === undefined ? [] : [["--stop-signal", profile.workload.stop.signal] as const]),
    ...(program === undefined ? [] : [["--entrypoint", program] as const]),
  ];
}

function published(port: number, publish: "same" | "chosen"): string {
  return publish === "same" ? `127.0.0.1:${port}:${port}` : `127.0.0.1::${port}`;
}
