import { createHash } from "node:crypto";
import { Failure } from "../../domain/failure.ts";
import { tableSchema, type FleetDatabase, type Query } from "./database.ts";
import { migrations } from "./migrations/index.ts";

/** Key of the advisory lock under which the schema changes. */
const lockKey = 4_850_017;

/** What the database has: the number of our migrations, 0 for none. */
export interface SchemaState {
  readonly version: number;
  readonly current: number;
}

/** Throws `Failure` (`bad-usage`) for a database of a newer release, or one whose migrations are not ours. */
export async function readSchemaState(query: Query): Promise<SchemaState> {
  const [table] = await query<{ present: boolean }>("select to_regclass($1) is not null as present", [
    `${tableSchema}.migration`,
  ]);
  if (table?.present !== true) return { version: 0, current: migrations.length };
  const applied = await query<{ name: string; sha256: string }>("select name, sha256 from migration order by number");
  for (const [index, { name, sha256 }] of applied.entries()) {
    const migration = migrations[index];
    if (migration === undefined) throw newerDatabase(name);
    if (migration.name !== name || hashOf(migration.sql) !== sha256)
      throw new Failure("bad-usage", `migration ${name} of the database is not the one of this release`, {
        hint: "Use the release that made it, or an empty database: everything but the history of changes is read again.",
      });
  }
  return { version: applied.length, current: migrations.length };
}

/** Brings the schema up to date; each migration is one transaction, under a lock. Returns the names of those applied. Throws like `readSchemaState`. */
export async function migrateSchema(database: FleetDatabase): Promise<readonly string[]> {
  await database.script(
    `create schema if not exists ${tableSchema};
     create table if not exists ${tableSchema}.migration
       (number integer primary key, name text not null, sha256 text not null, at timestamptz not null default now())`,
  );
  const names: string[] = [];
  for (const [index, { name, sql }] of migrations.entries()) {
    const isNew = await database.transaction(async ({ query, queue }) => {
      await query("select pg_advisory_xact_lock($1)", [lockKey]);
      await query("set local lock_timeout = '3s'");
      if ((await readSchemaState(query)).version > index) return false;
      await queue.executeSql(sql);
      await query("insert into migration (number, name, sha256) values ($1, $2, $3)", [index + 1, name, hashOf(sql)]);
      return true;
    });
    if (isNew) names.push(name);
  }
  await readSchemaState(database.query);
  return names;
}

/** Throws `Failure` (`bad-usage`) unless the database is exactly as this release needs it. */
export function checkSchema({ version, current }: SchemaState): void {
  if (version === current) return;
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
