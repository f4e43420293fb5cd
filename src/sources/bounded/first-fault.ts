import type { z } from "zod";

/**
 * Validates a foreign value up to the first invalid element of a list: a million invalid elements would create
 * millions of issues, a hundred times the size of the list.
 */
export function parseToFirstFault<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  // An internal flag of zod that its types do not list.
  const context: z.core.ParseContextInternal<z.core.$ZodIssue> = { abortEarly: true };
  return schema.safeParse(value, context);
}
