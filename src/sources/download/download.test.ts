import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { folderOf } from "../../../test/cli/run-cli.ts";
import type { Fault } from "../../../test/feeds/static-server.ts";
import { cutting, serveFiles } from "../../../test/feeds/static-server.ts";
import { httpTransport } from "../http/transport.ts";
import type { DownloadRequest } from "./download.ts";
import { download } from "./download.ts";
import { feedPeer } from "./feed-peer.ts";

const content = randomBytes(3_000_000);
const sha256 = createHash("sha256").update(content).digest("hex");

/** One download of `/feed` from a faulty server; its requests, and the files left in the folder. */
async function fetched(
  fault: Fault | undefined,
  options: Partial<DownloadRequest> & { readonly env?: NodeJS.ProcessEnv; readonly stallMs?: number } = {},
  bytes: Buffer = content,
) {
  await using server = await serveFiles({ "/feed": bytes });
  server.fault = fault;
  await using folder = await folderOf({});
  const file = join(folder.path, "feed");
  const { env = {}, stallMs, ...rest } = options;
  const request = {
    url: new URL(`${server.base}/feed`),
    what: "the feed",
    file,
    maxBytes: 10_000_000,
    totalMs: 30_000,
  };
  const result = await download(
    { ...request, ...rest },
    httpTransport(env, feedPeer, stallMs === undefined ? {} : { stallMs }),
  ).catch((error: unknown) => error as Error & { code?: string; hint?: string });
  const left = await readdir(folder.path);
  const got = left.includes("feed") ? await readFile(file) : undefined;
  return { result, got, left, asked: server.asked.map(({ headers }) => headers), host: server.host };
}

const answering =
  (status: number, headers: Readonly<Record<string, string | number>>, body: Buffer | string = ""): Fault =>
  (_request, response) =>
    !!response.writeHead(status, headers).end(body);

const failing = (message: RegExp, code: string, hint = /./) => ({
  name: "Failure",
  code,
  message: expect.stringMatching(message) as string,
  hint: expect.stringMatching(hint) as string,
});

describe.concurrent("download", () => {
  it("writes the file, and returns its digest and validators", async () => {
    const { result, got, asked } = await fetched(undefined);
    expect(result).toEqual({
      kind: "file",
      bytes: content.length,
      sha256,
      validators: { etag: expect.stringMatching(/^"[0-9a-f]{16}"$/) as string },
    });
    expect(got?.equals(content)).toBe(true);
    expect(asked[0]).not.toHaveProperty("if-none-match");
  });

  it("skips a current copy, and leaves no file then", async () => {
    const etag = `"${sha256.slice(0, 16)}"`;
    const lastModified = "Tue, 24 Nov 2026 00:00:00 GMT";
    const { result, left, asked } = await fetched(undefined, { validators: { etag, lastModified } });
    expect([result, left]).toEqual([{ kind: "unchanged" }, []]);
    expect(asked[0]).toMatchObject({ "if-none-match": etag, "if-modified-since": lastModified });
    expect(await fetched(undefined, { validators: { etag: '"other"' } })).toMatchObject({ result: { kind: "file" } });
  });

  it("rejects an unrequested not-modified status", async () => {
    const { result, left } = await fetched(answering(304, {}));
    expect(result).toMatchObject(failing(/answers 304/, "advisories-unreachable"));
    expect(left).toEqual([]);
  });

  it("resumes after a broken connection if the file is unchanged", async () => {
    const { got, asked } = await fetched(cutting(content, 700_000, 2));
    expect(got?.equals(content)).toBe(true);
    expect(asked.map(({ range }) => range)).toEqual([
      undefined,
      ...[1, 2].map(() => expect.stringMatching(/^bytes=\d+-$/)),
    ]);
    const [once = 0, twice = 0] = asked.slice(1).map(({ range }) => Number(range?.slice("bytes=".length, -1)));
    // A broken connection may lose the bytes in flight, but no more.
    expect(once).toBeGreaterThan(0);
    expect(once).toBeLessThanOrEqual(700_000);
    expect(twice).toBeGreaterThan(once);
    expect(twice).toBeLessThanOrEqual(once + 700_000);
    expect(asked[1]?.["if-range"]).toBe(asked[2]?.["if-range"]);
  });

  it("restarts if the file changed meanwhile", async () => {
    const newer = randomBytes(2_000_000);
    const { result, got } = await fetched(cutting(content, 700_000, 1), {}, newer);
    expect(result).toMatchObject({ kind: "file", bytes: newer.length });
    expect(got?.equals(newer)).toBe(true);
  });

  it("restarts without validators", async () => {
    const { got, asked } = await fetched((_request, response, count) => {
      if (count === 0) {
        response.writeHead(200, { "Content-Length": content.length });
        response.write(content.subarray(0, 500_000), () => setTimeout(() => response.destroy(), 20));
      } else response.end(content);
      return true;
    });
    expect(got?.equals(content)).toBe(true);
    expect(asked[1]).not.toHaveProperty("range");
  });

  it.each<[string, Fault]>([
    ["another part than it was asked for", answering(206, { "Content-Range": "bytes 0-9/3000000" }, "0123456789")],
    ["no part", answering(416, { "Content-Range": "bytes */5" })],
  ])("restarts when a server sends %s", async (_, fault) => {
    const cut = cutting(content, 700_000, 1);
    const { got, asked } = await fetched((request, response, count) =>
      count === 1 ? fault(request, response, count) : cut(request, response, count),
    );
    expect(got?.equals(content)).toBe(true);
    expect(asked.map(({ range }) => range)).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/), undefined]);
  });

  it("waits as long as a busy server requests, within a limit", async () => {
    const busy =
      (seconds: string): Fault =>
      (_request, response, count) =>
        count === 0 && !!response.writeHead(503, { "Retry-After": seconds }).end();
    const begun = performance.now();
    expect((await fetched(busy("1"))).got?.equals(content)).toBe(true);
    expect(performance.now() - begun).toBeGreaterThan(950);
    expect((await fetched(busy("3600"))).result).toMatchObject(
      failing(/answers 503 .*asks to wait 3600 s/, "advisories-unreachable", /mirror/),
    );
  });

  it.each(["gzip", "zstd"] as const)("decompresses transfer encoding %s", async (encoding) => {
    const text = Buffer.from("advisory ".repeat(300_000));
    const packed = encoding === "gzip" ? gzipSync(text) : zstdCompressSync(text);
    const fault = answering(200, { "Content-Encoding": encoding, "Content-Length": packed.length }, packed);
    const { result, got, left, asked } = await fetched(fault);
    expect(result).toMatchObject({ bytes: text.length, sha256: createHash("sha256").update(text).digest("hex") });
    expect(got?.equals(text)).toBe(true);
    expect(left).toEqual(["feed"]);
    expect(asked[0]?.["accept-encoding"]).toBe("gzip, zstd");
    const { result: bomb, left: nothing } = await fetched(fault, { maxBytes: 1_000_000 });
    expect(bomb).toMatchObject(failing(/unpacked it has more than the 1000000 bytes/, "bad-advisories"));
    expect(nothing).toEqual([]);
    const half = packed.subarray(0, packed.length - 20);
    const { result: cut } = await fetched(answering(200, { "Content-Encoding": encoding }, half));
    expect(cut).toMatchObject(failing(/packed, and damaged/, "bad-advisories"));
  });

  it("follows redirects, without the login on another host", async () => {
    await using other = await serveFiles({ "/there": content });
    const named = [other.host];
    const { got, asked } = await fetched(answering(302, { Location: `${other.base}/there` }), { named });
    expect(got?.equals(content)).toBe(true);
    expect(asked).toHaveLength(1);
    await using first = await serveFiles({});
    first.fault = answering(302, { Location: `${other.base}/there` });
    const url = new URL(`http://ann:secret@${first.host}/feed`);
    expect((await fetched(undefined, { url, named })).got?.equals(content)).toBe(true);
    expect(first.asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from("ann:secret").toString("base64")}`);
    expect(other.asked.at(-1)?.headers).not.toHaveProperty("authorization");
  });

  it("uses a proxy, except for hosts in NO_PROXY", async () => {
    await using proxy = await serveFiles({ "/feed": content });
    const url = new URL("http://feeds.invalid/feed");
    const env = { HTTP_PROXY: proxy.base };
    expect((await fetched(undefined, { url, env })).got?.equals(content)).toBe(true);
    expect(proxy.asked[0]?.url).toBe("http://feeds.invalid/feed");
    const past = await fetched(undefined, { url, env: { ...env, NO_PROXY: "feeds.invalid" } });
    expect(past.result).toMatchObject(failing(/feeds\.invalid/, "advisories-unreachable", /proxy/));
  });

  it("reports progress", async () => {
    const told: [number, number | undefined][] = [];
    await fetched(undefined, { onBytes: (bytes, total) => void told.push([bytes, total]) });
    expect(told.at(-1)).toEqual([content.length, content.length]);
    expect(told.length).toBeGreaterThan(2);
  });
});

describe.concurrent("errors leave no file and give a hint", () => {
  const digest = createHash("sha256").update("other").digest("base64");
  const md5 = createHash("md5").update("other").digest("base64");
  it.each<[string, Fault, RegExp, string, RegExp]>([
    ["gone", answering(404, {}), /has no \/feed \(the feed\)/, "advisories-unreachable", /advisories\.feeds/],
    ["forbidden", answering(403, {}), /answers 403/, "advisories-unreachable", /USER:PASSWORD/],
    ["a web page", answering(200, { "Content-Type": "text/html" }, "x"), /web page/, "bad-advisories", /proxy/],
    ["a web page in disguise", answering(200, {}, "\n<!DOCTYPE html><p>"), /web page/, "bad-advisories", /proxy/],
    [
      "said to be huge",
      answering(200, { "Content-Length": 99_000_000 }),
      /99000000 bytes/,
      "bad-advisories",
      /address/,
    ],
    ["huge", (_, response) => endless(response), /more than the 10000000 bytes/, "bad-advisories", /address/],
    [
      "another digest",
      answering(200, { "Repr-Digest": `sha-256=:${digest}:` }, "x"),
      /sha256/,
      "bad-advisories",
      /way/,
    ],
    [
      "another hash",
      answering(200, { "x-goog-hash": `crc32c=AAAAAA==,md5=${md5}` }, "x"),
      /md5/,
      "bad-advisories",
      /way/,
    ],
    ["packed in no known way", answering(200, { "Content-Encoding": "br" }, "x"), /"br"/, "bad-advisories", /proxy/],
    [
      "a redirect in a circle",
      answering(302, { Location: "/feed" }),
      /without end/,
      "advisories-unreachable",
      /mirror/,
    ],
    [
      "a redirect to a file",
      answering(302, { Location: "file:///etc/passwd" }),
      /no address/,
      "advisories-unreachable",
      /./,
    ],
    ["a loss of TLS", answering(200, {}), /does not speak TLS/, "advisories-unreachable", /http:/],
  ])("%s", async (name, fault, message, code, hint) => {
    await using server = await serveFiles({});
    server.fault = fault;
    const secure = name === "a loss of TLS" ? { url: new URL(`https://${server.host}/feed`) } : {};
    const { result, left } = await fetched(fault, secure);
    expect(result).toMatchObject(failing(message, code, hint));
    expect(left).toEqual([]);
  });

  it("shorter than it says, each time", { timeout: 30_000 }, async () => {
    const { result, asked, left } = await fetched(cutting(content, 1_000, 99));
    expect(result).toMatchObject(failing(/tried 5 times/, "advisories-unreachable"));
    expect(asked).toHaveLength(5);
    expect(left).toEqual([]);
  });

  it("silent, or so slow that its time is over", { timeout: 30_000 }, async () => {
    const silent = await fetched(() => true, { stallMs: 50 });
    expect(silent.result).toMatchObject(failing(/sent nothing for .*tried 5 times/, "advisories-unreachable"));
    const slow: Fault = (_request, response) => {
      response.writeHead(200, { "Content-Length": 1_000 });
      const timer = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(timer));
      return true;
    };
    const { result, left } = await fetched(slow, { totalMs: 300 });
    expect(result).toMatchObject(failing(/gave \d+ of 1000 bytes/, "advisories-unreachable", /--timeout/));
    expect(left).toEqual([]);
  });

  it("nobody there", { timeout: 30_000 }, async () => {
    const { result } = await fetched(undefined, { url: new URL("http://127.0.0.1:9/feed") });
    expect(result).toMatchObject(failing(/nothing listens there/, "advisories-unreachable"));
  });

  it("interrupted, while it waits too", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const { result, left } = await fetched(answering(503, { "Retry-After": "20" }), { signal: stop.signal });
    expect(result).toMatchObject({ code: "interrupted" });
    expect(left).toEqual([]);
  });

  it("no place to write to", async () => {
    const { result } = await fetched(undefined, { file: join(import.meta.filename, "feed") });
    expect(result).toMatchObject(failing(/cannot be written/, "unreadable", /HULLPROOF_DATA/));
  });
});

function endless(response: ServerResponse): true {
  response.writeHead(200);
  const more = (): void => void (response.destroyed || response.write(Buffer.alloc(1_000_000), more));
  more();
  return true;
}
