import { createHash } from "node:crypto";
import { Failure } from "../../domain/failure.ts";
import { tableSchema, type FleetDatabase, type Query } from "./database.ts";
import { migrations } from "./migrations/index.ts";

/** Key of the advisory lock under which the schema changes. */
const lockKey = 4_850_017;

/** What the database has: the number of its migrations, 0 for none. */
export interface SchemaState {
  readonly version: number;
  readonly current: number;
  /** The last migration, of a newer release, and how many a reader has to have to go on. */
  readonly newer?: { readonly name: string; readonly readersFrom: number };
}

/** Throws `Failure` (`bad-usage`) for a database whose migrations are not ours. */
export async function readSchemaState(query: Query): Promise<SchemaState> {
  const [table] = await query<{ present: boolean }>("select to_regclass($1) is not null as present", [
    `${tableSchema}.migration`,
  ]);
  if (table?.present !== true) return { version: 0, current: migrations.length };
  // The column is missing where no release has migrated that has it.
  const applied = await query<{ name: string; sha256: string; readers_from: number }>(
    "select name, sha256, coalesce((to_jsonb(migration)->>'readers_from')::int, number) as readers_from from migration order by number",
  );
  for (const [index, { name, sql }] of migrations.slice(0, applied.length).entries())
    if (applied[index]?.name !== name || applied[index].sha256 !== hashOf(sql))
      throw new Failure(
        "bad-usage",
        `migration ${applied[index]?.name} of the database is not the one of this release`,
        {
          hint: "Use the release that made it, or an empty database: everything but the history of changes is read again.",
        },
      );
  const newer = applied.slice(migrations.length);
  const name = newer.at(-1)?.name;
  const readersFrom = Math.max(...newer.map(({ readers_from }) => readers_from));
  return {
    version: applied.length,
    current: migrations.length,
    ...(name !== undefined && { newer: { name, readersFrom } }),
  };
}

/** Brings the schema up to date; each migration is one transaction, under a lock. Returns the names of those applied. Throws like `checkSchema`. */
export async function migrateSchema(database: FleetDatabase, steps = migrations): Promise<readonly string[]> {
  await database.script(
    `create schema if not exists ${tableSchema};
     create table if not exists ${tableSchema}.migration
       (number integer primary key, name text not null, sha256 text not null, at timestamptz not null default now());
     alter table ${tableSchema}.migration add column if not exists readers_from integer`,
  );
  const names: string[] = [];
  for (const [index, { name, sql, readersFrom }] of steps.entries()) {
    const isNew = await database.transaction(async ({ query, queue }) => {
      await query("select pg_advisory_xact_lock($1)", [lockKey]);
      await query("set local lock_timeout = '3s'");
      if ((await readSchemaState(query)).version > index) return false;
      await queue.executeSql(sql);
      await query("insert into migration (number, name, sha256, readers_from) values ($1, $2, $3, $4)", [
        index + 1,
        name,
        hashOf(sql),
        readersFrom,
      ]);
      return true;
    });
    if (isNew) names.push(name);
  }
  if (steps === migrations) checkSchema(await readSchemaState(database.query), { isReader: false });
  return names;
}

/** Throws `Failure` (`bad-usage`) unless the database is exactly as this release needs it, or of the next release, which lets a reader go on. */
export function checkSchema(
  { version, current, newer }: SchemaState,
  { isReader }: { readonly isReader: boolean },
): void {
  if (version === current || (newer !== undefined && isReader && newer.readersFrom <= current)) return;
  if (newer !== undefined) throw newerDatabase(newer.name);
  throw new Failure(
    "bad-usage",
    version === 0 ? "the database holds no fleet yet" : `the database is older (${version} of ${current} migrations)`,
    { hint: "Prepare it with the role that may change the schema: hullproof fleet migrate --database URL" },
  );
}

function newerDatabase(name: string): Failure {
  return new Failure("bad-usage", `the database is of a newer hullproof: it has ${name}`, {
    hint: "Update hullproof here to the release that the other processes of this fleet have.",
  });
}

function hashOf(sql: string): string {
  return createHash("sha256").update(sql).digest("hex");
}
