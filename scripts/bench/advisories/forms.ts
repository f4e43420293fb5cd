import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Advisory } from "../../../src/domain/advisory/advisory.ts";
import { openShard } from "../../../src/sources/advisories/store/shard-file.ts";

/** A way to keep statements in a file: the shard, and what one would do without it. */
export interface Form {
  readonly name: string;
  write(file: string, shard: Buffer, advisories: readonly Advisory[]): Promise<void>;
  /** Opens the file and answers how many statements each name has. */
  look(file: string, names: readonly string[]): number[];
}

export const forms: readonly Form[] = [
  {
    name: "shard",
    write: async (file, shard) => (await import("node:fs/promises")).writeFile(file, shard),
    look(file, names) {
      const shard = openShard(readFileSync(file), file);
      return names.map((name) => shard.find(name).length);
    },
  },
  {
    name: "JSON lines, gzip -9",
    write: async (file, _shard, advisories) => {
      const text = advisories.map((one) => JSON.stringify(one)).join("\n");
      await (await import("node:fs/promises")).writeFile(file, gzipSync(text, { level: 9 }));
    },
    look(file, names) {
      const lines = gunzipSync(readFileSync(file)).toString("utf8").split("\n");
      const packages = Map.groupBy(
        lines.map((line) => JSON.parse(line) as Advisory),
        (one) => one.package,
      );
      return names.map((name) => packages.get(name)?.length ?? 0);
    },
  },
  {
    name: "SQLite, indexed",
    async write(file, _shard, advisories) {
      using database = new DatabaseSync(file);
      database.exec("CREATE TABLE advisory (package TEXT NOT NULL, statement TEXT NOT NULL); BEGIN");
      const insert = database.prepare("INSERT INTO advisory VALUES (?, ?)");
      for (const one of advisories) insert.run(one.package, JSON.stringify(one));
      database.exec("COMMIT; CREATE INDEX by_package ON advisory (package); VACUUM");
    },
    look(file, names) {
      using database = new DatabaseSync(file, { readOnly: true });
      const select = database.prepare("SELECT statement FROM advisory WHERE package = ?");
      return names.map(
        (name) => select.all(name).map((row) => JSON.parse(row["statement"] as string) as Advisory).length,
      );
    },
  },
];
