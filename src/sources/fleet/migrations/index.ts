import { tables } from "./0001-tables.ts";

/** In their order; a released one never changes. */
export const migrations: readonly { readonly name: string; readonly sql: string }[] = [
  { name: "0001-tables", sql: tables },
];
