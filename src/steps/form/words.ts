import { isAbsolute, join, relative } from "node:path";
import { z } from "zod";
import { maxBodyBytes } from "../../domain/workload/body-bytes.ts";

/** Words that many keys of a workload in `hullproof.yaml` share. */
export const port = z.int().min(1).max(65_535);
export const duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m)$/, "a duration such as 500ms, 5s or 2m")
  .describe("A duration: 500ms, 5s, 2m.");
export const command = z.array(z.string()).min(1);
export const words = z.union([z.string().min(1), command]).describe("A list of words, or a line for /bin/sh -c.");
export const texts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const units = new Map([
  ["", 1],
  ["kB", 1000],
  ["KiB", 1024],
  ["MB", 1e6],
  ["MiB", 1024 * 1024],
]);
export const size = z
  .union([z.int().min(0), z.string().regex(/^\d+(?:kB|KiB|MB|MiB)$/, "a size such as 200kB or 1MB")])
  .refine((value) => toBytes(value) <= maxBodyBytes, "at most 64MiB")
  .describe("A number of bytes, or a size: 200kB, 1MB, 1MiB.");

export function toBytes(value: number | string): number {
  if (typeof value === "number") return value;
  const digits = Number.parseInt(value, 10);
  return digits * (units.get(value.replace(/^\d+/u, "")) ?? 1);
}

export function toMs(text: string): number {
  const unit = text.endsWith("ms") ? 1 : text.endsWith("s") ? 1000 : 60_000;
  return Math.round(Number.parseFloat(text) * unit);
}

export function toWords(raw: string | readonly string[]): readonly string[] {
  return typeof raw === "string" ? ["/bin/sh", "-c", raw] : raw;
}

export function toTexts(raw: z.infer<typeof texts>): Record<string, string> {
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, String(value)]));
}

/** A path of the host that `folder`'s file names, as reached from where hullproof was called. */
export function hostPath(folder: string, path: string): string {
  if (isAbsolute(path)) return path;
  const joined = join(folder, path);
  return isAbsolute(joined) ? relative("", joined) || "." : joined;
}
