import type { Loss } from "../../../domain/profile/loss.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { soleLayers } from "../../../data/default-seccomp/sole-layers.ts";
import type { EmittedFile, EmitOptions } from "../../emitter.ts";
import { lossLines } from "../../losses/loss-lines.ts";
import { anonymousVolumeLines } from "../../text/anonymous-volume-lines.ts";
import { checkPaths } from "../../text/check-paths.ts";
import { envFlags, flagText } from "../../text/env-flags.ts";
import { heading } from "../../text/heading.ts";
import { preparation } from "../../text/preparation.ts";
import { publishedPorts } from "../../text/published-ports.ts";
import { reasons } from "../../text/reasons.ts";
import { byName, type Flag, restrictionFlags, type TmpfsText } from "../../text/restriction-flags.ts";
import { shellQuote } from "../../text/shell-quote.ts";
import { stopSeconds } from "../../text/stop-seconds.ts";
import { unreachedPorts } from "../../text/unreached-ports.ts";
import { toRestrictions } from "../../text/to-restrictions.ts";
import { shellWord } from "../../text/word-references.ts";
import { volumeText } from "../../text/volume-text.ts";

export interface RunLineOptions extends EmitOptions {
  /** Default true: the line starts a service. */
  readonly detach?: boolean;
  /** On 127.0.0.1: the same port (default), one that the engine chooses, or none. */
  readonly publish?: "same" | "chosen" | "none";
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Differences between clients. */
export interface Client {
  /** `docker run` */
  readonly program: string;
  readonly image: string;
  readonly tmpfs: TmpfsText;
  /** In addition to the losses of all clients. */
  readonly flags?: readonly Flag[];
  /** A volume, as `volumeText` writes it. */
  volume(text: string): Flag;
}

/**
 * A line that runs the profile, one flag a line, ready for a POSIX shell; comments above it name the trials behind each privilege
 * that stays. Ports are published on 127.0.0.1 only: whether the world may reach them is not ours to decide.
 *
 * @throws Failure `bad-profile` for mount points and names that the flags cannot say.
 */
export function runLine(profile: Profile, options: RunLineOptions, client: Client, losses: readonly Loss[]): string {
  checkPaths(profile);
  const reasonLines = reasons(profile, options.witnesses).map(({ label, text }) => `  ${label}: ${text}`);
  const comments = [
    ...heading(profile),
    ...(reasonLines.length > 0 ? ["What stays, and why:", ...reasonLines] : []),
    ...soleLayers(profile),
    ...anonymousVolumeLines(profile, {
      removal: `${client.program.replace("run", "rm")} -v`,
      name: (path) => `--volume NAME:${path}`,
    }),
    ...(options.publish === "none" ? [] : unreachedPorts(profile)),
    ...lossLines(losses),
    ...preparation(profile, options, losses),
  ];
  const flags = flagsOf(profile, options, client).map(flagText);
  const { workload } = profile;
  const { entrypoint = [], command = [] } = workload;
  const argumentWords = [...entrypoint.slice(1), ...command].map((word) => shellWord(word, workload));
  const words = [shellQuote(client.image), ...argumentWords].join(" ");
  return [...comments.map((line) => `# ${line}`), [client.program, ...flags, words].join(" \\\n  "), ""].join("\n");
}

/** The line as a script: the client reads the list of calls from the folder that it is called in. */
export function runFile(name: string, { seccomp }: Profile, text: string): EmittedFile {
  return {
    name,
    what: "how to run it",
    text,
    head: `#!/bin/sh\n${seccomp === undefined ? "" : 'cd -- "$(dirname -- "$0")" || exit 1\n'}`,
    executable: true,
  };
}

function flagsOf(profile: Profile, options: RunLineOptions, client: Client): Flag[] {
  const { detach = true, publish = "same", name, labels = {} } = options;
  const network = profile.network ?? "private";
  const { entrypoint, workdir, stop } = profile.workload;
  const publishes = publish !== "none" && network === "private";
  return [
    ...(detach ? [["--detach"] as const] : []),
    ...(name === undefined ? [] : [["--name", name] as const]),
    ...byName(labels).map(([key, value]): Flag => ["--label", `${key}=${value}`]),
    ...restrictionFlags(toRestrictions(profile), client.tmpfs),
    ...(client.flags ?? []),
    ...envFlags(profile.workload.env),
    ...(publishes ? publishedPorts(profile).map((port): Flag => ["--publish", published(port, publish)]) : []),
    ...profile.volumes.map((volume) => client.volume(volumeText(volume, profile))),
    ...(stop.signal === undefined ? [] : [["--stop-signal", stop.signal] as const]),
    ...stopSeconds(profile).map((seconds): Flag => ["--stop-timeout", String(seconds)]),
    ...(workdir === undefined ? [] : [["--workdir", workdir] as const]),
    // Without a value it removes the image's entrypoint.
    ...(entrypoint === undefined
      ? []
      : [["--entrypoint", shellWord(entrypoint[0] ?? "", profile.workload), true] as const]),
  ];
}

function published(port: string, publish: "same" | "chosen"): string {
  return publish === "same" ? `127.0.0.1:${port.replace("/udp", "")}:${port}` : `127.0.0.1::${port}`;
}
