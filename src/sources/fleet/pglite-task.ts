import type { PGlite } from "@electric-sql/pglite";
import { Failure } from "../../domain/failure.ts";
import { tableSchema } from "./database.ts";

/** What the thread of the embedded database is asked. */
export type PgliteTask =
  | { readonly kind: "open"; readonly folder: string }
  | { readonly kind: "query"; readonly sql: string; readonly values: readonly unknown[] }
  | { readonly kind: "script"; readonly sql: string };

/** One thread has one database, which blocks it while a statement runs. */
let database: PGlite | undefined;

/** Performs a task in the thread of the database. Throws `Failure` (`bad-usage` without PGlite) and PostgreSQL's errors. */
export async function performPgliteTask(task: PgliteTask): Promise<readonly unknown[]> {
  if (task.kind === "open") {
    database = await (await loadPglite()).create({ dataDir: task.folder });
    await database.exec(`create schema if not exists ${tableSchema}; set search_path to ${tableSchema}`);
    return [];
  }
  if (database === undefined) throw new Error("the embedded database is not open");
  if (task.kind === "script") return (await database.exec(task.sql)).flatMap(({ rows }) => rows);
  return (await database.query(task.sql, [...task.values])).rows;
}

export async function closePglite(): Promise<void> {
  await database?.close();
  database = undefined;
}

async function loadPglite(): Promise<typeof PGlite> {
  try {
    return (await import("@electric-sql/pglite")).PGlite;
  } catch (cause) {
    throw new Failure("bad-usage", "the embedded database PGlite is not installed", {
      hint: "Install it beside hullproof (`npm install --global @electric-sql/pglite@0.5.17`), or use PostgreSQL: hullproof fleet serve --database URL",
      cause,
    });
  }
}
