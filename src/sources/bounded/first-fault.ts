import type { z } from "zod";

/**
 * Compares a foreign value with a schema up to the first element of a list that does not fit: a list of a million wrong elements would make millions of issues, and take
 * a hundred times its own size.
 */
export function parseToFirstFault<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  // What `validate` of zod sets; its own type does not list it.
  const context: z.core.ParseContextInternal<z.core.$ZodIssue> = { abortEarly: true };
  return schema.safeParse(value, context);
}
