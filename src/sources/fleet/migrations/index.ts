import { tables } from "./0001-tables.ts";
import { requestBudgets } from "./0002-request-budgets.ts";

export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** How many migrations a reader (`work`) of the release before has, if it can go on after this one: only what it does not use is new. */
  readonly readersFrom?: number;
}

/** In their order; a released one never changes. */
export const migrations: readonly Migration[] = [
  { name: "0001-tables", sql: tables },
  { name: "0002-request-budgets", sql: requestBudgets },
];
