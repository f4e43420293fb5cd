import { Failure } from "../../domain/failure.ts";
import type { FleetSettings, RegistrySettings, SweepSettings } from "../../domain/fleet/registry-settings.ts";
import { defined } from "../../text/defined.ts";
import { parseReference } from "../../sources/image/registry/reference.ts";

export interface FleetRegistry {
  /** `registry.example:5000` */
  readonly host: string;
  readonly settings: RegistrySettings;
}

/** Of a registry that no setting describes. */
const defaultSweep: SweepSettings = { tags: ["*"], newest: 20, platforms: [], interval: 3_600 };

/**
 * Registries of the command line, as `REGISTRY[/PATTERN]`; where it names none, those of the configuration. Settings are the command line's
 * (`flags`), else the configuration's of the registry, else its for all. Throws `Failure` (`bad-usage`).
 */
export function chooseRegistries(
  targets: readonly string[],
  flags: { readonly [key in keyof SweepSettings]?: SweepSettings[key] | undefined } = {},
  { shared, registries }: FleetSettings = { shared: {}, registries: [] },
): readonly FleetRegistry[] {
  const configured = new Map(registries.map((registry) => [hostOf(registry.host), registry]));
  const wanted =
    targets.length > 0
      ? targets
      : registries.flatMap(({ host, repositories }) =>
          repositories.length === 0 ? [host] : repositories.map((pattern) => `${host}/${pattern}`),
        );
  const parsed = wanted.map((target) => parseTarget(target));
  return [...Map.groupBy(parsed, ({ host }) => host)].map(([host, group]) => ({
    host,
    settings: {
      ...defaultSweep,
      ...shared,
      ...configured.get(host)?.settings,
      ...defined(flags),
      names: group.flatMap(({ pattern }) => (pattern.includes("*") ? [] : [pattern])).sort(),
      patterns: group.flatMap(({ pattern }) => (pattern.includes("*") ? [pattern] : [])).sort(),
    },
  }));
}

/** The host by the rules of image names: `index.docker.io` is `docker.io`. */
function hostOf(host: string): string {
  return parseReference(`${host}/name`).host;
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
