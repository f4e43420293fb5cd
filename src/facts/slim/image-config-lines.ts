import type { ImageConfig } from "../../domain/image/image-config.ts";
import { quoteValue } from "../dockerfile/quote-value.ts";

/** The instructions that give an image this configuration, or the setting that no Dockerfile can say. */
export type ConfigLines = { readonly lines: readonly string[] } | { readonly refused: string };

/** Values of labels that hullproof sets itself are no part of the image. */
const ownLabel = /^hullproof/;

/**
 * Repeats a configuration on `FROM scratch`. Every value is the image's, and untrusted: a line break, a quote or a `$` must not become an instruction or a
 * variable.
 */
export function imageConfigLines(config: ImageConfig): ConfigLines {
  const lines: string[] = [];
  const refusals: string[] = [];
  const add = (setting: string, isSayable: boolean, line: () => string): void => {
    if (isSayable) lines.push(line());
    else refusals.push(setting);
  };
  for (const pair of config.env) {
    const at = pair.indexOf("=");
    const [name, value] = [pair.slice(0, Math.max(at, 0)), pair.slice(at + 1)];
    add(`ENV ${name}`, /^[A-Za-z_][\w.-]*$/.test(name) && isOneLine(value), () => `ENV ${name}=${quoteValue(value)}`);
  }
  for (const [name, value] of Object.entries(config.labels)) {
    if (ownLabel.test(name)) continue;
    add(
      `LABEL ${name}`,
      name !== "" && isOneLine(name) && isOneLine(value),
      () => `LABEL ${quoteValue(name)}=${quoteValue(value)}`,
    );
  }
  const plain = (keyword: string, value: string, pattern: RegExp): void => {
    if (value !== "") add(keyword, pattern.test(value), () => `${keyword} ${value}`);
  };
  if (config.author !== undefined && config.author !== "") refusals.push("MAINTAINER");
  plain("WORKDIR", config.workingDir, /^\/[\w./@+:,=-]*$/);
  for (const port of config.exposedPorts) plain("EXPOSE", port, /^\d{1,5}(?:\/[a-z]{1,8})?$/);
  plain("STOPSIGNAL", config.stopSignal, /^[A-Za-z0-9+-]{1,32}$/);
  const json = (keyword: string, words: readonly string[]): void => {
    if (words.length > 0) lines.push(`${keyword} ${JSON.stringify(words)}`);
  };
  json("SHELL", config.shell ?? []);
  // Variables are replaced in VOLUME, in its JSON form, too.
  for (const volume of config.volumes)
    add("VOLUME", /^\/[^$\\"\n\r]*$/.test(volume), () => `VOLUME ${JSON.stringify([volume])}`);
  const health = healthLine(config.healthcheck);
  if (health !== undefined) add("HEALTHCHECK", health !== "", () => health);
  for (const trigger of config.onBuild ?? [])
    add("ONBUILD", isOneLine(trigger) && !trigger.endsWith("\\"), () => `ONBUILD ${trigger}`);
  plain("USER", config.user, /^[\w.-]+(?::[\w.-]+)?$/);
  json("ENTRYPOINT", config.entrypoint);
  json("CMD", config.cmd);
  return refusals.length === 0
    ? { lines }
    : { refused: `no Dockerfile can repeat ${refusals.join(", ")} of the image` };
}

function isOneLine(text: string): boolean {
  return !/[\n\r\0]/.test(text);
}

/** Empty where it cannot be said; undefined where there is none. */
function healthLine(healthcheck: unknown): string | undefined {
  if (typeof healthcheck !== "object" || healthcheck === null) return undefined;
  const settings = new Map<string, unknown>(Object.entries(healthcheck));
  const test = settings.get("Test");
  const [kind, ...words] = Array.isArray(test) ? test.map(String) : [];
  if (kind === undefined) return undefined;
  if (kind === "NONE") return "HEALTHCHECK NONE";
  const flags = (
    [
      ["Interval", "interval"],
      ["Timeout", "timeout"],
      ["StartPeriod", "start-period"],
      ["StartInterval", "start-interval"],
    ] as const
  ).flatMap(([key, flag]) => {
    const value = settings.get(key);
    return typeof value === "number" && value > 0 ? [`--${flag}=${value}ns`] : [];
  });
  const retries = settings.get("Retries");
  if (typeof retries === "number" && retries > 0) flags.push(`--retries=${retries}`);
  const [command = ""] = words;
  const isText = isOneLine(command) && !/\\$|^\s*\[/.test(command) && words.length === 1;
  if (kind === "CMD-SHELL") return isText ? ["HEALTHCHECK", ...flags, "CMD", command].join(" ") : "";
  return kind === "CMD" ? ["HEALTHCHECK", ...flags, "CMD", JSON.stringify(words)].join(" ") : "";
}
