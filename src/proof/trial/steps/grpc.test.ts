import { createServer, type Http2Server } from "node:http2";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { askHealth } from "./grpc.ts";

const { signal } = new AbortController();

async function served(
  answer: Buffer,
  status: string,
): Promise<{ readonly port: number; readonly asked: Buffer[] } & AsyncDisposable> {
  const asked: Buffer[] = [];
  const server: Http2Server = createServer();
  server.on("stream", (stream) => {
    stream.on("data", (chunk: Buffer) => asked.push(chunk));
    stream.on("end", () => {
      stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
      stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": status }));
      stream.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { port, asked, [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) };
}

it("requests a service and reads SERVING", async () => {
  await using server = await served(Buffer.from([0, 0, 0, 0, 2, 0x08, 1]), "0");
  expect(await askHealth(server.port, { service: "shop", timeoutMs: 5000 }, signal)).toEqual({
    grpcStatus: 0,
    serving: "SERVING",
  });
  expect(Buffer.concat(server.asked)).toEqual(Buffer.from([0, 0, 0, 0, 6, 0x0a, 4, ...Buffer.from("shop")]));
});

it("reads the default status of an empty message, and gRPC's errors", async () => {
  await using server = await served(Buffer.from([0, 0, 0, 0, 0]), "5");
  expect(await askHealth(server.port, { timeoutMs: 5000 }, signal)).toEqual({ grpcStatus: 5, serving: "UNKNOWN" });
});

it("reports why there is no response", async () => {
  expect(await askHealth(1, { timeoutMs: 5000 }, signal)).toMatchObject({ timedOut: false });
  const silent = createTcpServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as AddressInfo;
  expect(await askHealth(port, { timeoutMs: 200 }, signal)).toEqual({
    timedOut: true,
    problem: "no answer within 200 ms",
  });
  silent.close();
});
