// Databases of other releases: an older one is brought up to date with all that it has, a newer one is refused but by a reader of the release
// just before, which leaves to newer code what only that wants to be read again.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { migrateFleet, openDatabase, openFleet } from "../../src/pipeline/fleet/open-fleet.ts";
import type { Query } from "../../src/sources/fleet/database.ts";
import { migrateSchema } from "../../src/sources/fleet/migrate.ts";
import { migrations } from "../../src/sources/fleet/migrations/index.ts";
import { priorities } from "../../src/sources/fleet/queue.ts";
import { npmLayer, startFakeRegistry, type FakeRegistry } from "./fake-registry.ts";
import { newestPrograms, startPostgres, type PostgresServer } from "./postgres.ts";
import { startFleet, writeStore, type TestFleet } from "./test-fleet.ts";

const programs = newestPrograms();
const isMissing = programs === undefined;
let folder = "";
let registry: FakeRegistry;
let server: PostgresServer;
let test: TestFleet;
const targetOf = (url: string) => ({ kind: "server", url, connections: 8 }) as const;
const push = (at: number) =>
  registry.tags.set(`team/app:${at}`, registry.store.image({ layers: [npmLayer({ lodash: `4.17.${at}` })] }).digest);

beforeAll(async () => {
  if (isMissing) return;
  folder = await mkdtemp(join(tmpdir(), "hullproof-fleet-"));
  await writeStore(folder, ["GHSA-aaaa-bbbb-0001 lodash 4.17.21"]);
  registry = await startFakeRegistry();
  for (const at of [18, 19, 20, 21]) push(at);
  server = await startPostgres(programs);
  test = await startFleet(folder, targetOf(server.createDatabase()), [registry.host]);
  await test.settled(4);
}, 120_000);
afterAll(async () => {
  if (isMissing) return;
  await test[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

it.skipIf(isMissing).each(migrations.slice(0, -1).map((_, index) => index + 1))(
  "gives the same answers from a database of the first %i migrations, and goes on",
  { timeout: 120_000 },
  async (count) => {
    const older = targetOf(server.createDatabase());
    {
      await using database = await openDatabase(older, test.fleet.context);
      await migrateSchema(database, migrations.slice(0, count));
      await copyRows(test.fleet.database.query, database.query);
    }
    await expect(openFleet(older, test.fleet.context, { supervise: true })).rejects.toThrow(
      `the database is older (${count} of ${migrations.length} migrations)`,
    );
    await expect(openFleet(older, test.fleet.context, { supervise: false })).rejects.toThrow("the database is older");
    expect(await migrateFleet(older, test.fleet.context)).toEqual(migrations.slice(count).map(({ name }) => name));
    const asked = registry.asked.length;
    await using upgraded = await startFleet(folder, older, []);
    for (const [question, input] of [
      ["vulnerability", { id: "GHSA-aaaa-bbbb-0001" }],
      ["packages", { name: "lodash" }],
      ["repository", { name: `${registry.host}/team/app` }],
      ["image", { digest: registry.tags.get("team/app:20") ?? "" }],
    ] as const)
      expect(timeless(await upgraded.ask(question, input)), question).toBe(timeless(await test.ask(question, input)));
    // Nothing is read again.
    expect(registry.asked).toHaveLength(asked);
    push(22);
    await upgraded.fleet.database.query("update registry set due_at = now()");
    await upgraded.fleet.database.query("update repository set due_at = now()");
    await upgraded.settled(5);
    registry.tags.delete("team/app:22");
  },
);

it.skipIf(isMissing)("refuses a newer database, but for a reader of the release just before", async () => {
  const { query } = test.fleet.database;
  const { context } = test.fleet;
  const target = targetOf(server.createDatabase());
  await migrateFleet(target, context);
  await using database = await openDatabase(target, context);
  const addMigration = (number: number, readersFrom: number | null) =>
    database.query("insert into migration (number, name, sha256, readers_from) values ($1, $2, 'x', $3)", [
      number,
      `${number}-later`,
      readersFrom,
    ]);
  const open = async (supervise: boolean) => {
    await using _fleet = await openFleet(target, context, { supervise });
  };
  await addMigration(migrations.length + 1, migrations.length);
  await open(false);
  await expect(open(true)).rejects.toThrow("of a newer hullproof: it has 3-later");
  await expect(migrateFleet(target, context)).rejects.toThrow("of a newer hullproof: it has 3-later");
  await addMigration(migrations.length + 2, null);
  await expect(open(false)).rejects.toThrow("of a newer hullproof: it has 4-later");
  expect(await query("select count(*)::int as count from migration")).toEqual([{ count: migrations.length }]);
});

it.skipIf(isMissing)("leaves to newer code what this code has read already", { timeout: 60_000 }, async () => {
  const { queue, database } = test.fleet;
  const jobs = (state: string) =>
    database.query<{ priority: number }>(
      "select priority from hullproof_queue.job where name = 'image' and state::text = $1 and priority <> 0 order by priority",
      [state],
    );
  const asked = registry.asked.length;
  const rows = await database.query<{ id: number }>("select id from image order by id");
  const [first = 0, second = 0, third = 0] = rows.map(({ id }) => id);
  await queue.add("image", [first], priorities.renewal);
  await test.until("the first", async () => (await jobs("completed")).length === 1);
  expect(registry.asked).toHaveLength(asked);
  await queue.add("image", [second], priorities.renewal);
  // What people ask for is read by any code.
  await queue.add("image", [third], priorities.person);
  await test.until("the third", async () => (await jobs("completed")).length === 2);
  expect(await jobs("created")).toEqual([{ priority: priorities.renewal }]);
  expect(registry.asked.length).toBeGreaterThan(asked);
});

/** All rows of tables and columns that both have. */
async function copyRows(from: Query, to: Query): Promise<void> {
  const tables = await to<{ name: string; hasId: boolean }>(
    `select table_name as name, bool_or(column_name = 'id') as "hasId" from information_schema.columns
     where table_schema = 'hullproof' and table_name <> 'migration' group by table_name`,
  );
  for (const { name } of tables) {
    const rows = await from<{ row: object }>(`select to_jsonb(${name}) as row from ${name}`);
    // Without checks of foreign keys: tables come in any order.
    await to(
      `with off as materialized (select set_config('session_replication_role', 'replica', false))
       insert into ${name} overriding system value select row.* from off, jsonb_populate_recordset(null::${name}, $1::jsonb) as row`,
      [JSON.stringify(rows.map(({ row }) => row))],
    );
  }
  for (const { name } of tables.filter(({ hasId }) => hasId))
    await to(`select setval(pg_get_serial_sequence('${name}', 'id'), (select coalesce(max(id), 1) from ${name}))`);
}

function timeless(answer: object): string {
  return JSON.stringify(answer).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");
}
