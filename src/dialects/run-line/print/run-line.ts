import type { Loss } from "../../../domain/profile/loss.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { soleLayers } from "../../../data/default-seccomp/sole-layers.ts";
import type { EmittedFile, EmitOptions } from "../../emitter.ts";
import { lossLines } from "../../losses/loss-lines.ts";
import { anonymousVolumeLines } from "../../text/anonymous-volume-lines.ts";
import { checkPaths } from "../../text/check-paths.ts";
import { flagText, type Flag } from "../../text/flag.ts";
import { heading } from "../../text/heading.ts";
import { preparation } from "../../text/preparation.ts";
import { reasons } from "../../text/reasons.ts";
import { unreachedPorts } from "../../text/unreached-ports.ts";
import { ofProfile } from "../../print/of-profile.ts";
import type { TmpfsText } from "../../print/of-restrictions.ts";
import type { PrintedSpec } from "../../print/printed-spec.ts";
import { imageAndWords, runFlags, type ClientFlags } from "./run-flags.ts";

export interface RunLineOptions extends EmitOptions {
  /** Default true: the line starts a service. */
  readonly detach?: boolean;
  /** Publishing on 127.0.0.1: the same port (default), one chosen by the engine, or none. */
  readonly publish?: "same" | "chosen" | "none";
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Differences between clients. */
export interface Client extends ClientFlags {
  /** `docker run` */
  readonly program: string;
  readonly image: string;
  readonly tmpfs?: TmpfsText;
}

/**
 * A command that runs the profile, one flag per line, for a POSIX shell; comments above it list the trials behind each kept privilege. Ports are published on 127.0.0.1 only: whether the world may reach them is not ours to decide.
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
  const { detach = true, publish = "same", name, labels } = options;
  const learned = ofProfile(profile, options, client.tmpfs);
  const ports = learned.ports?.map((port) => (publish === "same" ? port : { ...port, published: "" }));
  const spec = { ...learned, image: client.image, name, labelValues: labels, ports: publish === "none" ? [] : ports };
  return [...comments.map((line) => `# ${line}`), command(client.program, spec, detach, client)].join("\n");
}

/** One flag per line, with a final newline. */
export function command(program: string, spec: PrintedSpec, detach: boolean, client: ClientFlags = {}): string {
  const flags: Flag[] = [...(detach ? [["--detach"] as const] : []), ...runFlags(spec, client)];
  return `${[program, ...flags.map(flagText), imageAndWords(spec)].join(" \\\n  ")}\n`;
}

/** The command as a script: the client reads the seccomp profile from the current directory. */
export function runFile(name: string, { seccomp }: Profile, text: string): EmittedFile {
  return {
    name,
    what: "how to run it",
    text,
    head: `#!/bin/sh\n${seccomp === undefined ? "" : 'cd -- "$(dirname -- "$0")" || exit 1\n'}`,
    executable: true,
  };
}
