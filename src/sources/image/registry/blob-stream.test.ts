import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { blobStore, sha256 } from "../../../../test/images/oci.ts";
import type { RegistryFaults, TestServer } from "../../../../test/images/registry-server.ts";
import { startRegistry, startServer } from "../../../../test/images/registry-server.ts";
import { readRegistryBytes } from "../bytes/registry.ts";
import type { RegistryBlob, RegistryEndpoint } from "../image-source.ts";
import { blobStream } from "./blob-stream.ts";
import { registryPeer } from "./registry-peer.ts";
import { httpTransport } from "../../http/transport.ts";

const content = randomBytes(3_000_000);
const digest = sha256(content);
const at = ({ host }: TestServer): RegistryEndpoint => ({
  url: `http://${host}/v2/`,
  host,
  repository: "app",
  named: [host],
  credentialNote: "no login is stored",
});
const blobAt = (...servers: readonly TestServer[]): RegistryBlob => ({
  endpoints: servers.map(at),
  digest,
  size: content.length,
});

async function read(blob: RegistryBlob, stallMs?: number, signal?: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of blobStream(
    blob,
    httpTransport({}, registryPeer, stallMs === undefined ? {} : { stallMs }),
    signal,
  ) as AsyncIterable<Buffer>)
    chunks.push(chunk);
  return Buffer.concat(chunks);
}

function serve(faults: RegistryFaults = {}): Promise<TestServer> {
  const store = blobStore();
  store.add(content, "layer");
  return startRegistry(store, new Map(), faults);
}

/** Sends this many bytes of the blob from the requested offset, then breaks the connection, in the first requests. */
const cutting =
  (bytes: number, times: number): RegistryFaults["before"] =>
  ({ headers }, response, count) => {
    if (count >= times) return false;
    const start = Number(/\d+/.exec(headers.range ?? "")?.[0] ?? 0);
    response.writeHead(start === 0 ? 200 : 206, {
      "Content-Length": content.length - start,
      ...(start === 0 ? {} : { "Content-Range": `bytes ${start}-${content.length - 1}/${content.length}` }),
    });
    response.write(content.subarray(start, start + bytes), () => setTimeout(() => response.destroy(), 20));
    return true;
  };

const failing = (message: RegExp, code = "registry-unreachable") => ({
  name: "Failure",
  code,
  message: expect.stringMatching(message) as string,
  hint: expect.stringMatching(/./) as string,
});

describe("blobStream", () => {
  it("resumes a broken connection with a range request", async () => {
    const before = cutting(700_000, 2);
    await using server = await serve(before === undefined ? {} : { before });
    expect((await read(blobAt(server))).equals(content)).toBe(true);
    const ranges = server.asked.map(({ headers }) => headers.range);
    expect(ranges[0]).toBeUndefined();
    expect(ranges.slice(1)).toEqual([expect.stringMatching(/^bytes=\d+-$/), expect.stringMatching(/^bytes=\d+-$/)]);
    expect(Number(/\d+/.exec(ranges[2] ?? "")?.[0])).toBeGreaterThan(700_000);
  });

  it("skips received bytes if the server ignores ranges", async () => {
    const before = cutting(700_000, 1);
    await using server = await serve({ ignoresRange: true, ...(before === undefined ? {} : { before }) });
    expect((await read(blobAt(server))).equals(content)).toBe(true);
    expect(server.asked).toHaveLength(2);
  });

  it("survives many failures while it makes progress", async () => {
    // More than a mebibyte each time: never the fifth failure in a row.
    const before = cutting(1_200_000, 99);
    await using server = await serve(before === undefined ? {} : { before });
    expect((await read(blobAt(server))).equals(content)).toBe(true);
  });

  it("gives up without data, and reports it", { timeout: 20_000 }, async () => {
    const before = cutting(0, 99);
    await using server = await serve(before === undefined ? {} : { before });
    await expect(read(blobAt(server))).rejects.toMatchObject(failing(/tried 5 times/));
    expect(server.asked).toHaveLength(5);
  });

  it("does not wait for a server that falls silent", async () => {
    let silent = 0;
    await using server = await serve({
      before(_request, response, count) {
        if (count > 1) return false;
        silent++;
        if (count === 1)
          response.writeHead(200, { "Content-Length": content.length }).write(content.subarray(0, 1_000));
        return true;
      },
    });
    expect((await read(blobAt(server), 200)).equals(content)).toBe(true);
    expect(silent).toBe(2);
  });

  it("does not take a slow reader for a silent server", async () => {
    await using server = await serve();
    const stream = blobStream(blobAt(server), httpTransport({}, registryPeer, { stallMs: 100 }));
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 400));
      bytes += chunk.length;
    }
    expect(bytes).toBe(content.length);
    expect(server.asked).toHaveLength(1);
  });

  it("asks the next endpoint if one lacks the blob", async () => {
    await using whole = await serve();
    await using none = await startRegistry(blobStore(), new Map());
    const before = cutting(1_000_000, 1);
    const faults = (...[request, response, count]: Parameters<NonNullable<RegistryFaults["before"]>>): boolean =>
      before?.(request, response, count) === true || !!response.writeHead(404).end();
    await using half = await serve({ before: faults });
    expect((await read(blobAt(none, half, whole))).equals(content)).toBe(true);
    expect(whole.asked.map(({ headers }) => headers.range)).toEqual(["bytes=1000000-"]);
    await expect(read(blobAt(none, none))).rejects.toMatchObject(
      failing(/has no blob .*Its mirrors before that/, "registry-refused"),
    );
  });

  it("sends no login to another host, nor in plain text", async () => {
    await using storage = await startServer((_request, response) => response.end(content));
    await using server = await serve({
      before: (_request, response) =>
        !!response.writeHead(307, { Location: `http://${storage.host}/signed?x=1` }).end(),
    });
    const endpoint = { ...at(server), named: [server.host, storage.host], authorization: "Bearer once" };
    expect((await read({ ...blobAt(server), endpoints: [endpoint] })).equals(content)).toBe(true);
    expect(server.asked[0]?.headers.authorization).toBe("Bearer once");
    expect(storage.asked[0]?.headers).not.toHaveProperty("authorization");
  });

  it.each<[string, RegistryFaults["before"], RegExp]>([
    [
      "another length",
      (_request, response) => !!response.end("short"),
      /sends 5 bytes of sha256:.*, its manifest says 3000000/,
    ],
    [
      "another part than the one it was asked for",
      ({ headers }, response) => {
        if (headers.range === undefined) return cutting(500_000, 1)?.({ headers } as never, response, 0) === true;
        return !!response.writeHead(206, { "Content-Range": "bytes 0-9/3000000" }).end("0123456789");
      },
      /sends another part/,
    ],
  ])("refuses %s", async (_name, before, message) => {
    await using server = await serve(before === undefined ? {} : { before });
    await expect(read(blobAt(server))).rejects.toMatchObject(failing(message, "bad-image"));
  });

  it("stops on the signal, even while it waits", async () => {
    await using server = await serve({
      before: (_request, response) => response.writeHead(200, { "Content-Length": content.length }).write("x"),
    });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    await expect(read(blobAt(server), undefined, stop.signal)).rejects.toMatchObject({ code: "interrupted" });
  });
});

describe("readRegistryBytes", () => {
  const paths = async (store = blobStore(), change: (blob: RegistryBlob) => RegistryBlob = (blob) => blob) => {
    const members = Array.from({ length: 300 }, (_, index) => ({ path: `f${index}`, content: randomBytes(1_000) }));
    store.image({ layers: [members], compression: "zstd" });
    const [layer] = [...store.blobs].filter(([, bytes]) => bytes.length > 100_000);
    await using server = await startRegistry(store, new Map());
    const blob = { endpoints: [at(server)], digest: layer?.[0] ?? "", size: layer?.[1].length ?? 0 };
    const found: string[] = [];
    await readRegistryBytes(
      { kind: "registry", blob: change(blob), where: "layer 0" },
      ({ path }) => void found.push(path),
    );
    return found;
  };

  it("walks a layer during its download", async () => {
    expect(await paths()).toHaveLength(300);
  });

  it("verifies its digest", async () => {
    const store = blobStore();
    const set = store.blobs.set.bind(store.blobs);
    // The registry sends, under the same digest, other bytes of the same length: in the middle of a file's content.
    store.blobs.set = (key, bytes) => {
      if (bytes.length < 100_000) return set(key, bytes);
      const other = Buffer.from(bytes);
      other[150_000] = (other[150_000] ?? 0) ^ 1;
      return set(key, other);
    };
    await expect(paths(store)).rejects.toMatchObject(
      failing(/^layer 0: its (digest is sha256|zstd data is damaged)/, "bad-image"),
    );
  });

  it("rejects more bytes than the manifest announces", async () => {
    await expect(paths(blobStore(), (blob) => ({ ...blob, size: blob.size - 1 }))).rejects.toMatchObject(
      failing(/its manifest says/, "bad-image"),
    );
  });
});
