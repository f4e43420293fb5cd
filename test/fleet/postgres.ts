import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface PostgresServer extends AsyncDisposable {
  /** Of a new, empty database. */
  createDatabase(): string;
  /** Runs a statement as the owner of a database. */
  run(database: string, sql: string): void;
  /** SIGKILL to the postmaster, as the kernel would. */
  kill(): Promise<void>;
  /** The same, then a start on what is on the disk. */
  restart(): Promise<void>;
}

/** Folder of Debian's programs of a major version of PostgreSQL; undefined if it is not installed. */
export function postgresPrograms(major: number): string | undefined {
  const folder = `/usr/lib/postgresql/${major}/bin`;
  return existsSync(join(folder, "postgres")) ? folder : undefined;
}

/** Of the newest server that is installed and that a fleet can use. */
export function newestPrograms(): string | undefined {
  return [18, 17, 16, 15].map(postgresPrograms).find((folder) => folder !== undefined);
}

/**
 * Starts the server, kills it at a line of its input, and waits for its children, which notice and whose memory a next start would find in use.
 * At the end of the input the test run was aborted: then it removes the folder as well.
 */
const keeper = `"$@" & read -r line; kill -9 $!; wait
while ls -l /proc/[0-9]*/cwd 2>/dev/null | grep -q "> $PWD/data"; do sleep 0.1; done
[ "$line" = kill ] || rm -rf "$PWD"`;

/** PostgreSQL in a private folder, as user postgres where this is root, with fsync, reached by a Unix socket alone. */
export async function startPostgres(programs: string, parent = tmpdir()): Promise<PostgresServer> {
  const folder = mkdtempSync(join(parent, "hp-pg-"));
  const ids = process.getuid?.() === 0 ? userIds("postgres") : {};
  if (ids.uid !== undefined && ids.gid !== undefined) chownSync(folder, ids.uid, ids.gid);
  const options = { ...ids, cwd: folder };
  const data = join(folder, "data");
  execFileSync(
    join(programs, "initdb"),
    ["--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"],
    {
      ...options,
      stdio: "ignore",
    },
  );
  const start = async () => {
    const args = ["-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=60"];
    const server = spawn("/bin/sh", ["-c", keeper, "sh", join(programs, "postgres"), ...args], {
      ...options,
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    // The end of its input ends it, not this process.
    server.unref();
    for (let tries = 0; ; tries++) {
      try {
        execFileSync(join(programs, "psql"), ["-h", folder, "-U", "postgres", "-c", "select 1"], { stdio: "ignore" });
        return server;
      } catch (error) {
        if (tries > 100 || server.exitCode !== null) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  let server = await start();
  let databases = 0;
  const kill = async () => {
    if (server.exitCode !== null) return;
    server.stdin.end("kill\n");
    await once(server, "exit");
  };
  return {
    createDatabase() {
      const name = `fleet_${++databases}`;
      execFileSync(join(programs, "createdb"), ["-h", folder, "-U", "postgres", name]);
      return `postgresql://postgres@localhost/${name}?host=${encodeURIComponent(folder)}`;
    },
    run(database, sql) {
      execFileSync(join(programs, "psql"), ["--quiet", "--set=ON_ERROR_STOP=1", "--command", sql, database]);
    },
    kill,
    async restart() {
      await kill();
      server = await start();
    },
    async [Symbol.asyncDispose]() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function userIds(name: string): { readonly uid?: number; readonly gid?: number } {
  const id = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
