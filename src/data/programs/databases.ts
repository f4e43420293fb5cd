import type { Program } from "./program.ts";

/** Databases and caches. */
export const databases: readonly Program[] = [
  {
    name: "postgresql",
    bitnami: "postgresql",
    endOfLife: "postgresql",
    // `postgres --version` (postgresql, PG_BACKEND_VERSIONSTR).
    places: [
      {
        on: "postgres",
        near: "postgres (PostgreSQL) ",
        version: /^postgres \(PostgreSQL\) (\d+(?:\.\d+|beta\d+|rc\d+)+)/,
      },
    ],
  },
  {
    name: "mariadb",
    bitnami: "mariadb",
    endOfLife: "mariadb",
    // MYSQL_SERVER_VERSION of MariaDB's builds.
    places: [
      {
        on: "mariadbd mysqld mariadb mysql",
        near: "-MariaDB",
        before: 12,
        version: /(?:^|\D)(\d+\.\d+\.\d+)-MariaDB/,
      },
    ],
  },
  {
    name: "mysql",
    // Bitnami's `mysql-client` is MariaDB's: Oracle's MySQL has no records. The text is InnoDB's creator name in its log.
    endOfLife: "mysql",
    places: [{ on: "mysqld", near: "MySQL ", version: /^MySQL (\d+\.\d+\.\d+)\0/ }],
  },
  {
    name: "redis",
    bitnami: "redis",
    endOfLife: "redis",
    // REDIS_VERSION, and REDIS_BUILD_ID_RAW with the machine and time of the build after it (redis, src/release.c).
    places: [
      { on: "redis-server redis-check-rdb redis-check-aof redis-sentinel", alone: /^(\d+\.\d+\.\d+)$/, built: true },
    ],
  },
  {
    name: "valkey",
    bitnami: "valkey",
    endOfLife: "valkey",
    places: [
      {
        on: "valkey-server valkey-check-rdb valkey-check-aof valkey-sentinel",
        alone: /^(\d+\.\d+\.\d+(?:-rc\d+)?)$/,
        built: true,
      },
    ],
  },
  {
    name: "keydb",
    bitnami: "keydb",
    endOfLife: "keydb",
    places: [{ on: "keydb-server", alone: /^(\d+\.\d+\.\d+)$/, built: true }],
  },
  {
    name: "memcached",
    bitnami: "memcached",
    endOfLife: "memcached",
    places: [{ on: "memcached", near: "memcached ", version: /^memcached (\d+\.\d+\.\d+)[\n\0]/ }],
  },
  {
    name: "mongodb",
    bitnami: "mongodb",
    endOfLife: "mongodb",
    // The following field of `buildInfo` and `serverStatus` differs between releases.
    places: [
      {
        on: "mongod mongos",
        near: "tcmalloc",
        before: 24,
        version: /(?:^|[^\d.])(\d{1,3}\.\d{1,3}\.\d{1,3})\0+tcmalloc/,
      },
      {
        on: "mongod mongos",
        near: "heap_size",
        before: 24,
        version: /(?:^|[^\d.])(\d{1,3}\.\d{1,3}\.\d{1,3})\0+heap_size/,
      },
      {
        on: "mongod mongos",
        near: "cppdefines",
        before: 24,
        version: /(?:^|[^\d.])(\d{1,3}\.\d{1,3}\.\d{1,3})\0+cppdefines/,
      },
    ],
  },
  {
    name: "sqlite",
    bitnami: "sqlite",
    // SQLITE_VERSION (sqlite3.h).
    places: ["sqlite3", /^libsqlite3\.so[\d.]*$/].map((on) => ({ on, alone: /^(3\.\d+\.\d+(?:\.\d+)?)$/ })),
  },
  {
    name: "pgbouncer",
    bitnami: "pgbouncer",
    places: [{ on: "pgbouncer", near: "PgBouncer ", version: /^PgBouncer (\d+\.\d+\.\d+)[\0\n]/i }],
  },
  {
    // Bitnami's only record is about its own image.
    name: "pgpool",
    places: [{ on: "pgpool", near: "pgpool-II", before: 12, version: /\0(\d+\.\d+\.\d+)\0pgpool-II/ }],
  },
  {
    name: "rethinkdb",
    places: [{ on: "rethinkdb", near: "rethinkdb ", version: /^rethinkdb (\d+\.\d+\.\d+)/ }],
  },
  {
    name: "couchdb",
    bitnami: "couchdb",
    endOfLife: "couchdb",
    places: [{ on: "couch.app", text: /\{vsn, *"(\d+\.\d+\.\d+)/ }],
  },
  {
    name: "arangodb",
    bitnami: "arangodb",
    endOfLife: "arangodb",
    places: [
      {
        on: "arangod arangosh",
        near: " [linux]",
        before: 32,
        version: /(\d{1,3}\.\d{1,3}\.\d{1,3})(?:-\d{1,3})? (?:enterprise )?\[linux\]/,
      },
    ],
  },
  {
    name: "cassandra",
    bitnami: "cassandra",
    endOfLife: "apache-cassandra",
    places: [{ on: /^apache-cassandra-\d[\d.]*\.jar$/, path: /\/apache-cassandra-(\d+\.\d+(?:\.\d+)?)\.jar$/ }],
  },
  {
    name: "solr",
    bitnami: "solr",
    endOfLife: "solr",
    places: [{ on: /^solr-core-\d[\d.]*\.jar$/, in: /\/WEB-INF\/lib\/$/, path: /\/solr-core-(\d+\.\d+\.\d+)\.jar$/ }],
  },
  {
    name: "zookeeper",
    bitnami: "zookeeper",
    endOfLife: "zookeeper",
    // Other programs include its client as the same archive: the folder tells them apart.
    places: [
      {
        on: /^zookeeper-\d[\d.]*\.jar$/,
        in: /\/(?:apache-)?zookeeper[^/]*\/lib\/$/,
        path: /\/zookeeper-(\d+\.\d+\.\d+)\.jar$/,
      },
    ],
  },
];
