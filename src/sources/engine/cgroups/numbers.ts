import { join } from "node:path";
import { kernelText } from "../kernel-text.ts";

/** Text of a cgroup's file; empty if the cgroup is gone, or has no such file. */
export function fileOf(folder: string, file: string): string {
  return kernelText(join(folder, file)) ?? "";
}

/** The number in a file; undefined for anything else, such as `max`. */
export function number(folder: string, file: string): number | undefined {
  return toNumber(fileOf(folder, file));
}

/** `text` has a name and a number on each line. */
export function field(text: string, name: string): number | undefined {
  const line = text.split("\n").find((candidate) => candidate.startsWith(`${name} `));
  return toNumber(line?.slice(name.length + 1));
}

export function toNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+\s*$/.test(text) ? Number(text) : undefined;
}
