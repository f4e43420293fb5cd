import { createSocket, type RemoteInfo, type Socket as Datagrams } from "node:dgram";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { frameReader } from "../client/frame-reader.ts";

/** One connection over an exec: writes are sent, its frames are the response. */
export interface Carried {
  readonly stream: Duplex;
  /** Set after its end: whether the program could not connect. */
  readonly failed: () => Promise<boolean>;
}

export interface PortForward {
  /** Port on 127.0.0.1. */
  readonly port: number;
  readonly close: () => void;
}

type Exec = () => Promise<Carried>;

/** Each local connection opens its own exec. */
export async function openTcpForward(exec: Exec): Promise<PortForward> {
  const sockets = new Set<Socket>();
  // A client that has finished sending still receives the response.
  const server: Server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // It may hang up while the engine creates the exec.
    socket.on("error", () => {});
    void carry(socket, exec).catch(() => socket.resetAndDestroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: (server.address() as AddressInfo).port, close };
}

async function carry(socket: Socket, exec: Exec): Promise<void> {
  const { stream, failed } = await exec();
  stream.on("error", () => socket.resetAndDestroy());
  socket.on("close", () => stream.destroy());
  socket.pipe(stream);
  const reader = frameReader();
  let hasAnswered = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (const { stream: from, bytes } of reader.take(chunk)) {
      if (from !== "stdout") continue;
      hasAnswered = true;
      if (!socket.write(bytes)) await Promise.race([once(socket, "drain"), once(socket, "close")]);
    }
  }
  if (hasAnswered) return void socket.end();
  // If nothing listens, the client sees a refused connection instead of an empty response.
  if (await failed()) socket.resetAndDestroy();
  else socket.end();
}

/** One exec per sender, as long as the port forward is open. */
export async function openUdpForward(exec: Exec): Promise<PortForward> {
  const server = createSocket("udp4");
  const peers = new Map<string, Promise<Duplex>>();
  server.on("message", (message, from) => {
    const key = `${from.address}:${from.port}`;
    const peer = peers.get(key) ?? answering(server, from, exec);
    peers.set(key, peer);
    peer.then(
      (stream) => stream.write(message),
      () => peers.delete(key),
    );
  });
  server.on("error", () => {});
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.close();
    for (const peer of peers.values()) void peer.then((stream) => stream.destroy()).catch(() => {});
  };
  return { port: server.address().port, close };
}

async function answering(server: Datagrams, { port, address }: RemoteInfo, exec: Exec): Promise<Duplex> {
  const { stream } = await exec();
  const reader = frameReader();
  stream.on("error", () => {});
  stream.on("data", (chunk: Buffer) => {
    for (const { stream: from, bytes } of reader.take(chunk)) if (from === "stdout") server.send(bytes, port, address);
  });
  return stream;
}
