import type { Cell } from "./cell.ts";
import type { At } from "./at.ts";

/** One capability: a file of `columns/`, whose name is the column's. */
export interface Column {
  /** Columns stand in this order. */
  readonly place: number;
  readonly title: string;
  /** What is done and looked at, for the page. */
  readonly what: string;
  /** `profiles`: a profile of the machine's own engine, run on the row's; `project`: commands of the repository. */
  readonly table: "capabilities" | "profiles" | "project";
  /** Part of the short form, which `npm test` runs. */
  readonly short?: true;
  /** Looked at only where it is named. */
  readonly asked?: true;
  /** What it throws is a broken cell. */
  look(at: At): Promise<Cell>;
}

export interface NamedColumn extends Column {
  readonly name: string;
}
