import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { httpExchange } from "./http-exchange.ts";

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function served(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const ask = (port: number, changes: object = {}) =>
  httpExchange({ port, method: "GET", path: "/", timeoutMs: 5000, signal: new AbortController().signal, ...changes });

test("sends method, headers and body, returns status and body, and closes the connection", async () => {
  const port = await served((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      response.statusCode = 201;
      response.setHeader("X-Kind", ["a", "b"]);
      response.end(
        `${request.method} ${request.url} ${String(request.headers["x-a"])} ${request.headers.connection} ${body}`,
      );
    });
  });
  const answer = await ask(port, { method: "POST", path: "/p?q=1", headers: { "x-a": "b" }, body: "sent" });
  expect(answer).toMatchObject({
    status: 201,
    body: "POST /p?q=1 b close sent",
    bytes: 24,
    headers: { "x-kind": "a, b" },
  });
});

test("reports a body that ends before the announced length as an error", async () => {
  const port = await served((_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half", () => response.socket?.destroy());
  });
  expect(await ask(port)).toEqual({ problem: "the answer was cut off after 4 bytes of its body", timedOut: false });
});

test("truncates an endless body", async () => {
  const port = await served((_, response) => {
    const write = () => {
      while (!response.destroyed && response.write("x".repeat(65_536)));
      if (!response.destroyed) response.once("drain", write);
    };
    write();
  });
  const answer = await ask(port);
  expect("body" in answer && answer.body.length).toBe(256 * 1024);
});

test("returns a timeout, a closed connection, a missing server and an invalid path as results, without throwing", async () => {
  const silent = await served(() => {});
  expect(await ask(silent, { timeoutMs: 100 })).toEqual({ problem: "no answer within 100 ms", timedOut: true });
  const closing = await served((request) => request.socket.destroy());
  expect(await ask(closing)).toEqual({ problem: "connection closed without an answer", timedOut: false });
  servers[1]?.close();
  expect(await ask(closing)).toEqual({ problem: "connection refused", timedOut: false });
  expect(await ask(silent, { path: "/a b" })).toMatchObject({
    problem: expect.stringContaining("unescaped") as string,
  });
});
