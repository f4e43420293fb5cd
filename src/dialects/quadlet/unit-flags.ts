import type { RunFlag } from "../../domain/dockerfile/run-line.ts";
import { readFlags } from "../../formats/command-line/read-flags.ts";
import { runFlags } from "../../formats/command-line/run-flags.ts";
import type { UnitFile } from "../../formats/quadlet/unit-file.ts";
import {
  allValues,
  allWords,
  lastBoolean,
  lastValue,
  lastWords,
  type UnitValue,
} from "../../formats/quadlet/unit-values.ts";

/** A flag of the generated `podman run`, with its key. */
export interface QuadletFlag extends RunFlag {
  readonly file: string;
  /** `AddCapability`, `PodmanArgs` */
  readonly key: string;
}

/** The `podman run` of a `.container` unit: without the generator's additions for systemd. */
export interface QuadletRun {
  readonly flags: readonly QuadletFlag[];
  readonly image?: UnitValue;
  readonly args: readonly UnitValue[];
  /** Some words of `PodmanArgs` are unknown flags, so their values are unknown, too. */
  readonly unknownFlags: boolean;
}

const group = "Container";

/** The last value of the key. */
const single: Readonly<Record<string, string>> = {
  AppArmor: "security-opt apparmor=",
  CgroupsMode: "cgroups",
  Entrypoint: "entrypoint",
  HealthCmd: "health-cmd",
  HealthInterval: "health-interval",
  HealthLogDestination: "health-log-destination",
  HealthMaxLogCount: "health-max-log-count",
  HealthMaxLogSize: "health-max-log-size",
  HealthOnFailure: "health-on-failure",
  HealthRetries: "health-retries",
  HealthStartPeriod: "health-start-period",
  HealthStartupCmd: "health-startup-cmd",
  HealthStartupInterval: "health-startup-interval",
  HealthStartupRetries: "health-startup-retries",
  HealthStartupSuccess: "health-startup-success",
  HealthStartupTimeout: "health-startup-timeout",
  HealthTimeout: "health-timeout",
  HostName: "hostname",
  IP: "ip",
  IP6: "ip6",
  LogDriver: "log-driver",
  Memory: "memory",
  PidsLimit: "pids-limit",
  Pod: "pod",
  Pull: "pull",
  Retry: "retry",
  RetryDelay: "retry-delay",
  SeccompProfile: "security-opt seccomp=",
  SecurityLabelFileType: "security-opt label=filetype:",
  SecurityLabelLevel: "security-opt label=level:",
  SecurityLabelType: "security-opt label=type:",
  ShmSize: "shm-size",
  StopSignal: "stop-signal",
  StopTimeout: "stop-timeout",
  SubGIDMap: "subgidname",
  SubUIDMap: "subuidname",
  Timezone: "tz",
  UserNS: "userns",
  WorkingDir: "workdir",
};

/** One value per line. */
const lines: Readonly<Record<string, string>> = {
  AddHost: "add-host",
  DNS: "dns",
  DNSOption: "dns-option",
  DNSSearch: "dns-search",
  ExposeHostPort: "expose",
  GroupAdd: "group-add",
  LogOpt: "log-opt",
  Network: "network",
  NetworkAlias: "network-alias",
  PublishPort: "publish",
  Tmpfs: "tmpfs",
  Ulimit: "ulimit",
  Volume: "volume",
};

/** Words, with quotes (`list`) or also with escapes (`exec`). */
const words: Readonly<Record<string, readonly [splitting: "list" | "exec", flag: string]>> = {
  AddCapability: ["list", "cap-add"],
  AddDevice: ["list", "device"],
  Annotation: ["exec", "annotation"],
  DropCapability: ["list", "cap-drop"],
  Environment: ["exec", "env"],
  EnvironmentFile: ["exec", "env-file"],
  GIDMap: ["list", "gidmap"],
  Label: ["exec", "label"],
  Mask: ["exec", "security-opt mask="],
  Mount: ["exec", "mount"],
  Secret: ["exec", "secret"],
  Sysctl: ["list", "sysctl"],
  UIDMap: ["list", "uidmap"],
  Unmask: ["exec", "security-opt unmask="],
};

/** Keys of which the last value of a name counts, as the only flag. */
const pairs: ReadonlySet<string> = new Set(["annotation", "env", "label"]);

/** Boolean keys; those with a value only become flags if true. */
const switches: Readonly<Record<string, string>> = {
  EnvironmentHost: "env-host",
  HttpProxy: "http-proxy",
  NoNewPrivileges: "security-opt no-new-privileges",
  ReadOnly: "read-only",
  ReadOnlyTmpfs: "read-only-tmpfs",
  RunInit: "init",
  SecurityLabelDisable: "security-opt label=disable",
  SecurityLabelNested: "security-opt label=nested",
};

/**
 * The flags that Podman's generator creates from the keys of `[Container]` (ConvertContainer of
 * pkg/systemd/quadlet/quadlet.go, Podman 5.4), each with its location in the unit. Specifiers of systemd other than
 * `%%` stay as they are written.
 */
export function quadletFlags(unit: UnitFile, texts: ReadonlyMap<string, string>): QuadletRun {
  const podman = podmanArgs(unit, texts);
  const image = lastValue(unit, group, "Image");
  return {
    flags: [
      ...Object.entries(single).flatMap(([key, flag]) =>
        some(lastValue(unit, group, key)).flatMap((unitValue) => flagFrom(unitValue, flag)),
      ),
      ...Object.entries(lines).flatMap(([key, flag]) =>
        allValues(unit, group, key).flatMap((unitValue) => flagFrom(unitValue, flag)),
      ),
      ...Object.entries(words).flatMap(([key, [splitting, flag]]) => {
        const keyWords = allWords(unit, group, key, splitting);
        return (pairs.has(flag) ? lastOfEach(keyWords) : keyWords).flatMap((unitValue) => flagFrom(unitValue, flag));
      }),
      ...Object.entries(switches).flatMap(([key, flag]) => switched(unit, key, flag)),
      ...userFlags(unit),
      ...volatileTmp(unit),
      ...remapped(unit),
      ...podman.flags,
    ],
    ...(image !== undefined && image.value !== "" && { image: expanded(image) }),
    args: (lastWords(unit, group, "Exec") ?? []).map(expanded),
    unknownFlags: podman.unknownFlags,
  };
}

/** `security-opt seccomp=` appends the value; an empty value is ignored, except for the entrypoint, which it removes. */
function flagFrom(unitValue: UnitValue, flag: string): QuadletFlag[] {
  if (unitValue.value === "" && flag !== "entrypoint") return [];
  const { value, file, span, entry } = expanded(unitValue);
  const [name = "", valuePrefix = ""] = flag.split(/ (.*)/s, 2);
  // An optional device.
  const plain = name === "device" ? value.replace(/^-/, "") : value;
  return [{ name, value: `${valuePrefix}${plain}`, valueSpan: span, span: entry.span, file, key: entry.key }];
}

function switched(unit: UnitFile, key: string, flag: string): QuadletFlag[] {
  const switchValue = lastBoolean(unit, group, key);
  if (switchValue === undefined) return [];
  const { file, span: valueSpan, entry, on } = switchValue;
  const [name = "", value] = flag.split(/ (.*)/s, 2);
  if (value !== undefined && !on) return [];
  return [{ name, value: value ?? String(on), valueSpan, span: entry.span, file, key }];
}

/** `User=` and `Group=` are one flag; a group alone is refused. */
function userFlags(unit: UnitFile): QuadletFlag[] {
  const user = lastValue(unit, group, "User");
  if (user === undefined || user.value === "") return [];
  const groupValue = lastValue(unit, group, "Group");
  const value = groupValue === undefined || groupValue.value === "" ? user.value : `${user.value}:${groupValue.value}`;
  return flagFrom({ ...user, value }, "user");
}

/** An older key for a tmpfs, which a read-only root of that version already had. */
function volatileTmp(unit: UnitFile): QuadletFlag[] {
  const tmpSwitch = lastBoolean(unit, group, "VolatileTmp");
  if (tmpSwitch?.on !== true || lastBoolean(unit, group, "ReadOnly")?.on === true) return [];
  return flagFrom({ ...tmpSwitch, value: "/tmp:rw,size=512M,mode=1777" }, "tmpfs");
}

/** An older key for `UserNS=`, without its detailed mappings. */
function remapped(unit: UnitFile): QuadletFlag[] {
  const remapUsers = lastValue(unit, group, "RemapUsers");
  return remapUsers === undefined || !/^(?:auto|keep-id)$/.test(remapUsers.value) ? [] : flagFrom(remapUsers, "userns");
}

function lastOfEach(unitValues: readonly UnitValue[]): readonly UnitValue[] {
  const nameOf = ({ value }: UnitValue): string => value.split("=", 1)[0] ?? "";
  const last = new Map(unitValues.map((unitValue) => [nameOf(unitValue), unitValue]));
  return unitValues.filter((unitValue) => last.get(nameOf(unitValue)) === unitValue);
}

/** Words of `PodmanArgs`, read with the flags that `podman run` knows. */
function podmanArgs(unit: UnitFile, texts: ReadonlyMap<string, string>): Pick<QuadletRun, "flags" | "unknownFlags"> {
  const argWords = allWords(unit, group, "PodmanArgs", "exec").map(expanded);
  const key = "PodmanArgs";
  let unknownFlags = false;
  const flags = [...new Set(argWords.map(({ file }) => file))].flatMap((file) => {
    const text = texts.get(file) ?? "";
    const fileWords = argWords.filter((word) => word.file === file);
    const read = readFlags(
      fileWords.map(({ value, span }) => ({ value, span, raw: text.slice(span.start, span.end), literal: true })),
      runFlags("podman"),
    );
    unknownFlags ||= read === undefined || read.rest.length > 0 || read.unknownFlags !== undefined;
    return (read?.flags ?? []).map((flag) => ({ ...flag, file, key }));
  });
  return { flags, unknownFlags };
}

/** systemd parses the command line again: `%%` becomes `%` and `$$` becomes `$`. */
function expanded(unitValue: UnitValue): UnitValue {
  return { ...unitValue, value: unitValue.value.replaceAll(/%%|\$\$/g, (pair) => pair.slice(1)) };
}

function some<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
