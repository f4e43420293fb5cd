import { tables } from "./0001-tables.ts";
import { requestBudgets } from "./0002-request-budgets.ts";

/** In their order; a released one never changes. */
export const migrations: readonly { readonly name: string; readonly sql: string }[] = [
  { name: "0001-tables", sql: tables },
  { name: "0002-request-budgets", sql: requestBudgets },
];
