// The server of tests ends with a test run that is killed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { expect, it, vi } from "vitest";
import { newestPrograms } from "./postgres.ts";

const programs = newestPrograms();
const script = `
import { startPostgres } from ${JSON.stringify(new URL("postgres.ts", import.meta.url).href)};
const server = await startPostgres(${JSON.stringify(programs)});
console.log(server.createDatabase());
setInterval(() => {}, 1_000);`;

it.skipIf(programs === undefined)(
  "ends, and its data with it, when its test run is killed",
  { timeout: 60_000 },
  async () => {
    const run = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [address] = (await once(createInterface(run.stdout), "line")) as [string];
    const folder = new URL(address).searchParams.get("host") ?? "";
    expect(existsSync(`${folder}/data/postmaster.pid`)).toBe(true);
    run.kill("SIGKILL");
    // The folder itself stays, empty, where its parent is closed to user postgres.
    await vi.waitFor(() => expect(existsSync(`${folder}/data`)).toBe(false), { timeout: 20_000, interval: 200 });
  },
);
