// An engine that keeps sending and never ends: a real server on raw sockets.
import { createServer, type Socket } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openBaseImages } from "../images/base-images.ts";
import { getJson } from "./get-json.ts";
import { httpClient } from "./http.ts";
import { upgraded } from "./upgraded.ts";

const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nApi-Version: 1.45\r\n";

/** Replies to each request with `first`, then with one byte of `drip` every 20 ms. */
async function dripping(first: string, drip: string): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-drip-"));
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let at = 0;
    let timer: NodeJS.Timeout | undefined;
    socket.on("error", () => {}).on("close", () => clearInterval(timer));
    socket.once("data", () => {
      socket.write(first);
      timer = setInterval(() => socket.write(drip.charAt(at++ % drip.length)), 20);
    });
  });
  const path = join(folder, "engine.sock");
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    path,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Dripping data in each part of a response. */
const drips: readonly [string, string, string][] = [
  ["nothing but the status line", "", "HTTP/1.1 200 OK"],
  ["digits of the status", "HTTP/1.1 2", "0"],
  ["letters of a header's name", "HTTP/1.1 200 OK\r\nX", "x"],
  ["a header's value", "HTTP/1.1 200 OK\r\nX: ", "x"],
  ["headers", "HTTP/1.1 200 OK\r\n", "a: b\r\n"],
  ["interim answers", "", "HTTP/1.1 100 Continue\r\n\r\n"],
  ["blanks of a body that ends with the connection", `${head}\r\n`, " "],
  ["blanks of a body with a length", `${head}Content-Length: 100000\r\n\r\n`, " "],
  ["items of a list", `${head}Content-Length: 100000\r\n\r\n[`, "{},"],
  ["a text", `${head}\r\n"`, "x"],
  ["chunks", `${head}Transfer-Encoding: chunked\r\n\r\n`, "1\r\n \r\n"],
  ["the size of a chunk", `${head}Transfer-Encoding: chunked\r\n\r\n`, "0"],
  ["an extension of a chunk", `${head}Transfer-Encoding: chunked\r\n\r\n1;`, "x"],
  ["trailers", `${head}Transfer-Encoding: chunked\r\n\r\n0\r\n`, "a: b\r\n"],
  ["a refusal", `HTTP/1.1 500 No\r\nContent-Length: 100000\r\n\r\n`, "x"],
  ["a redirect", `HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 100000\r\n\r\n`, "x"],
];

const within = async (seconds: number, work: () => Promise<unknown>) => {
  const begin = performance.now();
  const error = await work().then(
    () => undefined,
    (why: unknown) => why,
  );
  expect(performance.now() - begin).toBeLessThan(seconds * 1_000);
  return error;
};

const request = { method: "GET", path: "/images/json", timeoutMs: 250 } as const;
const client = (path: string) => httpClient({ address: { socketPath: path }, text: path }, "");

describe.concurrent("the time limit of a dripping response", () => {
  it.each(drips)("%s, as JSON", async (_, first, drip) => {
    await using engine = await dripping(first, drip);
    expect(await within(3, () => client(engine.path).call(request))).toBeInstanceOf(Error);
  });
  it.each(drips)("%s, to a check of texts", async (_, first, drip) => {
    await using engine = await dripping(first, drip);
    expect(await within(2, () => getJson(engine.path, "/images/json", 250, undefined))).toBeInstanceOf(Error);
  });
  it.each(drips.slice(0, 6))("times out on %s instead of a connection", async (_, first, drip) => {
    await using engine = await dripping(first, drip);
    const endpoint = { address: { socketPath: engine.path }, text: engine.path };
    const asked = () => upgraded(endpoint, "", request);
    expect(await within(2, asked)).toBeInstanceOf(Error);
  });
});

describe.concurrent("a stream without a time limit", () => {
  it.each(["/events", "/containers/x/logs", "/containers/x/export", "/images/x/get"])("%s", async (path) => {
    await using engine = await dripping(`${head}\r\n`, "x");
    const body = await client(engine.path).open({ ...request, timeoutMs: 800, path });
    const begin = performance.now();
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (performance.now() - begin > 1_900) break;
    }
    expect(bytes).toBeGreaterThan(5);
  });
  it("times out if the header drips", async () => {
    await using engine = await dripping("HTTP/1.1 200 OK\r\nX: ", "x");
    expect(await within(3, () => client(engine.path).open({ ...request, path: "/events" }))).toBeInstanceOf(Error);
  });
});

describe.concurrent("a signal during a dripping response", () => {
  it.each(drips)("%s", async (_, first, drip) => {
    await using engine = await dripping(first, drip);
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("stop")), 100);
    const slow = { ...request, timeoutMs: 20_000, signal: stop.signal };
    expect(await within(2, () => client(engine.path).call(slow))).toBeInstanceOf(Error);
    expect(await within(2, () => getJson(engine.path, "/", 20_000, AbortSignal.timeout(100)))).toBeInstanceOf(Error);
  });
});

it("limits a check's total time for an engine that drips", async () => {
  await using engine = await dripping(`HTTP/1.1 200 OK\r\n\r\n[`, "{},");
  const bases = () => openBaseImages({ DOCKER_HOST: `unix://${engine.path}` });
  expect(await within(4, async () => (await bases()).look("debian:12"))).toBeUndefined();
});
