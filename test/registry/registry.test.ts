// Against a real registry, with images that skopeo made and pushed.
import { execFileSync } from "node:child_process";
import { createPrivateKey, randomBytes, sign, X509Certificate } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLayerBytes } from "../../src/sources/image/bytes/index.ts";
import type { Image } from "../../src/sources/image/image-source.ts";
import { openOciLayout } from "../../src/sources/image/archive/oci.ts";
import { listTags } from "../../src/sources/image/registry/list-tags.ts";
import { openRegistryImage } from "../../src/sources/image/registry/open-registry-image.ts";
import { readTar } from "../../src/sources/image/tar/tar.ts";
import { packedStream } from "../../src/sources/image/unpack/packed-bytes.ts";
import { unpackedSource } from "../../src/sources/image/unpack/unpack.ts";
import type { Member } from "../images/archive.ts";
import { attestation, blobStore, layoutFiles, writeLayout } from "../images/oci.ts";
import { startServer } from "../images/registry-server.ts";
import { installed, realRegistry, skopeo } from "./real-registry.ts";

let folder = "";
let layout = "";
const files: Member[] = [
  { path: "etc/" },
  ...Array.from({ length: 400 }, (_, at) => ({ path: `etc/file${at}`, content: randomBytes(at * 37) })),
  { path: "etc/zeros", content: Buffer.alloc(3_000_000) },
];
const paths = files.map(({ path }) => `/${path.replace(/\/$/, "")}`);
const password = ["pass", "word"].join("");
const login = { kind: "password", username: "me", password } as const;
const as = (credential?: typeof login) => ({
  findCredential: async () => ({ note: "told by the test", ...(credential === undefined ? {} : { credential }) }),
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  const store = blobStore();
  const image = store.image({ layers: [files, [{ path: "etc/.wh.file1" }]], compression: "none" });
  layout = await writeLayout(join(folder, "layout"), layoutFiles(store, [image]));
});
afterAll(() => rm(folder, { recursive: true }));

/** Paths of each layer. Layers in files are read as `unpackedSource` reads them, whichever way the product takes. */
async function walk(image: Image): Promise<string[][]> {
  const all: string[][] = [];
  for (const { bytes } of image.layers) {
    const found: string[] = [];
    const visit = ({ path }: { path: string }) => void found.push(path);
    if (bytes.kind === "file") {
      const input = createReadStream(bytes.path, { start: bytes.start, end: bytes.end - 1 });
      using unpacked = await unpackedSource(packedStream(input), {
        digest: bytes.blobDigest ?? "",
        size: bytes.end - bytes.start,
        where: bytes.where,
      });
      await readTar(unpacked.source, visit, bytes.where);
      await unpacked.finish();
    } else await readLayerBytes(bytes, visit);
    all.push(found);
  }
  return all;
}

describe.skipIf(!installed("skopeo"))("OCI layouts of skopeo", () => {
  it.each(["gzip", "zstd", "zstd:chunked"])("%s", async (format) => {
    const target = join(folder, `oci-${format.replace(":", "-")}`);
    await skopeo("--dest-compress-format", format, `oci:${layout}`, `oci:${target}:example`);
    const image = await openOciLayout(target);
    expect(image).toMatchObject({ name: target, config: { user: "app" } });
    expect(image.layers.every(({ verified }) => verified)).toBe(true);
    expect(await walk(image)).toEqual([paths, ["/etc/.wh.file1"]]);
    expect(await openOciLayout(target, { name: "example" })).toMatchObject({ name: "example" });
  });
});

describe.skipIf(!installed("skopeo", "docker-registry"))("a real registry", () => {
  it("gives images in every compression, by tag and digest, and its tags", async () => {
    await using registry = await realRegistry(folder);
    for (const format of ["gzip", "zstd", "zstd:chunked"]) {
      const tag = format.replace(":", "-");
      const to = `docker://${registry.host}/team/app:${tag}`;
      await skopeo("--dest-tls-verify=false", "--dest-compress-format", format, `oci:${layout}`, to);
      const name = `${registry.host}/team/app:${tag}`;
      const image = await openRegistryImage(name, as());
      expect(await walk(image)).toEqual([paths, ["/etc/.wh.file1"]]);
      const same = await openRegistryImage(`${registry.host}/team/app@${image.manifestDigest}`, as());
      expect(same.layers.map(({ cacheKey }) => cacheKey)).toEqual(image.layers.map(({ cacheKey }) => cacheKey));
    }
    expect(await listTags(`${registry.host}/team/app`, as())).toEqual(["gzip", "zstd", "zstd-chunked"]);
    await expect(openRegistryImage(`${registry.host}/team/app:none`, as())).rejects.toMatchObject({
      code: "registry-refused",
      message: expect.stringMatching(/MANIFEST_UNKNOWN/) as string,
    });
  });

  it("gives the image of a platform out of an index with attestations", async () => {
    await using registry = await realRegistry(folder);
    const store = blobStore();
    const images = ["amd64", "arm64", "s390x"].map((architecture) => ({
      ...store.image({ architecture, layers: [[{ path: architecture }]] }),
      platform: { os: "linux", architecture },
    }));
    const index = store.index([...images, ...images.map((image) => attestation(store, image))]);
    const multi = await writeLayout(join(folder, "multi"), layoutFiles(store, [index]));
    await skopeo(
      "--all",
      "--dest-tls-verify=false",
      "--preserve-digests",
      `oci:${multi}`,
      `docker://${registry.host}/multi:1`,
    );
    const image = await openRegistryImage(`${registry.host}/multi:1`, { ...as(), platform: "linux/s390x" });
    expect(image).toMatchObject({ manifestDigest: images[2]?.digest, indexDigest: index.digest });
    expect(await walk(image)).toEqual([["/s390x"]]);
  });

  it.skipIf(!installed("perl"))("lets in with a password", async () => {
    const hash = execFileSync("perl", [
      "-e",
      'print crypt($ARGV[0], "\\$2y\\$05\\$" . "abcdefghijklmnopqrstuu")',
      password,
    ]);
    const file = join(folder, "htpasswd");
    await writeFile(file, `me:${String(hash)}\n`);
    await using registry = await realRegistry(folder, [
      `auth: {htpasswd: {realm: test, path: ${JSON.stringify(file)}}}`,
    ]);
    const creds = ["--dest-creds", `me:${password}`];
    await skopeo("--dest-tls-verify=false", ...creds, `oci:${layout}`, `docker://${registry.host}/closed:1`);
    expect(await walk(await openRegistryImage(`${registry.host}/closed:1`, as(login)))).toHaveLength(2);
    await expect(openRegistryImage(`${registry.host}/closed:1`, as())).rejects.toMatchObject({
      code: "registry-refused",
      message: expect.stringMatching(/to clients without a login \(UNAUTHORIZED/) as string,
    });
  });
});

describe.skipIf(!installed("skopeo", "docker-registry", "openssl"))("a real registry with a certificate", () => {
  let key = "";
  let certificate = "";
  beforeAll(() => {
    [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    const subject = ["-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1"];
    execFileSync(
      "openssl",
      ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", certificate, ...subject],
      { stdio: "ignore" },
    );
  });

  it("takes a token that a token server gave", async () => {
    const pem = await readFile(certificate, "utf8");
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    await using tokens = await startServer(async ({ url = "" }, response) => {
      const [type, name, actions = ""] = new URL(url, "http://x").searchParams.get("scope")?.split(":") ?? [];
      const now = Math.floor(Date.now() / 1000);
      const x5c = [new X509Certificate(pem).raw.toString("base64")];
      const claims = { iss: "test", sub: "", aud: "registry", exp: now + 60, nbf: now - 60, iat: now, jti: "1" };
      const signed = `${part({ typ: "JWT", alg: "RS256", x5c })}.${part({ ...claims, access: [{ type, name, actions: actions.split(",") }] })}`;
      const signature = sign("sha256", Buffer.from(signed), createPrivateKey(await readFile(key))).toString(
        "base64url",
      );
      response.end(JSON.stringify({ token: `${signed}.${signature}`, expires_in: 60 }));
    });
    const settings = [
      `realm: "http://${tokens.host}/token"`,
      "service: registry",
      "issuer: test",
      `rootcertbundle: ${JSON.stringify(certificate)}`,
    ];
    await using registry = await realRegistry(folder, [`auth: {token: {${settings.join(", ")}}}`]);
    await skopeo("--dest-tls-verify=false", `oci:${layout}`, `docker://${registry.host}/tokens:1`);
    tokens.asked.length = 0;
    const mine = { ...as(), tokenServers: { [registry.host]: [tokens.host] } };
    expect(await walk(await openRegistryImage(`${registry.host}/tokens:1`, mine))).toHaveLength(2);
    expect(tokens.asked.map(({ url }) => url)).toEqual(["/token?service=registry&scope=repository%3Atokens%3Apull"]);
  });

  it("speaks TLS with a trusted one only, and never falls back to plain HTTP", async () => {
    await using registry = await realRegistry(
      folder,
      [],
      [`tls: {certificate: ${JSON.stringify(certificate)}, key: ${JSON.stringify(key)}}`],
    );
    await skopeo("--dest-tls-verify=false", `oci:${layout}`, `docker://${registry.host}/tls:1`);
    await expect(
      openRegistryImage(`${registry.host}/tls:1`, { ...as(), insecure: [registry.host] }),
    ).rejects.toMatchObject({
      code: "registry-unreachable",
      message: expect.stringMatching(/certificate of 127.0.0.1:\d+ is not trusted/) as string,
      hint: expect.stringMatching(/NODE_EXTRA_CA_CERTS/) as string,
    });
    const script = `import { openRegistryImage } from ${JSON.stringify(join(import.meta.dirname, "../../src/sources/image/registry/open-registry-image.ts"))};
      console.log((await openRegistryImage(process.argv[1])).layers.length);`;
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificate, DOCKER_CONFIG: folder };
    const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script, `${registry.host}/tls:1`], {
      env,
    });
    expect(String(printed)).toBe("2\n");
  });
});
