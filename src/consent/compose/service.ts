import { ownValue } from "../../domain/own-value.ts";
import { isOwnSysctl, grantedByDefault, harmlessUlimits, isTmpfsOptions } from "../harmless.ts";
import { isImageName } from "../../domain/image/image-name.ts";
import { fileAsk, isOff, item, asList, pairs, shortText, type Ask } from "./asks.ts";
import { buildAsks } from "./build.ts";
import { developAsks } from "./develop.ts";
import { joinAsks } from "./definitions.ts";
import { mountAsks } from "./mounts.ts";
import { isRecord } from "../../domain/is-record.ts";

/** What a service key requests beyond an ordinary container; `service` is the whole service. */
type Judge = (value: unknown, service: Readonly<Record<string, unknown>>) => readonly Ask[];

const nothing: Judge = () => [];
/** Requests it for any value. */
const always =
  (key: string, description: string): Judge =>
  (value) =>
    asList(value).map((one) => item("setting", `${key}=${shortText(one)}`, description));
/** Requests it unless the value is off. */
const whenOn =
  (key: string, description: string): Judge =>
  (value) =>
    isOff(value) ? [] : [item("setting", key, description)];
const namespace =
  (of: string, ...own: readonly string[]): Judge =>
  (value) =>
    value === null || own.includes(shortText(value)) || isOfProject(value)
      ? []
      : [item("namespace", `${of}=${shortText(value)}`, `shares the ${of} namespace of something else`)];
/** A service of the same project, which is judged itself: a trial gives each its own namespaces and volumes. */
const isOfProject = (value: unknown): boolean => shortText(value).startsWith("service:");
const files =
  (description: string): Judge =>
  (value) =>
    asList(value).map((file) => ({
      path: isRecord(file) ? shortText(file["path"]) : shortText(file),
      kind: "env-file",
      what: description,
    }));

/**
 * Service keys (compose-spec, 05-services.md) that a trial supports in an ordinary container or ignores, with the
 * access that reaches further. An unknown key is requested by its name: Compose adds new ones.
 */
const judges: Readonly<Record<string, Judge>> = {
  ...Object.fromEntries(
    [
      "annotations attach command container_name cpu_count cpu_percent cpu_period cpu_quota cpu_shares cpus cpuset",
      "depends_on dns dns_opt dns_search domainname entrypoint environment expose healthcheck hostname init labels links",
      "mac_address mem_limit mem_reservation mem_swappiness memswap_limit cap_drop pids_limit platform profiles pull_policy",
      "pull_refresh_after read_only restart scale shm_size stdin_open stop_grace_period stop_signal tty user working_dir blkio_config",
      // Judged with their definitions: see definitions.ts.
      "secrets configs",
    ]
      .join(" ")
      .split(" ")
      .map((key) => [key, nothing] as const),
  ),
  image: (value) =>
    value === null || isImageName(shortText(value)) ? [] : [item("image", shortText(value), "is not an image name")],
  build: buildAsks,
  develop: developAsks,
  networks: joinAsks,
  volumes: (value) => asList(value).flatMap(mountAsks),
  volumes_from: (value) =>
    asList(value)
      .filter((one) => shortText(one).startsWith("container:"))
      .map((one) => item("volume", `volumes_from=${shortText(one)}`, "mounts the volumes of another container")),
  tmpfs: (value) =>
    asList(value).flatMap((tmpfs) => {
      const [path = "", ...options] = shortText(tmpfs).split(":");
      return isTmpfsOptions(options.join(":"))
        ? []
        : [item("setting", `tmpfs.${path}`, `mounts a tmpfs: ${shortText(tmpfs)}`)];
    }),
  env_file: files("reads variables out of a file and hands them to a container"),
  label_file: files("reads labels out of a file"),
  extends: (value) => {
    const file = isRecord(value) ? value["file"] : undefined;
    return file === undefined ? [] : [fileAsk(shortText(file), "setting", "extends a service of")];
  },
  privileged: whenOn("privileged", "grants every capability and device of this machine"),
  cap_add: (value) =>
    asList(value).flatMap((capability) => {
      const name = shortText(capability).trim().toUpperCase().replace(/^CAP_/u, "");
      return grantedByDefault.has(name) ? [] : [item("capability", name, `grants CAP_${name}`)];
    }),
  devices: (value) =>
    asList(value).map((device) => {
      const path = isRecord(device) ? shortText(device["source"]) : (shortText(device).split(":")[0] ?? "");
      return item("device", path, `hands a device of this machine to a container: ${shortText(device)}`);
    }),
  device_cgroup_rules: always("device_cgroup_rules", "opens devices of this machine to mknod(2)"),
  gpus: (value) => asList(value).map((one) => item("device", `gpus=${shortText(one)}`, "hands GPUs to a container")),
  network_mode: (value) => {
    const mode = shortText(value);
    if (value === null || mode === "bridge" || mode === "none" || isOfProject(mode)) return [];
    const description =
      mode === "host" ? "puts a container into this machine's network" : "joins the network of something else";
    return [item("network", mode, description)];
  },
  pid: namespace("pid"),
  ipc: namespace("ipc", "private", "none", "shareable"),
  uts: namespace("uts"),
  cgroup: namespace("cgroup", "private"),
  userns_mode: namespace("userns"),
  cgroup_parent: always("cgroup_parent", "is put below a cgroup of its choice"),
  runtime: always("runtime", "is run by a runtime of its choice"),
  isolation: always("isolation", "chooses how far a container is apart"),
  group_add: always("group_add", "adds groups, which devices and files of this machine may belong to"),
  security_opt: (value) => asList(value).flatMap((one) => securityAsks(shortText(one))),
  sysctls: (value, { network_mode: mode }) =>
    pairs(value).flatMap(([name, to]) =>
      isOwnSysctl(name, mode === "host" ? "host" : undefined)
        ? []
        : [item("sysctl", name, `sets ${name}=${shortText(to)}, which the whole machine shares`)],
    ),
  ulimits: (value) =>
    pairs(value).flatMap(([name, to]) =>
      harmlessUlimits.has(name) ? [] : [item("ulimit", name, `sets ${name} to ${shortText(to)}`)],
    ),
  oom_kill_disable: whenOn("oom_kill_disable", "is never ended when memory runs out"),
  oom_score_adj: (value) =>
    Number(value) >= 0
      ? []
      : [item("setting", `oom_score_adj=${shortText(value)}`, "is ended after others when memory runs out")],
  cpu_rt_period: always("cpu_rt_period", "is scheduled in real time"),
  cpu_rt_runtime: always("cpu_rt_runtime", "is scheduled in real time"),
  storage_opt: always("storage_opt", "sets options of the engine's storage"),
  logging: (value) => {
    const driver = isRecord(value) ? value["driver"] : value;
    if (driver === undefined || driver === null || ["json-file", "local", "none"].includes(shortText(driver)))
      return [];
    return [item("setting", `logging=${shortText(driver)}`, "sends its log through a driver of the engine")];
  },
  ports: (value) => asList(value).flatMap(portAsks),
  extra_hosts: (value) =>
    (isRecord(value) ? Object.values(value).flatMap(asList) : asList(value))
      .filter((one) => /host-gateway/iu.test(shortText(one)))
      .map((one) => item("network", "host-gateway", `gives this machine a name: ${shortText(one)}`)),
  use_api_socket: whenOn("use_api_socket", "hands the engine's socket to a container"),
  // A program of this machine, which only docker compose would run.
  provider: nothing,
  post_start: hooks("post_start"),
  pre_stop: hooks("pre_stop"),
  deploy: deployAsks,
};

/** Everything that a service requests beyond an ordinary container. */
export function serviceAsks(service: Readonly<Record<string, unknown>>): readonly Ask[] {
  return Object.entries(service).flatMap(([key, value]) => {
    if (key.startsWith("x-") || value === undefined) return [];
    const judge = ownValue(judges, key);
    return (
      judge?.(value, service) ?? [
        item("setting", key, `sets ${key}, which hullproof does not know: ${shortText(value)}`),
      ]
    );
  });
}

function securityAsks(option: string): readonly Ask[] {
  if (/^no-new-privileges(?:[:=]true)?$/u.test(option)) return [];
  const [, seccomp] = /^seccomp[:=](.*)$/su.exec(option) ?? [];
  if (seccomp !== undefined) return [item("seccomp", seccomp, "chooses which system calls it may make")];
  return [item("security", option, "changes how the engine confines a container")];
}

/** Trials publish on 127.0.0.1 and on ports that the engine chooses, whatever the file says; an address with another reach needs consent. */
function portAsks(raw: unknown): readonly Ask[] {
  const address = isRecord(raw) ? raw["host_ip"] : /^(\[[^\]]*\]|[^:]*):[^:]*:[^:]+$/u.exec(shortText(raw))?.[1];
  if (address === undefined || address === null) return [];
  if (/^(?:127(?:\.\d{1,3}){3}|::1|\[::1\]|localhost)$/u.test(shortText(address))) return [];
  return [
    item(
      "port",
      isRecord(raw) ? `${shortText(address)}:${shortText(raw["target"])}` : shortText(raw),
      "publishes a port beyond this machine",
    ),
  ];
}

function hooks(key: string): Judge {
  return (value) =>
    asList(value).flatMap((hook) =>
      isRecord(hook) && isOff(hook["privileged"])
        ? []
        : [item("setting", `${key}.privileged`, "executes a command with every privilege")],
    );
}

const deployKeys =
  /^(?:mode|replicas|labels|restart_policy|update_config|rollback_config|placement|endpoint_mode|job|x-.*)$/u;

function deployAsks(value: unknown): readonly Ask[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]): readonly Ask[] => {
    if (deployKeys.test(key)) return [];
    if (key !== "resources" || !isRecord(inner)) return [item("setting", `deploy.${key}`, `sets ${shortText(inner)}`)];
    return Object.entries(inner).flatMap(([part, limits]): readonly Ask[] => {
      if (part.startsWith("x-") || !isRecord(limits)) return [];
      const odd = Object.entries(limits).filter(([name]) => !/^(?:cpus|memory|pids|x-.*)$/u.test(name));
      return odd.map(([name, to]) =>
        name === "devices"
          ? item("device", `deploy.${part}=${shortText(to)}`, "hands devices of this machine to a container")
          : item("setting", `deploy.resources.${part}.${name}`, `sets ${shortText(to)}`),
      );
    });
  });
}
