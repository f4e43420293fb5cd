import type { ContainerSpec, ContainerSpecs, Located } from "../../domain/container/container-spec.ts";
import type { HealthProbe } from "../../domain/container/health-probe.ts";
import { byteSize } from "../../formats/compose/byte-size.ts";
import { defined } from "../../text/defined.ts";
import { devicesOf } from "../values/device-text.ts";
import { flagReader, type FlagReader } from "../values/flag-reader.ts";
import { mountsOf } from "../values/mount-text.ts";
import { portOf } from "../values/port-text.ts";
import { probeOfText } from "../values/probe-command.ts";
import type { RunLine, RunLines, RunLinesFact } from "../../domain/dockerfile/run-line.ts";
import { changeRunLine } from "./edit.ts";
import { securityOf } from "../values/security-options.ts";

/** The lines, for rules that evaluate single lines without knowing the dialect. */
export function runLinesFact(lines: RunLines): RunLinesFact {
  return { ...lines, containerOf: (line) => ofRunLine(lines, line) };
}

/** Containers started by the run lines of a document; a line that only pulls starts none. */
export function ofRunLines({ file, text, lines }: RunLines): ContainerSpecs {
  const containers = lines.flatMap((line) => (line.kind === "pull" ? [] : [ofRunLine({ file, text }, line)]));
  return {
    dialects: ["docker", "podman", "nerdctl"],
    containers,
    texts: new Map([[file, text]]),
    change: changeRunLine,
  };
}

/** A `docker run` or `podman run`, or a list of its flags. The last of repeated flags counts, as in the engines. */
function ofRunLine({ file, text }: Pick<RunLines, "file" | "text">, line: RunLine): ContainerSpec {
  const image = line.image && { value: line.image.text, at: { file, span: line.image.span }, pointer: "image" };
  const imageEnd = line.image?.span.end ?? line.span.end;
  const start = imageEnd + (/^(?:\s|\\\r?\n)+/.exec(text.slice(imageEnd, line.span.end))?.[0].length ?? 0);
  const argumentsAt = { file, span: { start, end: line.span.end } };
  const command = line.args.length === 0 ? undefined : { value: line.args, at: argumentsAt, pointer: "arguments" };
  return {
    dialect: line.program,
    name: line.image?.text ?? line.program,
    at: { file, span: line.span },
    serves: line.kind === "command" && line.service,
    ...(line.unknownFlags !== undefined && { unknown: `${line.unknownFlags} may add flags` }),
    ...(line.maySplit && { maySplit: true }),
    ...(line.kind === "flags" && { fragment: true }),
    insertAt: line.insertAt,
    ...defined({ image, command }),
    ...ofFlags(flagReader(line.flags, (flag) => ({ file, text, pointer: `--${flag.name}` }))),
  };
}

/** Settings from the flags of `docker run` and `podman run`. */
export function ofFlags(
  flags: FlagReader,
): Omit<ContainerSpec, "dialect" | "name" | "at" | "serves" | "image" | "command"> {
  const { one, all, words } = flags;
  const security = securityOf(all("security-opt", (value) => value));
  const quota = one("cpu-quota", Number);
  const period = flags.last("cpu-period")?.value ?? "100000";
  const cpus = one("cpus", Number) ?? (quota && { ...quota, value: quota.value / Number(period) });
  // There may be several networks; with the host's, it shares its namespace regardless of the others.
  const networks = all("network", (value) => value);
  const network = networks.find(({ value }) => value === "host") ?? networks.at(-1);
  const noHealth = flags.isOn("no-healthcheck");
  const health = noHealth?.value === true ? noHealth : one("health-cmd", (value) => value);
  return {
    ...defined({
      user: one("user", (value) => value),
      privileged: flags.isOn("privileged"),
      noNewPrivileges: security.noNewPrivileges,
      seccomp: security.seccomp,
      appArmor: security.appArmor,
      unmasked: security.unmasked,
      readOnly: flags.isOn("read-only"),
      publishAll: flags.isOn("publish-all"),
      network,
      pid: one("pid", (value) => value),
      ipc: one("ipc", (value) => value),
      uts: one("uts", (value) => value),
      userns: one("userns", (value) => value),
      cgroup: one("cgroupns", (value) => value),
      cgroupParent: one("cgroup-parent", (value) => value),
      memoryBytes: one("memory", bytes),
      memorySwapBytes: one("memory-swap", bytes),
      memoryReservationBytes: one("memory-reservation", bytes),
      cpus,
      cpuset: one("cpuset-cpus", (value) => value),
      cpuShares: one("cpu-shares", Number),
      pids: one("pids-limit", Number),
      shmBytes: one("shm-size", bytes),
      oomKillDisable: flags.isOn("oom-kill-disable"),
      oomScoreAdj: one("oom-score-adj", Number),
      restart: one("restart", (value) => value),
      health: health && { ...health, value: health === noHealth ? ("off" as const) : ("on" as const) },
      init: flags.isOn("init"),
      entrypoint: one("entrypoint", (value) => (value === "" ? [] : [value])),
      stopSignal: one("stop-signal", (value) => value),
      stopSeconds: one("stop-timeout", Number),
      hostname: one("hostname", (value) => value),
      logDriver: one("log-driver", (value) => value),
    }),
    probes: noHealth?.value === true ? [] : probesOf(flags),
    groups: all("group-add", (value) => value),
    capAdd: words("cap-add"),
    capDrop: words("cap-drop"),
    labels: security.labels,
    mounts: mountsOf(flags),
    devices: devicesOf(flags),
    deviceRules: all("device-cgroup-rule", (value) => value),
    ports: all("publish", portOf),
    ulimits: all("ulimit", (value) => {
      const [, name = value, soft, hard = soft] = /^([^=]*)=([^:]*)(?::(.*))?$/s.exec(value) ?? [];
      return { name, soft: Number(soft), hard: Number(hard) };
    }),
    ...(flags.last("label-file") === undefined && { labelNames: all("label", (value) => pairOf(value).name) }),
    sysctls: all("sysctl", pairOf),
    env: all("env", (value) => (value.includes("=") ? pairOf(value) : { name: value })),
    envFiles: all("env-file", (value) => value),
  };
}

function probesOf({ one }: FlagReader): readonly Located<HealthProbe>[] {
  return ["health-startup-cmd", "health-cmd"].flatMap((name) => {
    const probe = one(name, probeOfText);
    return probe?.value === undefined ? [] : [{ ...probe, value: probe.value }];
  });
}

/** Bytes of `64m`; `-1` is no limit. */
function bytes(text: string): number {
  return byteSize(text) ?? Number.NaN;
}

function pairOf(text: string): { readonly name: string; readonly value: string } {
  const cut = text.indexOf("=");
  return cut === -1 ? { name: text, value: "" } : { name: text.slice(0, cut), value: text.slice(cut + 1) };
}
