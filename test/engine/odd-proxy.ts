import { rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What becomes of a connection once the proxy has turned odd. */
export type Oddity = "hang" | "drip" | "flood" | "null" | "truncate" | "close";

export interface OddProxy extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Connections so far. */
  readonly seen: () => number;
}

/** Stands in front of the real engine and passes everything on, up to the given connection; from then on it is odd. */
export async function oddProxy(from: number, oddity: Oddity, engine = "/var/run/docker.sock"): Promise<OddProxy> {
  const path = join(tmpdir(), `hullproof-test-${process.pid}-${Math.random().toString(36).slice(2)}.sock`);
  const open = new Set<Socket>();
  let seen = 0;
  const server = createServer((client) => {
    open.add(client);
    client.on("error", () => {}).on("close", () => open.delete(client));
    if (++seen >= from) return misbehave(client, oddity);
    const upstream = connect(engine);
    open.add(upstream);
    upstream.on("error", () => client.destroy()).on("close", () => open.delete(upstream));
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    host: `unix://${path}`,
    seen: () => seen,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(path, { force: true });
    },
  };
}

const head = (length: number) =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`;

function misbehave(client: Socket, oddity: Oddity): void {
  switch (oddity) {
    case "hang":
      client.resume();
      return;
    case "close":
      client.destroy();
      return;
    case "null":
      client.once("data", () => client.end(`${head(4)}null`));
      return;
    case "truncate":
      client.once("data", () => client.end(`${head(1000)}{"Id": "`));
      return;
    case "drip":
      client.once("data", () => {
        client.write(head(1_000_000));
        const timer = setInterval(() => client.write(" "), 200);
        client.on("close", () => clearInterval(timer));
      });
      return;
    case "flood":
      client.once("data", () => {
        client.write(head(4e12));
        const more = () => {
          while (!client.destroyed && client.write(" ".repeat(65_536)));
        };
        client.on("drain", more);
        more();
      });
  }
}
