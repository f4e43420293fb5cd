import { ensureImage, type Recipe } from "../../scripts/services/harness/images.ts";
import { ensureStandIns } from "./stand-ins.ts";

/**
 * PostgreSQL of Debian's packages, started as the usual images start it: root hands the folder over and steps down; the first start makes the database, with
 * a server that listens on its local socket alone, and the script becomes the server that stays.
 */
const postgres: Recipe = {
  packages: ["postgresql"],
  files: {
    "usr/local/bin/docker-entrypoint.sh": `#!/bin/bash
set -e
[ "$1" = postgres ] || exec "$@"
PGDATA=\${PGDATA:-/var/lib/postgresql/data}
PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /run/postgresql
  find "$PGDATA" \\! -user postgres -exec chown postgres '{}' +
  chmod 700 "$PGDATA"
  chown postgres:postgres /run/postgresql
  chmod 3777 /run/postgresql
  exec setpriv --reuid postgres --regid postgres --init-groups "$0" "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  if [ -n "$POSTGRES_PASSWORD_FILE" ]; then POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE"); fi
  if [ -z "$POSTGRES_PASSWORD" ]; then echo "the password of the superuser is not specified" >&2; exit 1; fi
  user=\${POSTGRES_USER:-postgres}
  initdb -D "$PGDATA" --username="$user" --pwfile=<(printf '%s\\n' "$POSTGRES_PASSWORD") > /dev/null
  echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start > /dev/null
  psql -U "$user" -d postgres -qc "create database \\"\${POSTGRES_DB:-$user}\\"" || true
  pg_ctl -D "$PGDATA" -m fast -w stop > /dev/null
fi
unset POSTGRES_PASSWORD
exec postgres -D "$PGDATA" -c listen_addresses='*'
`,
  },
  setup:
    "mkdir -p /var/lib/postgresql/data\nchown postgres:postgres /var/lib/postgresql/data\nchmod 1777 /var/lib/postgresql/data",
  command: ["docker-entrypoint.sh", "postgres"],
  ports: [5432],
  volumes: ["/var/lib/postgresql/data"],
  stopSignal: "SIGINT",
};

const redis: Recipe = {
  packages: ["redis-server"],
  files: {
    "usr/local/bin/docker-entrypoint.sh": `#!/bin/sh
set -e
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  find . \\! -user redis -exec chown redis '{}' +
  exec setpriv --reuid redis --regid redis --init-groups "$0" "$@"
fi
exec "$@"
`,
  },
  setup: "mkdir /data\nchown redis:redis /data",
  workdir: "/data",
  command: ["docker-entrypoint.sh", "redis-server", "--bind", "0.0.0.0", "--protected-mode", "no"],
  ports: [6379],
  volumes: ["/data"],
};

/** Counts visits in PostgreSQL or Redis. It connects when it starts, and ends where no one answers, as most applications do. */
const shop: Recipe = {
  packages: ["python3-psycopg2", "python3-redis"],
  files: {
    "app/server.py": `import os, signal, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

def store():
    if "REDIS_URL" in os.environ:
        import redis
        client = redis.Redis.from_url(os.environ["REDIS_URL"])
        client.ping()
        return lambda: client.incr("visits")
    import psycopg2
    url = os.environ["DATABASE_URL"]
    if "PASSWORD_FILE" in os.environ:
        url = url.replace("PASSWORD", open(os.environ["PASSWORD_FILE"]).read().strip())
    first = psycopg2.connect(url)
    with first, first.cursor() as cursor:
        cursor.execute("create table if not exists visits (at timestamptz not null default now())")
    first.close()
    def visit():
        connection = psycopg2.connect(url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute("insert into visits default values")
                cursor.execute("select count(*) from visits")
                return cursor.fetchone()[0]
        finally:
            connection.close()
    return visit

visit = store()

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"visits: {visit()}\\n".encode() if self.path == "/visits" else b"well\\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

def leave(*_):
    sys.exit(0)

signal.signal(signal.SIGTERM, leave)
ThreadingHTTPServer(("", 8080), Handler).serve_forever()
`,
  },
  workdir: "/app",
  command: ["python3", "server.py"],
  ports: [8080],
};

export const databaseImages = {
  postgres: "hullproof-test/postgres:1",
  redis: "hullproof-test/redis:1",
  shop: "hullproof-test/shop:1",
} as const;

/** Makes what is missing of them: about a minute at the first time. */
export async function ensureDatabaseImages(): Promise<void> {
  await ensureStandIns(() => {}, ["python:3.13-slim"]);
  for (const [name, recipe] of Object.entries({ postgres, redis, shop }))
    await ensureImage(databaseImages[name as keyof typeof databaseImages], recipe, () => {});
}
