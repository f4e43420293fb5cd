import { Failure } from "../../domain/failure.ts";
import type { RegistrySettings } from "../../domain/fleet/registry-settings.ts";
import { parseReference } from "../../sources/image/registry/reference.ts";

export interface FleetRegistry {
  /** `registry.example:5000` */
  readonly host: string;
  readonly settings: RegistrySettings;
}

export type SweepSettings = Omit<RegistrySettings, "names" | "patterns">;

/** Of a registry that no setting describes. */
export const defaultSweep: SweepSettings = { tags: ["*"], newest: 20, platforms: [], interval: 3_600 };

/**
 * Parses `REGISTRY[/PATTERN]` of the command line: without a pattern all repositories, a name without `*` is taken as it is. Several of one
 * registry are one. Throws `Failure` (`bad-usage`).
 */
export function parseTargets(
  targets: readonly string[],
  sweep: SweepSettings = defaultSweep,
): readonly FleetRegistry[] {
  const parsed = targets.map((target) => parseTarget(target));
  return [...Map.groupBy(parsed, ({ host }) => host)].map(([host, group]) => ({
    host,
    settings: {
      ...sweep,
      names: group.flatMap(({ pattern }) => (pattern.includes("*") ? [] : [pattern])).sort(),
      patterns: group.flatMap(({ pattern }) => (pattern.includes("*") ? [pattern] : [])).sort(),
    },
  }));
}

function parseTarget(target: string): { readonly host: string; readonly pattern: string } {
  const slash = target.indexOf("/");
  const host = slash === -1 ? target : target.slice(0, slash);
  const pattern = slash === -1 ? "*" : target.slice(slash + 1);
  const bad = (reason: string) =>
    new Failure("bad-usage", `${target === "" ? "an empty text" : target} is no registry: ${reason}`, {
      hint: "Write REGISTRY[/PATTERN]: registry.example:5000, registry.example/team/*, docker.io/library/python.",
    });
  if (!/[.:]/.test(host) && host !== "localhost") throw bad("it begins with no host");
  if (pattern === "") throw bad("nothing follows its host");
  if (pattern.includes("@") || pattern.includes(":")) throw bad("tags are named with --tags");
  // The host by the rules of image names, the name too if it is one.
  const { host: known, repository } = parseReference(`${host}/${pattern.includes("*") ? "name" : pattern}`);
  if (pattern.includes("*")) {
    if (!/^[a-z0-9._/*-]+$/.test(pattern)) throw bad("a repository is written in lower case");
    return { host: known, pattern };
  }
  return { host: known, pattern: repository };
}
