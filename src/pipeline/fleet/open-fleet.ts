import { openPglite } from "../../sources/fleet/open-pglite.ts";
import { openPostgres } from "../../sources/fleet/open-postgres.ts";
import type { FleetDatabase } from "../../sources/fleet/database.ts";
import { checkSchema, migrateSchema, readSchemaState } from "../../sources/fleet/migrate.ts";
import { openQueue } from "../../sources/fleet/queue.ts";
import type { Fleet, FleetContext } from "./fleet.ts";

export type DatabaseTarget =
  | { readonly kind: "embedded"; readonly folder: string }
  | { readonly kind: "server"; readonly url: string; readonly connections: number };

/** Opens a database. Throws `Failure` (`bad-usage`). */
export function openDatabase(target: DatabaseTarget, { report, openThread }: FleetContext): Promise<FleetDatabase> {
  return target.kind === "embedded"
    ? openPglite({ folder: target.folder, thread: openThread(), report })
    : openPostgres({ url: target.url, size: target.connections, report });
}

/**
 * Opens a fleet. The embedded database is brought up to date; a server's has to be (`fleet migrate`), or of the next release for one that only
 * reads images (without `supervise`). Throws `Failure` (`bad-usage`).
 */
export async function openFleet(
  target: DatabaseTarget,
  context: FleetContext,
  { supervise }: { readonly supervise: boolean },
): Promise<Fleet & AsyncDisposable> {
  const database = await openDatabase(target, context);
  try {
    const migrate = target.kind === "embedded";
    if (migrate) await migrateSchema(database);
    else checkSchema(await readSchemaState(database.query), { isReader: !supervise });
    const queue = await openQueue(database, { migrate, supervise, report: context.report });
    return {
      database,
      queue,
      context,
      async [Symbol.asyncDispose]() {
        await queue[Symbol.asyncDispose]();
        await database[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}

/** Brings a server's schema and its queue up to date. Returns what was applied. */
export async function migrateFleet(target: DatabaseTarget, context: FleetContext): Promise<readonly string[]> {
  await using database = await openDatabase(target, context);
  const names = await migrateSchema(database);
  await using _queue = await openQueue(database, { migrate: true, supervise: false, report: context.report });
  return names;
}
