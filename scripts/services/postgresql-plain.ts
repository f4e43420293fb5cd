import type { Service } from "./harness/service.ts";
import postgresql from "./postgresql.ts";

const psql = "/usr/lib/postgresql/17/bin/psql -h 127.0.0.1 -U postgres -v ON_ERROR_STOP=1";

/** Without Debian's scripts around the server, which are Perl: programs of `/usr/lib/postgresql` start. */
export default {
  packages: ["postgresql"],
  files: {
    "usr/local/bin/start": `#!/bin/sh
# The first start makes the database.
set -e
if [ ! -s /data/PG_VERSION ]; then
  /usr/lib/postgresql/17/bin/initdb --username=postgres --auth=trust --no-sync -D /data > /dev/null
  echo "host all all all trust" >> /data/pg_hba.conf
fi
exec /usr/lib/postgresql/17/bin/postgres -D /data -c listen_addresses='*' -c unix_socket_directories=/tmp
`,
  },
  setup: "pg_dropcluster 17 main\nmkdir -m 700 /data && chown postgres:postgres /data",
  user: "postgres",
  command: ["start"],
  volumes: ["/data"],
  ports: [5432],
  stopSignal: "SIGINT",
  flags: [
    "--port",
    "5432",
    "--exec",
    `${psql} -qc 'create table if not exists visit (at timestamptz)'`,
    "--exec",
    `${psql} -qc 'insert into visit values (now())'`,
    "--exec",
    `${psql} -qc 'vacuum analyze'`,
    "--exec",
    `${psql} -Atc 'select count(*) from generate_series(1, 1000) a, generate_series(1, 1000) b where a.a <> b.b'`,
  ],
  probes: [
    ...postgresql.probes,
    {
      kind: "client",
      script:
        "psql -h $HOST -U postgres -Atqc 'set jit_above_cost = 0' -c 'select count(*) from generate_series(1, 1000) a, generate_series(1, 100) b where a.a <> b.b' | grep -q 99900",
    },
  ],
  load: postgresql.load,
  reload: postgresql.reload,
  periodic: `${psql} -qc 'vacuum full analyze' && /usr/lib/postgresql/17/bin/pg_dump -h 127.0.0.1 -U postgres postgres > /dev/null`,
  drop: ["perl", "locales"],
  known: { tmpfs: ["/tmp"] },
} satisfies Service;
