import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";

/** Whether all of these programs are installed. */
export function installed(...programs: readonly string[]): boolean {
  return programs.every((program) => spawnSync("sh", ["-c", `command -v "$0"`, program]).status === 0);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

export interface RealRegistry extends AsyncDisposable {
  readonly host: string;
}

/** Debian's docker-registry (distribution 2.8) on this machine, with its storage in `folder`. `more` are further lines of its configuration. */
export async function realRegistry(
  folder: string,
  more: readonly string[] = [],
  tls: readonly string[] = [],
): Promise<RealRegistry> {
  const host = `127.0.0.1:${await freePort()}`;
  const config = join(folder, `${crypto.randomUUID()}.yml`);
  const lines = [
    "version: 0.1",
    "log: {level: error}",
    `storage: {filesystem: {rootdirectory: ${JSON.stringify(join(folder, "storage"))}}}`,
    `http: {addr: "${host}"${tls.map((line) => `, ${line}`).join("")}}`,
    ...more,
  ];
  await writeFile(config, lines.join("\n"));
  const server = spawn("docker-registry", ["serve", config], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  server.stderr.on("data", (text) => (said += String(text)));
  for (let tries = 0; ; tries++) {
    const up = await fetch(`http://${host}/v2/`).then(
      () => true,
      () => false,
    );
    if (up) break;
    if (tries > 100 || server.exitCode !== null) throw new Error(`docker-registry does not start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    host,
    async [Symbol.asyncDispose]() {
      server.kill("SIGKILL");
      if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
      await rm(config, { force: true });
    },
  };
}

/** Copy by skopeo, which has its own idea of everything that we read. Servers of the test go on meanwhile. */
export async function skopeo(...args: readonly string[]): Promise<void> {
  await promisify(execFile)("skopeo", ["--insecure-policy", "copy", "--quiet", ...args]);
}
