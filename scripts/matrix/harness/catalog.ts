import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Column, NamedColumn } from "./column.ts";
import type { NamedRow, Row } from "./row.ts";

const folder = join(import.meta.dirname, "..");

/** Every engine of `engines/`, in the order of the table. */
export function rows(): Promise<readonly NamedRow[]> {
  return members<Row>("engines");
}

/** Every capability of `columns/`, in the order of the table. */
export function columns(): Promise<readonly NamedColumn[]> {
  return members<Column>("columns");
}

async function members<T extends { readonly place: number }>(of: string): Promise<(T & { readonly name: string })[]> {
  const files = readdirSync(join(folder, of)).filter((file) => file.endsWith(".ts"));
  const found = await Promise.all(
    files.map(async (file) => {
      const { default: one } = (await import(join(folder, of, file))) as { readonly default: T };
      return { ...one, name: file.slice(0, -".ts".length) };
    }),
  );
  return found.toSorted((one, other) => one.place - other.place);
}
