import { z } from "zod";

// Go encodes an empty list or map as null, and newer engines omit it.

export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
export const number = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);
export const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
/** `podman inspect` before 5 prints a list of words as one text. */
export const words = z
  .union([z.array(z.string()), z.string()])
  .nullish()
  .transform((value) => (typeof value === "string" ? value.split(" ").filter((word) => word !== "") : (value ?? [])));
export const map = z
  .record(z.string(), z.string().nullable())
  .nullish()
  .transform((value) => Object.fromEntries(Object.entries(value ?? {}).map(([key, one]) => [key, one ?? ""])));
export const keys = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => Object.keys(value ?? {}).sort());
/** Podman's own inspect prints signals as numbers. */
export const signal = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === undefined || value === null || value === 0 ? "" : String(value)));
