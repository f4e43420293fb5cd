import { z } from "zod";
import { byKey } from "../text/by-key.ts";

/** Values that many parts of the report share. */
export const text = z.string();
export const bytes = z.int().nonnegative();
export const count = z.int().nonnegative();
export const position = z.int().positive();
export const amount = z.number().nonnegative();
export const digest = z.string().describe("`sha256:` and 64 hexadecimal digits");

export const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
export const maybe = <T extends z.ZodType>(value: T) => z.exactOptional(value);
/** Its keys are data, so they are sorted; those of an object follow the schema. */
export const dictionary = <T extends z.ZodType>(value: T) => z.record(z.string(), value).overwrite(sorted);

function sorted<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).sort(byKey)) as T;
}
