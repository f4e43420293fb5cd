import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { tcpExchange } from "./tcp.ts";
import { udpExchange } from "./udp.ts";

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

const { signal } = new AbortController();

async function server(talk: (socket: Socket) => void): Promise<number> {
  const made: Server = createServer((socket) => {
    socket.on("error", () => {});
    talk(socket);
  });
  made.listen(0, "127.0.0.1");
  open.push(() => made.close());
  await once(made, "listening");
  return (made.address() as AddressInfo).port;
}

test("TCP: matches responses as text and bytes, in any chunks", async () => {
  const port = await server((socket) =>
    socket.on("data", (data) => {
      socket.write("+PO");
      setTimeout(() => socket.write(Buffer.concat([Buffer.from("NG "), data])), 20);
    }),
  );
  const send = { hex: "00ff41" };
  expect(await tcpExchange(port, { send, expect: { text: "^\\+PONG" }, timeoutMs: 3000 }, signal)).toEqual({
    expected: true,
  });
  expect(await tcpExchange(port, { send, expect: { hex: "00ff41" }, timeoutMs: 3000 }, signal)).toEqual({
    expected: true,
  });
  const other = await tcpExchange(port, { send, expect: { text: "^-ERR" }, timeoutMs: 200 }, signal);
  expect(other.problem).toMatch(/^no answer like \/\^-ERR\/ within 200 ms: \+PONG/u);
  expect(other.timedOut).toBe(true);
});

test("TCP: without an expectation, keeps any output and accepts silence, but not a closed connection", async () => {
  const greets = await server((socket) => socket.write("220 mail\r\n"));
  expect(await tcpExchange(greets, { timeoutMs: 3000 }, signal)).toEqual({ body: "220 mail\r\n", bytes: 10 });
  const silent = await server(() => {});
  expect(await tcpExchange(silent, { timeoutMs: 3000 }, signal)).toEqual({ body: "", bytes: 0 });
  const rude = await server((socket) => socket.destroy());
  expect((await tcpExchange(rude, { timeoutMs: 3000 }, signal)).problem).toMatch(/hung up|ECONNRESET/u);
  for (const close of open.splice(0)) close();
  expect(await tcpExchange(rude, { timeoutMs: 3000 }, signal)).toEqual({ problem: "connection refused" });
});

test("UDP: accepts a matching datagram, and skips others", async () => {
  const socket = createSocket("udp4");
  open.push(() => socket.close());
  socket.on("message", (message, from) => {
    socket.send("noise", from.port);
    socket.send(Buffer.concat([Buffer.from("re:"), message]), from.port);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  expect(
    await udpExchange(port, { send: { text: "hi" }, expect: { text: "^re:hi$" }, timeoutMs: 3000 }, signal),
  ).toEqual({ expected: true });
  expect(await udpExchange(port, { send: { text: "hi" }, timeoutMs: 3000 }, signal)).toEqual({
    body: "noise",
    bytes: 5,
  });
  const never = await udpExchange(port, { send: { text: "hi" }, expect: { text: "x{9}" }, timeoutMs: 200 }, signal);
  expect(never).toMatchObject({ timedOut: true, problem: expect.stringContaining("no answer like") as string });
});
