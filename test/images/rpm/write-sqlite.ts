import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** rpm's SQLite database, written by SQLite itself. `log` is its write-ahead log before that was merged. */
export function writeSqlite(
  headers: readonly Uint8Array[],
  { pageSize = 4096, table = "Packages" } = {},
): { readonly database: Buffer; readonly log: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), "hullproof-sqlite-"));
  try {
    const path = join(folder, "rpmdb.sqlite");
    const database = new DatabaseSync(path);
    database.exec(`PRAGMA page_size = ${pageSize}; PRAGMA journal_mode = WAL`);
    // What rpm makes beside it, so that the table is not alone in the file.
    database.exec(
      `CREATE TABLE 'Name' (key 'TEXT' NOT NULL, hnum INTEGER NOT NULL, idx INTEGER NOT NULL);
       CREATE TABLE '${table}' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL);
       CREATE INDEX name_key ON Name(key)`,
    );
    const insert = database.prepare(`INSERT INTO '${table}' (blob) VALUES (?)`);
    const name = database.prepare("INSERT INTO Name VALUES (?, ?, 0)");
    database.exec("BEGIN");
    for (const [index, header] of headers.entries()) {
      insert.run(header);
      name.run(`name-${index}`, index);
    }
    database.exec("COMMIT");
    const log = readFileSync(`${path}-wal`);
    database.close();
    return { database: readFileSync(path), log };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
