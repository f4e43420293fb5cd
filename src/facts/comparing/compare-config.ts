import type { ImageConfig } from "../../domain/image/image-config.ts";

/** `before` or `after` is undefined where the setting is absent. */
export interface ConfigDifference {
  /** `User`, `Env.PATH`, `Labels.version`. */
  readonly setting: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Differences in the image's run settings and author, without hullproof's `hullproof*` labels, times and history. */
export function compareConfig(a: ImageConfig, b: ImageConfig): ConfigDifference[] {
  const before = settingsOf(a);
  const after = settingsOf(b);
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((setting) => ({ setting, before: before.get(setting), after: after.get(setting) }))
    .filter((difference) => difference.before !== difference.after);
}

function settingsOf(config: ImageConfig): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  const set = (setting: string, value: string): void => {
    if (value !== "") settings.set(setting, value);
  };
  set("Author", config.author ?? "");
  set("User", config.user);
  set("WorkingDir", config.workingDir);
  set("StopSignal", config.stopSignal);
  set("Cmd", list(config.cmd));
  set("Entrypoint", list(config.entrypoint));
  set("Shell", list(config.shell ?? []));
  set("OnBuild", list(config.onBuild ?? []));
  set("ExposedPorts", list(config.exposedPorts));
  set("Volumes", list(config.volumes));
  set("Healthcheck", config.healthcheck === undefined ? "" : JSON.stringify(sorted(config.healthcheck)));
  // Order means nothing; the last of two equal names wins in every shell and libc that we know.
  for (const pair of config.env) {
    const equals = pair.indexOf("=");
    settings.set(`Env.${equals === -1 ? pair : pair.slice(0, equals)}`, equals === -1 ? "" : pair.slice(equals + 1));
  }
  for (const [name, value] of Object.entries(config.labels)) {
    if (!name.startsWith("hullproof")) settings.set(`Labels.${name}`, value);
  }
  return settings;
}

function list(values: readonly string[]): string {
  return values.length === 0 ? "" : JSON.stringify(values);
}

/** The same object with its keys in order, at any depth. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}
