// What BuildKit's frontend says of Dockerfiles, asked over the engine's own API (`POST /grpc`): one connection for all of them, where
// `docker buildx build --print=outline` is a program for each.
import { createHash, randomUUID } from "node:crypto";
import { request } from "node:http";
import { connect as connectHttp2, type ClientHttp2Session, type IncomingHttpHeaders } from "node:http2";
import type { Duplex } from "node:stream";
import { resolveEndpoint } from "../../src/sources/engine/client/endpoint.ts";

export interface Frontend {
  /** Its refusal of each text, or undefined where it takes it. It outlines the build, and builds nothing. */
  outlines(texts: readonly string[]): Promise<(string | undefined)[]>;
  [Symbol.dispose](): void;
}

/** Many at a time: the engine writes each down to its disk, and waits for it. */
const atATime = 16;
const answerMs = 60_000;

/** Undefined where the engine has no BuildKit. */
export async function openFrontend(): Promise<Frontend | undefined> {
  const socket = await grpcSocket();
  if (socket === undefined) return undefined;
  const session = connectHttp2("http://localhost", { createConnection: () => socket });
  // Told by each question that is open.
  session.on("error", () => {});
  return {
    async outlines(texts) {
      const definition = filesOf(texts);
      const answers: (string | undefined)[] = [];
      const waiting = texts.keys();
      const worker = async () => {
        for (const at of waiting) answers[at] = await outline(session, definition, at);
      };
      await Promise.all(Array.from({ length: atATime }, worker));
      return answers;
    },
    [Symbol.dispose]: () => session.destroy(),
  };
}

async function grpcSocket(): Promise<Duplex | undefined> {
  const { address } = await resolveEndpoint(undefined, process.env);
  const { promise, resolve, reject } = Promise.withResolvers<Duplex | undefined>();
  const headers = { Host: "engine", Connection: "Upgrade", Upgrade: "h2c" };
  const outgoing = request({ ...address, method: "POST", path: "/grpc", headers, agent: false });
  outgoing.setTimeout(answerMs, () => outgoing.destroy(new Error("the engine does not answer")));
  outgoing.on("upgrade", (_, socket, head) => {
    socket.setTimeout(0);
    if (head.length > 0) socket.unshift(head);
    resolve(socket);
  });
  outgoing.on("response", (message) => {
    message.resume();
    resolve(undefined);
  });
  outgoing.on("error", reject);
  outgoing.end();
  return promise;
}

/** `Solve` of BuildKit's api/services/control/control.proto, with what `docker buildx build --print=outline` asks. */
async function outline(session: ClientHttp2Session, definition: Buffer, at: number): Promise<string | undefined> {
  const attributes = {
    requestid: "frontend.outline",
    "frontend.caps": "moby.buildkit.frontend.subrequests",
    filename: String(at),
  };
  const message = Buffer.concat([
    bytes(1, randomUUID()),
    bytes(6, "dockerfile.v0"),
    ...Object.entries(attributes).map(([key, value]) => entry(7, key, value)),
    entry(10, "dockerfile", definition),
  ]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingHttpHeaders>();
  const stream = session.request({
    ":method": "POST",
    ":path": "/moby.buildkit.v1.Control/Solve",
    "content-type": "application/grpc",
    te: "trailers",
  });
  let told: IncomingHttpHeaders = {};
  stream.setTimeout(answerMs, () => stream.close());
  // A refusal without a body has its status among the headers.
  stream.on("response", (headers) => (told = { ...told, ...headers }));
  stream.on("trailers", (headers) => (told = { ...told, ...headers }));
  stream.on("close", () => resolve(told)).on("error", reject);
  stream.resume();
  stream.end(Buffer.concat([head, message]));

  const { "grpc-status": status, "grpc-message": words = "" } = await promise;
  if (status === "0") return undefined;
  const error = decodeURIComponent(String(words));
  // Unknown and invalid argument are the frontend's; all others are the way to it.
  if (status === "2" || status === "3") return `refused: ${error}`;
  throw new Error(`no answer to file ${at}: status ${String(status)}, ${error}`);
}

/** LLB of one folder that holds each text under its number (pb.Definition of BuildKit's solver/pb/ops.proto). */
function filesOf(texts: readonly string[]): Buffer {
  const last = texts.length - 1;
  const actions = texts.map((text, at) => {
    const made = [bytes(1, `/${at}`), number(2, 0o644), bytes(3, text), number(5, -1)];
    // Each begins with what the one before left, and the last one's folder is the output.
    const places = [number(1, at - 1), number(2, -1), number(3, at === last ? 0 : -1)];
    return bytes(2, Buffer.concat([...places, bytes(5, Buffer.concat(made))]));
  });
  const files = bytes(4, Buffer.concat(actions));
  const end = bytes(1, bytes(1, digest(files)));
  const metadata = [files, end].map((operation) => entry(2, digest(operation), ""));
  return Buffer.concat([bytes(1, files), bytes(1, end), ...metadata]);
}

const digest = (operation: Buffer): string => `sha256:${createHash("sha256").update(operation).digest("hex")}`;

// Fields of a message (protobuf.dev, "Encoding"): numbers, texts and messages, and entries of a map.
function varint(value: number): Buffer {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
  return Buffer.from([...out, Number(rest)]);
}
const number = (field: number, value: number): Buffer => Buffer.concat([varint(field << 3), varint(value)]);
function bytes(field: number, value: string | Buffer): Buffer {
  const content = typeof value === "string" ? Buffer.from(value) : value;
  return Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
}
const entry = (field: number, key: string, value: string | Buffer): Buffer =>
  bytes(field, Buffer.concat([bytes(1, key), bytes(2, value)]));
