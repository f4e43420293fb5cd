import { isFields } from "../src/formats/advisories/fields.ts";
import { advisoryFormats } from "../src/formats/advisories/index.ts";
import type { Parsed } from "../src/domain/advisory/statement.ts";

/** The format that reads it, and what it read. */
export function readAdvisories(value: unknown, path: string): { format: string; parsed: Parsed[] } | undefined {
  for (const format of advisoryFormats) {
    const parsed =
      typeof value === "string"
        ? format.text?.(value, path)
        : isFields(value)
          ? format.value?.(value, path)
          : undefined;
    if (parsed !== undefined) return { format: format.name, parsed: [...parsed] };
  }
  return undefined;
}
