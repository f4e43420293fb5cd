import { shell, type KnownImage } from "./known-image.ts";

/** `-X`: without the user's psqlrc. The variables are those of Docker's official image. */
const psql = 'psql -X -qAt -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -d "${POSTGRES_DB:-postgres}" -c';
const dump = 'pg_dump -U "${POSTGRES_USER:-postgres}" -d "${POSTGRES_DB:-postgres}" -t hullproof_probe';

/** Either name of the client; the password of either official image, and none of Debian's package. */
const mysqlSetup =
  'export MYSQL_PWD="${MARIADB_ROOT_PASSWORD:-$MYSQL_ROOT_PASSWORD}"; client=$(command -v mariadb || command -v mysql);';
const mysql = (statement: string) => `${mysqlSetup} "$client" -uroot -N -e '${statement}'`;

const mongo = (script: string) =>
  `mongosh --quiet \${MONGO_INITDB_ROOT_USERNAME:+-u "$MONGO_INITDB_ROOT_USERNAME" -p "$MONGO_INITDB_ROOT_PASSWORD"} --eval '${script}'`;

/** Databases, by the clients that their images have. From their manuals, 2026-12. */
export const databases: readonly KnownImage[] = [
  {
    title: "PostgreSQL",
    name: "postgresql",
    images: ["postgres", "postgresql", "postgis", "pgvector", "timescaledb"],
    programs: ["postgres"],
    tried: "PostgreSQL 17 of Debian 13",
    steps: [
      shell(
        { name: "PostgreSQL: creates a table", once: true },
        `${psql} 'CREATE TABLE IF NOT EXISTS hullproof_probe (id serial PRIMARY KEY, name text UNIQUE)'`,
      ),
      shell(
        { name: "PostgreSQL: writes a row" },
        `${psql} "INSERT INTO hullproof_probe (name) VALUES (gen_random_uuid()::text)"`,
      ),
      shell({ name: "PostgreSQL: reads it" }, `${psql} 'SELECT 42 FROM hullproof_probe LIMIT 1'`, { output: "^42" }),
      shell(
        { name: "PostgreSQL: refuses a row without a table" },
        `${psql} 'INSERT INTO hullproof_absent VALUES (1)'`,
        { exitCode: 1 },
      ),
      shell(
        { name: "PostgreSQL: sorts on the disk" },
        `${psql} "SET work_mem = '64kB'; SELECT count(*) FROM (SELECT g FROM generate_series(1, 50000) g ORDER BY md5(g::text)) sorted"`,
        { output: "^50000" },
      ),
      shell({ name: "PostgreSQL: dumps it" }, dump, { output: "dump complete" }),
      shell({ name: "PostgreSQL: vacuums", weight: 0 }, `${psql} 'VACUUM ANALYZE hullproof_probe'`),
    ],
  },
  {
    title: "MySQL or MariaDB",
    name: "mysql",
    images: ["mysql", "mariadb", "percona", "percona-server", "mysql-server"],
    programs: ["mysqld", "mariadbd", "mysqld_safe", "mariadbd-safe"],
    tried: "MariaDB 11.8 of Debian 13",
    steps: [
      shell(
        { name: "MySQL: creates a table", once: true },
        mysql(
          "CREATE DATABASE IF NOT EXISTS hullproof_probe; CREATE TABLE IF NOT EXISTS hullproof_probe.probe (id INT AUTO_INCREMENT PRIMARY KEY, name TEXT) ENGINE=InnoDB",
        ),
      ),
      shell({ name: "MySQL: writes a row" }, mysql("INSERT INTO hullproof_probe.probe (name) VALUES (UUID())")),
      shell({ name: "MySQL: reads it" }, mysql("SELECT 42 FROM hullproof_probe.probe LIMIT 1"), { output: "^42" }),
      shell({ name: "MySQL: refuses a row without a table" }, mysql("INSERT INTO hullproof_probe.absent VALUES (1)"), {
        exitCode: 1,
      }),
      shell(
        { name: "MySQL: makes a temporary table" },
        mysql(
          "CREATE TEMPORARY TABLE hullproof_probe.sorted ENGINE=InnoDB SELECT id, name FROM hullproof_probe.probe ORDER BY name; SELECT COUNT(*) > 0 FROM hullproof_probe.sorted",
        ),
        { output: "^1" },
      ),
      shell({ name: "MySQL: flushes its logs", weight: 0 }, mysql("FLUSH LOGS")),
    ],
  },
  {
    title: "MongoDB",
    name: "mongodb",
    images: ["mongo", "mongodb", "mongodb-community-server"],
    programs: ["mongod"],
    steps: [
      shell({ name: "MongoDB: writes a document" }, mongo('db.hullproof.insertOne({ name: "probe" }).acknowledged'), {
        output: "true",
      }),
      shell({ name: "MongoDB: reads it" }, mongo('db.hullproof.findOne({ name: "probe" }).name'), { output: "probe" }),
      shell({ name: "MongoDB: refuses an unknown command" }, mongo("db.runCommand({ hullproof: 1 })"), { exitCode: 1 }),
    ],
  },
];
