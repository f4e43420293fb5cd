import type { Service } from "./harness/service.ts";

export default {
  packages: ["postgresql"],
  files: {
    "usr/local/bin/start": `#!/bin/sh
# Root makes the folders ready, hands them over and steps down; the first start makes the database.
set -e
bin=$(echo /usr/lib/postgresql/*/bin)
if [ "$(id -u)" = 0 ]; then
  mkdir -p /data /run/postgresql
  chown -R postgres:postgres /data /run/postgresql
  chmod 700 /data
  exec setpriv --reuid postgres --regid postgres --init-groups "$0"
fi
if [ ! -s /data/PG_VERSION ]; then
  "$bin/initdb" --username=postgres --auth=trust --no-sync -D /data > /dev/null
  echo "host all all all trust" >> /data/pg_hba.conf
fi
exec "$bin/postgres" -D /data -c listen_addresses='*'
`,
  },
  command: ["start"],
  volumes: ["/data"],
  ports: [5432],
  stopSignal: "SIGINT",
  flags: [
    "--port",
    "5432",
    "--exec",
    "psql -h 127.0.0.1 -U postgres -v ON_ERROR_STOP=1 -qc 'create table if not exists visit (at timestamptz)'",
    "--exec",
    "psql -h 127.0.0.1 -U postgres -v ON_ERROR_STOP=1 -qc 'insert into visit values (now())'",
    "--exec",
    "psql -h 127.0.0.1 -U postgres -v ON_ERROR_STOP=1 -qc 'vacuum analyze'",
    "--exec",
    "psql -h 127.0.0.1 -U postgres -v ON_ERROR_STOP=1 -qc 'select pg_reload_conf()'",
  ],
  probes: [
    { kind: "client", script: "psql -h $HOST -U postgres -Atqc 'select 41 + 1' | grep -qx 42" },
    {
      kind: "client",
      script:
        "psql -h $HOST -U postgres -v ON_ERROR_STOP=1 -qc 'create table if not exists visits (at timestamptz)' -c 'insert into visits values (now())'",
    },
  ],
  load: {
    kind: "client",
    script: "psql -h $HOST -U postgres -Atqc 'insert into visits values (now()) returning 42' | grep -qx 42",
  },
  reload: { signal: "HUP" },
  periodic:
    "psql -h 127.0.0.1 -U postgres -qc 'vacuum full analyze' && pg_dump -h 127.0.0.1 -U postgres postgres > /dev/null",
  known: {
    tmpfs: ["/run/postgresql", "/tmp"],
    user: { user: "postgres", tmpfs: ["/run/postgresql:mode=1777", "/tmp"] },
  },
} satisfies Service;
