import type { Profile } from "../domain/profile.ts";
import type { Emitter, EmitOptions } from "./emitter.ts";
import { byteSize, cpuCount } from "./text/bytes.ts";
import { checkPaths } from "./text/check-paths.ts";
import { heading } from "./text/heading.ts";
import { reasons } from "./text/reasons.ts";
import { shellQuote } from "./text/shell-quote.ts";
import { tmpfsOptions } from "./text/tmpfs-options.ts";

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
  emit: emitDockerRun,
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
  const comments = [...heading(profile), ...(kept.length > 0 ? ["What stays, and why:", ...kept] : [])];
  const flags = flagsOf(profile, options).map(([flag, value]) =>
    value === undefined ? flag : `${flag} ${shellQuote(value)}`,
  );
  const image = shellQuote(options.image ?? profile.image.name);
  return [...comments.map((line) => `# ${line}`), ["docker run", ...flags, image].join(" \\\n  "), ""].join("\n");
}

type Flag = readonly [flag: string, value?: string];

function flagsOf(profile: Profile, { detach = true, publish = "same", name, labels = {} }: DockerRunOptions): Flag[] {
  const memory = byteSize(profile.memoryBytes);
  return [
    ...(detach ? [["--detach"] as const] : []),
    ...(name === undefined ? [] : [["--name", name] as const]),
    ...byName(labels).map(([key, value]): Flag => ["--label", `${key}=${value}`]),
    ["--user", `${profile.user.uid}:${profile.user.gid}`],
    ["--cap-drop", "ALL"],
    // One flag each: a comma list is refused by every engine (`unknown capability`).
    ...profile.capabilities.required.map((capability): Flag => ["--cap-add", capability]),
    ...(profile.noNewPrivileges ? [["--security-opt", "no-new-privileges"] as const] : []),
    ...(profile.readOnlyRootfs ? [["--read-only"] as const] : []),
    ...profile.tmpfs.map((mount): Flag => ["--tmpfs", tmpfsOptions(mount)]),
    ["--memory", memory],
    // Equal to --memory: no swap. Left out, the engine would grant as much swap again.
    ["--memory-swap", memory],
    ["--cpus", cpuCount(profile.cpus)],
    ["--pids-limit", String(profile.pids)],
    ...byName(profile.sysctls).map(([key, value]): Flag => ["--sysctl", `${key}=${value}`]),
    ...byName(profile.workload.env).map(([key, value]): Flag => ["--env", `${key}=${value}`]),
    ...(publish === "none" ? [] : profile.ports.map((port): Flag => ["--publish", published(port, publish)])),
    ...profile.volumes.map((volume): Flag => ["--volume", `${volume.name}:${volume.path}`]),
  ];
}

function published(port: number, publish: "same" | "chosen"): string {
  return publish === "same" ? `127.0.0.1:${port}:${port}` : `127.0.0.1::${port}`;
}

function byName(record: Readonly<Record<string, string>>): (readonly [string, string])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
