import { ownValue } from "../../domain/own-value.ts";
import { splitWords } from "../../formats/shell/split-words.ts";
import type { NetworkMode } from "../../domain/profile/network-mode.ts";
import type { Port, Volume } from "../../domain/workload/workload.ts";
import type { Probe } from "../../domain/workload/probe.ts";
import { hostPath } from "../../steps/form/words.ts";
import type { ComposeService } from "./compose-shape.ts";

/** A string is split like a shell splits words, but not passed to a shell. */
export function wordsOf(raw: ComposeService["command"]): readonly string[] | undefined {
  if (raw === undefined || raw === null) return undefined;
  return typeof raw === "string" ? splitWords(raw) : raw;
}

/** The Compose file's healthcheck; undefined if the image's applies, `off` if it is disabled. */
export function healthOf({ healthcheck }: ComposeService): Probe | "off" | undefined {
  const { test, disable } = healthcheck ?? {};
  if (disable === true) return "off";
  if (test === undefined) return undefined;
  if (typeof test === "string") return { kind: "exec", command: ["/bin/sh", "-c", test] };
  const [form, ...rest] = test;
  if (form === "NONE") return "off";
  if (form === "CMD-SHELL") return { kind: "exec", command: ["/bin/sh", "-c", rest.join(" ")] };
  return rest.length === 0 ? undefined : { kind: "exec", command: rest };
}

/**
 * Time until docker compose reports a service as unhealthy, in ms: the start period, and each retry (compose-spec,
 * 05-services.md, "healthcheck").
 */
export function patienceOf({ healthcheck = {} }: ComposeService): number {
  const { interval = "30s", start_period: start = "0s", retries = 3 } = healthcheck;
  return Math.min((durationMs(start) ?? 0) + retries * (durationMs(interval) ?? 30_000), longestPatienceMs);
}

const longestPatienceMs = 600_000;

/** Container ports of `ports` and `expose`; host ports do not count. */
export function portsOf({ ports = [], expose = [] }: ComposeService): Port[] {
  const portsByKey = new Map<string, Port>();
  const add = (text: string) => {
    const [range = "", protocol = "tcp"] = (text.split(":").at(-1) ?? "").split("/");
    const [first = Number.NaN, last = first] = range.split("-").map(Number);
    // Beyond 2^53 adding one does not change a number.
    if (!(first > 0 && last < 65_536) || (protocol !== "tcp" && protocol !== "udp")) return;
    for (let port = first; port <= Math.min(last, first + 99); port++)
      if (Number.isInteger(port)) portsByKey.set(`${port}/${protocol}`, { port, protocol });
  };
  for (const port of ports) add(typeof port === "string" ? port : `${port.target}/${port.protocol ?? "tcp"}`);
  for (const port of expose) add(port);
  return [...portsByKey.values()].toSorted((a, b) => a.port - b.port);
}

/** `note` receives mounts that a trial omits; `shared` are mounts of several services. */
export function volumesOf(
  { volumes = [] }: ComposeService,
  { folder, shared, note }: { folder: string; shared: ReadonlySet<string>; note: (text: string) => void },
): Volume[] {
  return volumes.flatMap((raw): Volume[] => {
    const mounted = mountedAs(raw);
    const { type, source, target, readOnly } = mounted;
    const key = sharedKey(mounted);
    const ro = readOnly ? { readOnly } : {};
    const mountFlags = key !== undefined && shared.has(key) ? { ...ro, shared: key } : {};
    if (source?.startsWith("~") === true) {
      note(`${source} is left out: paths of the home folder are not read`);
      return [];
    }
    if (type === "bind" && source !== undefined)
      return [{ name: lastPart(target), path: target, from: hostPath(folder, source), ...ro, ...mountFlags }];
    if (type === "volume") return [{ name: source ?? lastPart(target), path: target, ...ro, ...mountFlags }];
    if (type !== "tmpfs") note(`the ${type} mount at ${target} is left out`);
    return [];
  });
}

/** Mounts of several services, which a trial gives to all of them: volumes by their names, and folders that one of them may write to. */
export function sharedMountsOf(services: Readonly<Record<string, ComposeService>>): ReadonlySet<string> {
  const users = new Map<string, { readonly count: number; readonly isWritten: boolean }>();
  for (const { volumes = [] } of Object.values(services))
    for (const raw of volumes) {
      const mounted = mountedAs(raw);
      const key = sharedKey(mounted);
      if (key === undefined) continue;
      const { count = 0, isWritten = false } = users.get(key) ?? {};
      users.set(key, { count: count + 1, isWritten: isWritten || mounted.type === "volume" || !mounted.readOnly });
    }
  return new Set([...users].flatMap(([key, { count, isWritten }]) => (count > 1 && isWritten ? [key] : [])));
}

function sharedKey({ type, source }: Mounted): string | undefined {
  return source === undefined || (type !== "bind" && type !== "volume") ? undefined : `${type}:${source}`;
}

function mountedAs(raw: NonNullable<ComposeService["volumes"]>[number]): Mounted {
  return typeof raw === "string" ? shortVolume(raw) : longVolume(raw);
}

interface Mounted {
  readonly type: string;
  readonly source?: string | undefined;
  readonly target: string;
  readonly readOnly: boolean;
}

function shortVolume(text: string): Mounted {
  const [first = "", second, mode = ""] = text.split(":");
  if (second === undefined) return { type: "volume", target: first, readOnly: false };
  const type = /^[./~]/u.test(first) ? "bind" : "volume";
  return { type, source: first, target: second, readOnly: mode.split(",").includes("ro") };
}

function longVolume(raw: Exclude<NonNullable<ComposeService["volumes"]>[number], string>): Mounted {
  return { type: raw.type, source: raw.source, target: raw.target, readOnly: raw.read_only ?? false };
}

const lastPart = (path: string): string => path.split("/").findLast((part) => part !== "") ?? "root";

/** Service -> condition under which its dependent continues. */
export function dependenciesOf({ depends_on: depends = [], links = [] }: ComposeService): Map<string, string> {
  const entries = Array.isArray(depends)
    ? depends.map((name) => [name, "service_started"] as const)
    : Object.entries(depends).map(([name, { condition }]) => [name, condition] as const);
  return new Map([...links.map((link) => [link.split(":")[0] ?? "", "service_started"] as const), ...entries]);
}

/** Its networks (undefined for the project's default one) and its aliases on any of them. */
export function networksOf({ networks, container_name: name }: ComposeService): {
  readonly networks?: readonly string[];
  readonly aliases: readonly string[];
} {
  const networkNames = networks === undefined ? undefined : Array.isArray(networks) ? networks : Object.keys(networks);
  const networkSettings = networks === undefined || Array.isArray(networks) ? [] : Object.values(networks);
  const aliases = [
    ...networkSettings.flatMap((network) => network?.aliases ?? []),
    ...(name === undefined ? [] : [name]),
  ];
  return {
    ...(networkNames === undefined || networkNames.length === 0 ? {} : { networks: networkNames }),
    aliases: [...new Set(aliases)],
  };
}

/** `host` and `none`; other modes belong to other containers, and are undefined here. */
export function modeOf({ network_mode: mode }: ComposeService): NetworkMode | undefined {
  return mode === "host" || mode === "none" ? mode : undefined;
}

/** `1m30s`, `500ms` (compose-spec, 11-extension.md "Specifying durations"). */
export function durationMs(text: string): number | undefined {
  const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 0.001 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([a-z]*)/gu)].filter(([, , unit = ""]) => Object.hasOwn(units, unit));
  if (parts.length === 0) return undefined;
  return Math.round(
    parts.reduce((sum, [, amount, unit = ""]) => sum + Number(amount) * (ownValue(units, unit) ?? 0), 0),
  );
}
