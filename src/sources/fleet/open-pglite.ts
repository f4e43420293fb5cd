import { readFile, rename, writeFile } from "node:fs/promises";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fromPglite, type Db as IDatabase, type PGliteLike } from "pg-boss";
import { Failure } from "../../domain/failure.ts";
import type { StoppableThread } from "../../domain/stoppable-thread.ts";
import { tryKernelLock } from "../files/kernel-lock.ts";
import type { FleetDatabase, Query } from "./database.ts";
import { checkRoom } from "./disk-room.ts";
import type { PgliteTask } from "./pglite-task.ts";

/** Major version of PostgreSQL in PGlite 0.5. */
const pgliteMajor = "18";

interface PgliteOptions {
  /** Folder of the fleet; made if it is missing. */
  readonly folder: string;
  /** Thread whose tasks are of the kind `fleet-database`. */
  readonly thread: StoppableThread;
  readonly report: (message: string) => void;
}

/**
 * Opens the embedded database in its thread, for this process alone. It has one connection: statements outside of a transaction wait until it ends.
 * What writes throws `Failure` (`host-trouble`) while the disk is full. Throws `Failure` (`bad-usage`: in use, or PGlite is missing; `host-trouble`).
 */
export async function openPglite({ folder, thread, report }: PgliteOptions): Promise<FleetDatabase> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await checkRoom(folder);
  const lock = await lockFolder(folder);
  const ask = (task: PgliteTask) =>
    thread.ask<readonly never[]>("the embedded database", { kind: "fleet-database", task }, { stallMs: Infinity });
  const files = join(folder, "database");
  try {
    await setOtherVersionAside(files, report);
    await ask({ kind: "open", folder: files });
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
  const direct: Query = (sql, values = []) => ask({ kind: "query", sql, values: [...values] });
  const directQueue = queueOf(direct, (sql) => ask({ kind: "script", sql }));
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(action: () => Promise<T>): Promise<T> => {
    const result = turn.then(action);
    turn = result.catch(() => {});
    return result;
  };
  const writeInTurn = <T>(action: () => Promise<T>): Promise<T> => inTurn(() => checkRoom(folder).then(action));
  return {
    backend: "pglite",
    query: (sql, values) => (reads.test(sql) ? inTurn : writeInTurn)(() => direct(sql, values)),
    queue: { executeSql: (text, values) => writeInTurn(() => directQueue.executeSql(text, values)) },
    script: (sql) => writeInTurn(async () => void (await ask({ kind: "script", sql }))),
    transaction: (action) =>
      writeInTurn(async () => {
        await direct("begin");
        try {
          const result = await action({ query: direct, queue: directQueue });
          await direct("commit");
          return result;
        } catch (error) {
          await direct("rollback");
          throw error;
        }
      }),
    async [Symbol.asyncDispose]() {
      await turn;
      await thread[Symbol.asyncDispose]();
      lock[Symbol.dispose]();
    },
  };
}

/** Questions are answered on a full disk, too. */
const reads = /^\s*(?:select|with)\b/;

/** pg-boss's own adapter, with the thread in the place of the instance. */
function queueOf(query: Query, exec: (sql: string) => Promise<readonly unknown[]>): IDatabase {
  const instance = {
    query: async (sql: string, values?: unknown[]) => ({ rows: [...(await query<object>(sql, values))] }),
    exec: async (sql: string) => [{ rows: [...(await exec(sql))] }],
  };
  return fromPglite(instance as PGliteLike);
}

/** PGlite has no lock of its own, and a second process would ruin the folder (electric-sql/pglite#1106). */
async function lockFolder(folder: string): Promise<Disposable> {
  const holderFile = join(folder, "process");
  const lock = tryKernelLock(join(folder, "lock"));
  if (lock === undefined) {
    const holder = (await readFile(holderFile, "utf8").catch(() => "")).trim();
    throw new Failure(
      "bad-usage",
      `${folder} is in use by ${holder === "" ? "another process" : `process ${holder}`}`,
      {
        hint: "Ask that one (`hullproof fleet ask`, `hullproof fleet status`), end it first, or name another folder with --folder.",
      },
    );
  }
  await writeFile(holderFile, `${process.pid}\n`, { mode: 0o600 });
  return lock;
}

/** A folder of another major version would end in `unreachable` (electric-sql/pglite#289). Its images are read again. */
async function setOtherVersionAside(files: string, report: (message: string) => void): Promise<void> {
  const major = (await readFile(join(files, "PG_VERSION"), "utf8").catch(() => pgliteMajor)).trim();
  if (major === pgliteMajor) return;
  const aside = `${files}-${major}-${Date.now()}`;
  await rename(files, aside);
  report(
    `the database is of PostgreSQL ${major} and PGlite has ${pgliteMajor}: moved to ${aside}, all images are read again`,
  );
}
