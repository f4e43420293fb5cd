import { resolveFloor, type FilterRule, type FloorPlace } from "../seccomp/resolve-floor.ts";
import type { Floor } from "../seccomp/seccomp-floor.ts";
import type { SeccompArgument } from "../../domain/profile/seccomp.ts";
import { containerd } from "./containerd.ts";
import { crio } from "./cri-o.ts";
import { docker } from "./docker.ts";
import { podman } from "./podman.ts";
import { readRules, type PublishedDefault, type PublishedRule } from "./published.ts";

/** A known engine, with its version if known: `29.4.2`, or a prefix: `29`. */
export interface FloorTarget {
  readonly engine: PublishedDefault["engine"];
  readonly version?: string;
}

const published: readonly PublishedDefault[] = [docker, podman, containerd, crio];
export const floorEngines: readonly PublishedDefault["engine"][] = published.map(({ engine }) => engine);

/**
 * The default filters that may be in effect on a target: one per profile that its engine has had in that version; of
 * every engine and version if both are unknown. A version later than all listed ones has the last known profile.
 */
export function defaultFloors(target: FloorTarget | undefined, place: FloorPlace): readonly Floor[] {
  return published
    .filter(({ engine }) => target === undefined || target.engine === engine)
    .flatMap((one) => profilesOf(one, target?.version).map((profile) => floorOf(one, profile, place)));
}

/** `26.1.5+dfsg1` is 26.1.5; `29` may be any 29. Empty for an invalid version. */
function profilesOf({ versions, errnos }: PublishedDefault, version: string | undefined): number[] {
  const allProfiles = errnos.map((_, at) => at);
  const versionNumbers = /^\d+(?:\.\d+){0,2}/u
    .exec(version ?? "")?.[0]
    .split(".")
    .map(Number);
  const [first] = versions;
  if (versionNumbers === undefined || first === undefined) return allProfiles;
  const lowestVersion = [...versionNumbers, 0, 0].slice(0, 3);
  const highestVersion = [...versionNumbers, Infinity, Infinity].slice(0, 3);
  // A version older than all known ones, or a developer build (0.0.0-dev), can have any profile.
  if (compare(highestVersion, numbers(first[0])) < 0) return allProfiles;
  const matchingVersions = versions.filter(([from], at) => {
    const next = versions[at + 1];
    return (
      compare(numbers(from), highestVersion) <= 0 &&
      (next === undefined || compare(lowestVersion, numbers(next[0])) < 0)
    );
  });
  return [...new Set(matchingVersions.map(([, profile]) => profile))];
}

function floorOf(publishedDefault: PublishedDefault, profile: number, place: FloorPlace): Floor {
  const from = publishedDefault.versions.find(([, at]) => at === profile)?.[0] ?? "";
  const name = `${publishedDefault.engine} ${from}`;
  return resolveFloor(rulesOf(publishedDefault, profile), place, {
    name,
    errno: publishedDefault.errnos[profile] ?? 1,
  });
}

const read = new Map<string, readonly FilterRule[]>();

function rulesOf(publishedDefault: PublishedDefault, profile: number): readonly FilterRule[] {
  const key = `${publishedDefault.engine} ${profile}`;
  const filterRules =
    read.get(key) ??
    readRules(publishedDefault.rules)
      .filter((rule) => holds(rule.in, profile))
      .map(toFilterRule);
  read.set(key, filterRules);
  return filterRules;
}

function toFilterRule(rule: PublishedRule): FilterRule {
  const { names, errno, args, kernel } = rule;
  const list = (key: "caps" | "unlessCaps" | "arches" | "unlessArches") => {
    const words = rule[key]?.split(" ");
    return words === undefined ? {} : { [key]: words };
  };
  return {
    names: names.split(" "),
    ...(errno !== undefined && { errno }),
    ...(args !== undefined && { args: args.split(", ").map(toArgument) }),
    ...list("caps"),
    ...list("unlessCaps"),
    ...list("arches"),
    ...list("unlessArches"),
    ...(kernel !== undefined && { kernel }),
  };
}

function toArgument(text: string): SeccompArgument {
  const [index = "0", op = "EQ", value = "0", two] = text.split(" ");
  return {
    index: Number(index),
    value: Number(value),
    ...(two !== undefined && { valueTwo: Number(two) }),
    op: `SCMP_CMP_${op}` as SeccompArgument["op"],
  };
}

/** `0-4 6`; absent means all. */
function holds(ranges: string | undefined, profile: number): boolean {
  if (ranges === undefined) return true;
  return ranges.split(" ").some((range) => {
    const [from = 0, to = from] = range.split("-").map(Number);
    return from <= profile && profile <= to;
  });
}

const numbers = (version: string): number[] => version.split(".").map(Number);

function compare(a: readonly number[], b: readonly number[]): number {
  for (const at of [0, 1, 2]) {
    const [left = 0, right = 0] = [a[at], b[at]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
