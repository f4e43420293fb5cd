import type { Db as IDatabase } from "pg-boss";
import pg, { type Client, type QueryResult } from "pg";
import { Failure } from "../../domain/failure.ts";
import { tableSchema, type FleetDatabase, type Query } from "./database.ts";

interface PostgresOptions {
  /** `postgresql://USER@HOST/NAME`; fields that are missing come from PG* variables and ~/.pgpass. */
  readonly url: string;
  /** Connections. */
  readonly size: number;
  readonly report: (message: string) => void;
}

/** int8: our numbers are counts. */
const countType = 20;
/** PostgreSQL 15. */
const minVersion = 150_000;

/** Connects to PostgreSQL 15 or newer. Throws `Failure` (`bad-usage`: no such database, refused, too old). */
export async function openPostgres({ url, size, report }: PostgresOptions): Promise<FleetDatabase> {
  if (!/^postgres(?:ql)?:\/\//.test(url))
    throw new Failure("bad-usage", "--database takes the address of a PostgreSQL database", {
      hint: "Write postgresql://USER@HOST/NAME; the password may be in PGPASSWORD or ~/.pgpass.",
    });
  const types = new pg.TypeOverrides();
  types.setTypeParser(countType, Number);
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    application_name: "hullproof",
    options: `-c search_path=${tableSchema} -c timezone=UTC`,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    types,
  });
  // A connection that breaks while it is idle is replaced; without a listener it would end the process.
  pool.on("error", (error) => report(`a connection to the database broke: ${error.message}`));
  try {
    const { rows } = await pool.query("select current_setting('server_version_num')::int as version");
    const version = Number(rows[0]?.["version"] ?? 0);
    if (version < minVersion) throw tooOld(version);
  } catch (error) {
    await pool.end();
    throw error instanceof Failure ? error : unreachable(error as Error);
  }
  const queryOn =
    (client: Pick<Client, "query">): Query =>
    async <T>(sql: string, values: readonly unknown[] = []) =>
      (await client.query(sql, [...values])).rows as readonly T[];
  return {
    backend: "postgres",
    query: queryOn(pool),
    queue: queueOn(pool),
    async script(sql) {
      await pool.query(sql);
    },
    async transaction(action) {
      const client = await pool.connect();
      let broken: Error | undefined;
      // The pool listens only while a connection is idle: one that breaks between two statements would end the process.
      const noteBreak = (error: Error) => void (broken = error);
      client.on("error", noteBreak);
      try {
        await client.query("begin");
        const result = await action({ query: queryOn(client), queue: queueOn(client) });
        await client.query("commit");
        return result;
      } catch (error) {
        await client.query("rollback").catch((rollbackError: Error) => (broken = rollbackError));
        throw error;
      } finally {
        client.off("error", noteBreak);
        client.release(broken);
      }
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

function queueOn(client: Pick<Client, "query">): IDatabase {
  return {
    async executeSql(text, values) {
      // Several statements without parameters have a result each.
      const result: QueryResult | readonly QueryResult[] = await client.query(text, values);
      return {
        rows: Array.isArray(result) ? result.flatMap(({ rows }) => rows as unknown[]) : (result as QueryResult).rows,
      };
    },
  };
}

function tooOld(version: number): Failure {
  return new Failure(
    "bad-usage",
    `the database is PostgreSQL ${Math.floor(version / 10_000)}, and 15 or newer is needed`,
    {
      hint: "Name a database of a newer server with --database.",
    },
  );
}

/** Never with the address, which may hold a password. */
function unreachable(cause: Error): Failure {
  return new Failure("bad-usage", `the database cannot be used: ${cause.message}`, {
    hint: "Check --database, that the server runs and that the database exists: `createdb NAME` makes one.",
    cause,
  });
}
