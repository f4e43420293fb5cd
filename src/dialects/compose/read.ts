import type { Located, ContainerSpec, ContainerSpecs } from "../../domain/container/container-spec.ts";
import { isNull, mapIn, textIn, type ComposeNode, type MapNode } from "../../formats/compose/compose-node.ts";
import { durationOf } from "../../formats/compose/duration.ts";
import { goText } from "../../formats/compose/go-text.ts";
import { shellWords } from "../../formats/compose/shell-words.ts";
import { changeCompose } from "./edit.ts";
import { defined } from "../../text/defined.ts";
import { securityOf } from "../values/security-options.ts";
import { copiedOf } from "./read/copied-of.ts";
import { hooksOf } from "./read/hooks-of.ts";
import { devicesOf, mountsOf, portsOf } from "./read/mounts-of.ts";
import { pairsOf } from "./read/pairs-of.ts";
import { probesOf } from "./read/probes-of.ts";
import { keyPlace, saidReader, type SaidReader } from "./read/said-reader.ts";
import { scalarText } from "../../formats/compose/scalar-text.ts";

/**
 * The services of a Compose model in all profiles, each value with its location. `model` is merged and in long form;
 * `texts` are those of its files, by the names in its nodes.
 */
export function ofCompose(model: MapNode, texts: ReadonlyMap<string, string>): ContainerSpecs {
  const services = [...mapIn(model, "services")];
  const finishing = new Set(services.flatMap(([, service]) => waitedForEnd(service)));
  const containers = services.flatMap(([name, service]) => {
    // A provider is not a container.
    if (service.kind !== "map" || service.entries.has("provider")) return [];
    const reader = saidReader(service, `services.${name}`, texts);
    return [
      ofService(name, service, reader, { texts, model, serves: !finishing.has(name) }),
      ...hooksOf(name, reader, texts),
    ];
  });
  return { dialects: ["compose"], containers, texts, change: changeCompose };
}

interface ServiceContext {
  readonly texts: ReadonlyMap<string, string>;
  readonly model: MapNode;
  readonly serves: boolean;
}

function ofService(name: string, service: MapNode, reader: SaidReader, serviceContext: ServiceContext): ContainerSpec {
  const { at, said, pointer, text, flag, number, bytes, texts } = reader;
  const security = securityOf(texts("security_opt"));
  const limits = ["deploy", "resources", "limits"] as const;
  const quota = number("cpu_quota");
  const period = number("cpu_period")?.value ?? 100_000;
  const ofQuota = quota && { ...quota, value: quota.value / period };
  const pids = number(...limits, "pids");
  const build = at("build");
  const unknown = unknownOf(service, reader);
  const profiles = reader.texts("profiles").map(({ value }) => value);
  const dependsOn = [...mapIn(service, "depends_on")].map(([other]) => other);
  return {
    dialect: "compose",
    name,
    at: keyPlace(service, serviceContext.texts, pointer()),
    serves: serviceContext.serves,
    ...(profiles.length > 0 && { profiles }),
    ...(dependsOn.length > 0 && { dependsOn }),
    ...(unknown !== undefined && { unknown }),
    ...defined({
      image: text("image"),
      build:
        build === undefined || isNull(build)
          ? undefined
          : said(build, pointer("build"), text("build", "context")?.value ?? "."),
      user: text("user"),
      privileged: flag("privileged"),
      noNewPrivileges: security.noNewPrivileges,
      seccomp: security.seccomp,
      appArmor: security.appArmor,
      unmasked: security.unmasked,
      readOnly: flag("read_only"),
      network: text("network_mode"),
      pid: text("pid"),
      ipc: text("ipc"),
      uts: text("uts"),
      userns: text("userns_mode"),
      cgroup: text("cgroup"),
      cgroupParent: text("cgroup_parent"),
      // Values of deploy come last (docker/compose, pkg/compose/create.go).
      memoryBytes: bytes(...limits, "memory") ?? bytes("mem_limit"),
      memorySwapBytes: bytes("memswap_limit"),
      memoryReservationBytes: bytes("deploy", "resources", "reservations", "memory") ?? bytes("mem_reservation"),
      cpus: number(...limits, "cpus") ?? number("cpus") ?? ofQuota,
      cpuset: text("cpuset"),
      cpuShares: number("cpu_shares"),
      pids: pids !== undefined && pids.value !== 0 ? pids : number("pids_limit"),
      shmBytes: bytes("shm_size"),
      oomKillDisable: flag("oom_kill_disable"),
      oomScoreAdj: number("oom_score_adj"),
      restart: restartOf(reader),
      health: healthOf(reader),
      init: flag("init"),
      entrypoint: wordsOf(reader, "entrypoint"),
      command: wordsOf(reader, "command"),
      stopSignal: text("stop_signal"),
      stopSeconds: secondsOf(text("stop_grace_period")),
      hostname: text("hostname"),
      logDriver: text("logging", "driver"),
    }),
    probes: probesOf(reader),
    groups: texts("group_add"),
    capAdd: texts("cap_add"),
    capDrop: texts("cap_drop"),
    labels: security.labels,
    mounts: mountsOf(reader, mapIn(serviceContext.model, "volumes")),
    devices: devicesOf(reader),
    deviceRules: texts("device_cgroup_rules"),
    ports: portsOf(reader),
    ulimits: [...mapOf(at("ulimits"))].map(([kind, node]) => {
      const of = (key: string): number =>
        node.kind === "map" ? Number(scalarText(node.entries.get(key))) : Number(scalarText(node));
      return said(node, pointer("ulimits", kind), { name: kind, soft: of("soft"), hard: of("hard") });
    }),
    copied: copiedOf(reader, serviceContext.model),
    ...(isNull(at("label_file")) && {
      labelNames: pairsOf(reader, "labels").map((label) => ({ ...label, value: label.value.name })),
    }),
    sysctls: pairsOf(reader, "sysctls").map((pair) => ({
      ...pair,
      value: { name: pair.value.name, value: pair.value.value ?? "" },
    })),
    env: pairsOf(reader, "environment"),
    envFiles: reader.items("env_file").flatMap((node) => {
      const path = node.kind === "map" ? node.entries.get("path") : node;
      return path?.kind === "scalar" ? [said(node, pointer("env_file"), path.was ?? goText(path))] : [];
    }),
  };
}

/** Why missing settings of the service are unknown. */
function unknownOf({ entries }: MapNode, { items, at }: SaidReader): string | undefined {
  if (!isNull(entries.get("extends"))) return "it extends a service that was not read";
  const open = ["read_only", "privileged", "security_opt", "cap_drop"]
    .flatMap((key) => items(key))
    .flatMap((node) => (node.kind === "scalar" ? (node.open ?? []) : []));
  if (open[0] !== undefined) return `the variable ${open[0]} has no value here`;
  return isNull(at("image")) && isNull(at("build")) ? "it is laid over a service of another file" : undefined;
}

/** A service whose completion others wait for is not long-running. */
function waitedForEnd(service: ComposeNode): string[] {
  return [...mapIn(service, "depends_on")].flatMap(([name, node]) =>
    node.kind === "map" && textIn(node.entries.get("condition")) === "service_completed_successfully" ? [name] : [],
  );
}

/** `deploy.restart_policy` takes precedence over `restart`; returned in the form of the latter. */
function restartOf({ text, number, at, said, pointer }: SaidReader): Located<string> | undefined {
  const policy = at("deploy", "restart_policy");
  if (policy === undefined || isNull(policy)) return text("restart");
  const condition = text("deploy", "restart_policy", "condition")?.value ?? "any";
  const attempts = number("deploy", "restart_policy", "max_attempts")?.value;
  const words = new Map([
    ["none", "no"],
    ["on-failure", attempts === undefined ? "on-failure" : `on-failure:${attempts}`],
  ]);
  return said(policy, pointer("deploy", "restart_policy"), words.get(condition) ?? "always");
}

function healthOf({ at, flag, items, said, pointer }: SaidReader): Located<"on" | "off"> | undefined {
  const node = at("healthcheck");
  if (node === undefined || isNull(node)) return undefined;
  const off = flag("healthcheck", "disable")?.value === true || textIn(items("healthcheck", "test")[0]) === "NONE";
  return said(node, pointer("healthcheck"), off ? "off" : "on");
}

function wordsOf({ at, said, pointer }: SaidReader, key: string): Located<readonly string[]> | undefined {
  const node = at(key);
  if (node === undefined || isNull(node) || node.kind === "map") return undefined;
  const words =
    node.kind === "list" ? node.items.map(scalarText) : (shellWords(scalarText(node)) ?? [scalarText(node)]);
  return said(node, pointer(key), words);
}

function secondsOf(duration: Located<string> | undefined): Located<number> | undefined {
  if (duration === undefined) return undefined;
  const nanoseconds = durationOf(duration.value);
  return { ...duration, value: nanoseconds === undefined ? Number.NaN : nanoseconds / 1e9 };
}

function mapOf(node: ComposeNode | undefined): ReadonlyMap<string, ComposeNode> {
  return node?.kind === "map" ? node.entries : new Map<string, ComposeNode>();
}
