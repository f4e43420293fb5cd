import type { Capability } from "../../domain/profile/capability.ts";
import { allowedByRule, always, difference, never, union, type Allowed } from "./seccomp-allowed.ts";
import type { Floor } from "./seccomp-floor.ts";
import type { SeccompArgument } from "../../domain/profile/seccomp.ts";

/** A rule of an engine's default filter, with the conditions under which the engine includes it. */
export interface FilterRule {
  readonly names: readonly string[];
  /** Error of the refusal. Absent: allowed. */
  readonly errno?: number;
  readonly args?: readonly SeccompArgument[];
  /** All of `caps` and none of `unlessCaps` in the bounding set; one of `arches` and none of `unlessArches` (Go names). */
  readonly caps?: readonly string[];
  readonly unlessCaps?: readonly string[];
  readonly arches?: readonly string[];
  readonly unlessArches?: readonly string[];
  /** Minimum Linux version: `4.8`. */
  readonly kernel?: string;
}

/** The container and machine that the rules apply to. */
export interface FloorPlace {
  /** The bounding set of the container. */
  readonly capabilities: readonly Capability[];
  /** Go name: `amd64`. */
  readonly architectures: readonly string[];
  /** `6.1.0-13-amd64`; an unknown kernel counts as older than every condition. */
  readonly kernel?: string;
}

/**
 * The filter that an engine builds from `rules` for one machine and container. `otherwise`: syscalls without a rule
 * are allowed. Refusals for some arguments apply before permissions, regardless of the order of rules.
 */
export function resolveFloor(
  rules: readonly FilterRule[],
  place: FloorPlace,
  about: { readonly name: string; readonly errno: number; readonly otherwise?: boolean },
): Floor {
  const { name, errno, otherwise = false } = about;
  const calls = new Map<string, { allowed: Allowed; errno: number }>();
  const start = otherwise ? always : never;
  const of = (call: string) => calls.get(call) ?? { allowed: start, errno };
  for (const { names, args = [] } of rules.filter((rule) => rule.errno === undefined && applies(rule, place, false)))
    for (const call of names) calls.set(call, { ...of(call), allowed: union(of(call).allowed, allowedByRule(args)) });
  for (const rule of rules) {
    if (rule.errno === undefined || !applies(rule, place, true)) continue;
    for (const call of rule.names) {
      const allowed = difference(of(call).allowed, allowedByRule(rule.args ?? []));
      calls.set(call, { allowed, errno: allowed.length === 0 ? rule.errno : of(call).errno });
    }
  }
  return { name, errno, otherwise, calls };
}

/** `unknown`: the result for an unknown kernel, so that it is always the narrower one. */
function applies(rule: FilterRule, place: FloorPlace, unknown: boolean): boolean {
  const holds = (name: string) => (place.capabilities as readonly string[]).includes(name);
  const runs = (name: string) => place.architectures.includes(name);
  return (
    (rule.caps ?? []).every(holds) &&
    !(rule.unlessCaps ?? []).some(holds) &&
    (rule.arches === undefined || rule.arches.some(runs)) &&
    !(rule.unlessArches ?? []).some(runs) &&
    (rule.kernel === undefined || (isFrom(place.kernel, rule.kernel) ?? unknown))
  );
}

function isFrom(kernel: string | undefined, minKernel: string): boolean | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/u.exec(kernel ?? "") ?? [];
  if (major === undefined || minor === undefined) return undefined;
  const [leastMajor = 0, leastMinor = 0] = minKernel.split(".").map(Number);
  return Number(major) > leastMajor || (Number(major) === leastMajor && Number(minor) >= leastMinor);
}
