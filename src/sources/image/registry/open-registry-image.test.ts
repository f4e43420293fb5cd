import { describe, expect, it } from "vitest";
import type { BlobStore, OciDescriptor } from "../../../../test/images/oci.ts";
import { attestation, blobStore, sha256 } from "../../../../test/images/oci.ts";
import type { RegistryFaults } from "../../../../test/images/registry-server.ts";
import { startRegistry, startServer } from "../../../../test/images/registry-server.ts";
import type { FoundCredential } from "./credentials.ts";
import { listTags } from "./list-tags.ts";
import { openRegistryImage } from "./open-registry-image.ts";

const nobody = { findCredential: async (): Promise<FoundCredential> => ({ note: "no login is stored" }) };
const refused = (message: RegExp, code = "registry-refused") => ({
  name: "Failure",
  code,
  message: expect.stringMatching(message) as string,
  hint: expect.stringMatching(/./) as string,
});

async function withImage(faults: RegistryFaults = {}, options: Parameters<BlobStore["image"]>[0] = {}) {
  const store = blobStore();
  const image = store.image(options);
  const server = await startRegistry(store, new Map([["team/app:1", image.digest]]), faults);
  return { store, image, server, name: `${server.host}/team/app:1` };
}

describe("openRegistryImage", () => {
  it.each(["oci", "docker"] as const)("opens an image with %s media types", async (media) => {
    const { image, server, name, store } = await withImage({}, { media, layers: [[{ path: "a" }], [{ path: "b" }]] });
    await using _ = server;
    const opened = await openRegistryImage(name, nobody);
    expect(opened).toMatchObject({ name, manifestDigest: image.digest, config: { user: "app" } });
    expect(opened).not.toHaveProperty("indexDigest");
    expect(opened.layers).toHaveLength(2);
    for (const { bytes, cacheKey, compressedBytes, verified } of opened.layers) {
      if (bytes.kind !== "registry") throw new Error(bytes.kind);
      expect(store.blobs.get(bytes.blob.digest)?.length).toBe(bytes.blob.size);
      expect([cacheKey, compressedBytes, verified]).toEqual([`blob:${bytes.blob.digest}`, bytes.blob.size, true]);
      // A worker reads it in another thread.
      expect(structuredClone(bytes)).toEqual(bytes);
    }
    expect((await openRegistryImage(`${server.host}/team/app@${image.digest}`, nobody)).manifestDigest).toBe(
      image.digest,
    );
  });

  it("selects from an index, by tag and by digest", async () => {
    const store = blobStore();
    const images = ["amd64", "arm64"].map((architecture): OciDescriptor => ({
      ...store.image({ architecture }),
      platform: { os: "linux", architecture },
    }));
    const index = store.index([...images, ...images.map((image) => attestation(store, image))]);
    await using server = await startRegistry(store, new Map([["app:1", index.digest]]));
    for (const name of [`${server.host}/app:1`, `${server.host}/app@${index.digest}`]) {
      expect(await openRegistryImage(name, { ...nobody, platform: "linux/arm64" })).toMatchObject({
        manifestDigest: images[1]?.digest,
        indexDigest: index.digest,
      });
    }
    await expect(openRegistryImage(`${server.host}/app:1`, { ...nobody, platform: "linux/386" })).rejects.toMatchObject(
      refused(/has no image for linux\/386; it has: linux\/amd64, linux\/arm64/, "no-such-image"),
    );
    // A single image is checked by its configuration.
    await expect(
      openRegistryImage(`${server.host}/app@${images[0]?.digest}`, { ...nobody, platform: "linux/arm64" }),
    ).rejects.toMatchObject(refused(/has no image for linux\/arm64; it has: linux\/amd64/, "no-such-image"));
  });

  it("reports missing images of a registry", async () => {
    const { server } = await withImage();
    await using _ = server;
    await expect(openRegistryImage(`${server.host}/team/app:2`, nobody)).rejects.toMatchObject(
      refused(/has no 127.0.0.1:\d+\/team\/app:2 \(MANIFEST_UNKNOWN: manifest unknown\)/),
    );
    // Nothing listens there any more.
    const gone = await startServer(() => {});
    await gone[Symbol.asyncDispose]();
    await expect(openRegistryImage(`${gone.host}/app`, nobody)).rejects.toMatchObject(
      refused(/cannot be reached: nothing listens there/, "registry-unreachable"),
    );
    await expect(openRegistryImage("registry.invalid/app", { ...nobody, env: {} })).rejects.toMatchObject(
      refused(/registry.invalid/, "registry-unreachable"),
    );
  });

  it.each<[string, RegistryFaults["before"], RegExp, string]>([
    [
      "a manifest that is not what its digest says",
      ({ url = "" }, response) =>
        /manifests/.test(url) && !!response.setHeader("Docker-Content-Digest", sha256("x")).end("{}"),
      /its digest is/,
      "bad-image",
    ],
    [
      "a manifest that is HTML",
      ({ url = "" }, response) => /manifests/.test(url) && !!response.end("<html>"),
      /the manifest of/,
      "bad-image",
    ],
    [
      "a manifest without end",
      ({ url = "" }, response) => /manifests/.test(url) && !!response.end(Buffer.alloc(6_000_000, " ")),
      /more than 4194304 bytes/,
      "registry-refused",
    ],
    [
      "a configuration of other content",
      ({ url = "" }, response) => /blobs/.test(url) && !!response.end("{}"),
      /its digest is/,
      "bad-image",
    ],
    [
      "a status that no registry has",
      ({ url = "" }, response) => /manifests/.test(url) && !!response.writeHead(418).end(),
      /answers 418/,
      "registry-refused",
    ],
    [
      "redirects in a circle",
      ({ url = "" }, response) => /manifests/.test(url) && !!response.writeHead(307, { Location: url }).end(),
      /redirects without end/,
      "registry-refused",
    ],
    [
      "a redirect to a file",
      ({ url = "" }, response) =>
        /manifests/.test(url) && !!response.writeHead(307, { Location: "file:///etc/passwd" }).end(),
      /redirects to no address/,
      "registry-refused",
    ],
    [
      "a server that wants an hour",
      ({ url = "" }, response) => /manifests/.test(url) && !!response.writeHead(429, { "Retry-After": "3600" }).end(),
      /answers 429, and asks to wait 3600 s/,
      "registry-unreachable",
    ],
  ])("refuses %s", async (_name, before, message, code) => {
    const { server, name } = await withImage(before === undefined ? {} : { before });
    await using _ = server;
    await expect(openRegistryImage(name, nobody)).rejects.toMatchObject(refused(message, code));
  });

  it("retries if a server is busy or a connection is lost", async () => {
    const { server, name, image } = await withImage({
      before({ url = "", socket }, response, count) {
        if (url === "/v2/") return false;
        if (count === 1) response.writeHead(503).end();
        else if (count === 2) response.writeHead(429, { "Retry-After": "0" }).end();
        else if (count === 3) socket.destroy();
        else return false;
        return true;
      },
    });
    await using _ = server;
    expect((await openRegistryImage(name, nobody)).manifestDigest).toBe(image.digest);
  });

  it("asks the mirrors first, and reports all errors", async () => {
    const { server, name, image } = await withImage();
    await using _ = server;
    const store = blobStore();
    await using empty = await startRegistry(store, new Map());
    const mirrors = { [server.host]: [`${empty.host}/some/path`] };
    const opened = await openRegistryImage(name, { ...nobody, mirrors });
    expect(opened.manifestDigest).toBe(image.digest);
    expect(empty.asked.map(({ url }) => url)).toContain("/v2/some/path/team/app/manifests/1");
    await expect(openRegistryImage(`${server.host}/other`, { ...nobody, mirrors })).rejects.toMatchObject(
      refused(/has no .*other:latest.*Its mirrors before that: 127.0.0.1:\d+ has no/),
    );
    const hub = await openRegistryImage("team/app:1", { ...nobody, mirrors: { "docker.io": [server.host] } });
    expect(hub).toMatchObject({ name: "team/app:1", manifestDigest: image.digest });
    await expect(openRegistryImage(name, { ...nobody, mirrors: { [server.host]: ["a b"] } })).rejects.toMatchObject(
      refused(/is not a mirror/, "bad-config"),
    );
  });

  it("uses plain HTTP only for listed hosts, through the proxy", async () => {
    const store = blobStore();
    const image = store.image();
    await using registry = await startRegistry(store, new Map([["app:1", image.digest]]));
    // A proxy that knows the name, unlike the resolver of this machine.
    await using proxy = await startServer((request, response) => {
      const { pathname } = new URL(request.url ?? "");
      void fetch(`http://${registry.host}${pathname}`).then(async (answer) => {
        response.writeHead(answer.status);
        response.end(Buffer.from(await answer.arrayBuffer()));
      });
    });
    const env = { HTTP_PROXY: `http://${proxy.host}` };
    const options = { ...nobody, env, insecure: ["registry.invalid:5000"] };
    expect((await openRegistryImage("registry.invalid:5000/app:1", options)).manifestDigest).toBe(image.digest);
    expect(proxy.asked.map(({ url }) => url)).toContain("http://registry.invalid:5000/v2/app/manifests/1");
    const without = { ...options, env: { ...env, NO_PROXY: "registry.invalid" } };
    await expect(openRegistryImage("registry.invalid:5000/app:1", without)).rejects.toMatchObject({
      code: "registry-unreachable",
    });
    await expect(openRegistryImage("registry.invalid:5000/app:1", { ...nobody, env })).rejects.toMatchObject({
      code: "registry-unreachable",
    });
  });

  it("ignores addresses in descriptors", async () => {
    await using elsewhere = await startServer((_request, response) => response.end("reached"));
    const store = blobStore();
    const image = store.image();
    const plain = JSON.parse(String(store.blobs.get(image.digest))) as { config: object; layers: object[] };
    const urls = [`http://${elsewhere.host}/layer`, "http://169.254.169.254/latest/meta-data/"];
    const manifest = {
      ...plain,
      config: { ...plain.config, urls },
      layers: plain.layers.map((one) => ({ ...one, urls })),
    };
    const { digest } = store.add(Buffer.from(JSON.stringify(manifest)), "application/vnd.oci.image.manifest.v1+json");
    await using server = await startRegistry(store, new Map([["app:1", digest]]));
    const opened = await openRegistryImage(`${server.host}/app:1`, nobody);
    expect(opened.manifestDigest).toBe(digest);
    expect(elsewhere.asked).toEqual([]);
  });

  it.each(["http://127.0.0.1:1/blob", "http://[::ffff:127.0.0.1]:1/blob", "http://169.254.169.254/x", "//0/x"])(
    "follows no redirect to a local address: %s",
    async (location) => {
      const { server, name } = await withImage({
        before: ({ url = "" }, response) =>
          /blobs/.test(url) && !!response.writeHead(307, { Location: location }).end(),
      });
      await using _ = server;
      await expect(openRegistryImage(name, nobody)).rejects.toMatchObject(refused(/was not asked: its address is/));
    },
  );

  it("stops on the signal", async () => {
    await using silent = await startServer(({ url }, response) => void (url === "/v2/" && response.end()));
    const stop = new AbortController();
    const opening = openRegistryImage(`${silent.host}/app`, { ...nobody, signal: stop.signal });
    setTimeout(() => stop.abort(), 200);
    await expect(opening).rejects.toMatchObject({ code: "interrupted" });
  });
});

describe("listTags", () => {
  it("reads all pages", async () => {
    await using server = await startServer(({ url = "" }, response) => {
      if (/last=b/.test(url)) return void response.end('{"tags":["c","a"]}');
      response.setHeader("Link", '</v2/app/tags/list?n=2&last=b>; rel="next"');
      response.end('{"name":"app","tags":["b","a"]}');
    });
    expect(await listTags(`${server.host}/app`, nobody)).toEqual(["a", "b", "c"]);
  });

  it("rejects endless pages, and accepts an empty list", async () => {
    await using server = await startServer(({ url = "" }, response) => {
      if (/empty/.test(url)) return void response.end('{"tags":null}');
      response.setHeader("Link", '<http://elsewhere.invalid/v2/app/tags/list?last=a>; rel="next"');
      response.end('{"tags":["a"]}');
    });
    expect(await listTags(`${server.host}/empty`, nobody)).toEqual([]);
    await expect(listTags(`${server.host}/app`, nobody)).rejects.toMatchObject(refused(/without end/));
  });
});
