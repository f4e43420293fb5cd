import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { Engine, EngineSession } from "../../src/sources/engine/types.ts";
import { readLayerBytes } from "../../src/sources/image/bytes/index.ts";
import { openDaemonImage } from "../../src/sources/image/engine/daemon.ts";
import { openEngineImage } from "../../src/sources/image/engine/engine-image.ts";
import type { Image } from "../../src/sources/image/image-source.ts";
import { openStoredImage } from "../../src/sources/image/storage/storage.ts";
import type { TarEntry } from "../../src/sources/image/tar/tar.ts";
import { removeImageTag } from "../../src/sources/engine/session/orphaned-resources.ts";
import type { Member } from "../images/archive.ts";
import { tarOf } from "../images/archive.ts";
import { tinyImage } from "../images/tiny.ts";
import { noContainerdStore } from "./older.ts";
import { buildImage } from "./own-build.ts";

let engine: Engine;
let session: EngineSession;
beforeAll(async () => {
  engine = await connect();
  session = await openEngineSession(engine);
});
afterAll(() => session[Symbol.asyncDispose]());

type Read = TarEntry & { readonly sha256?: string };

/** Every entry with the hash of its content, read through sinks or through bodies. */
async function readLayers(image: Image, by: "sink" | "body"): Promise<Read[][]> {
  const layers: Read[][] = [];
  for (const layer of image.layers) {
    const entries: Read[] = [];
    await readLayerBytes(layer.bytes, (entry, body) => {
      const at = entries.push(entry) - 1;
      const hash = createHash("sha256");
      const end = () => void (entries[at] = { ...entry, sha256: hash.digest("hex") });
      if (entry.type !== "file") return undefined;
      // Only what lies uncompressed on the disk can be looked into; the rest comes as a stream, whoever reads it.
      if (by === "sink" || body === undefined) return { chunk: (bytes) => void hash.update(bytes), end };
      hash.update(body.read(0, 3)).update(body.read(3, body.size));
      end();
      return undefined;
    });
    layers.push(entries);
  }
  return layers;
}

const long = "long-name-".repeat(12);
const capability = Buffer.from("0100000200200000000000000000000000000000", "hex");
const rootfs: Member[] = [
  { path: "./" },
  { path: "bin/" },
  { path: "bin/ping", content: "\u007fELF not really", mode: 0o4755, xattrs: { "security.capability": capability } },
  { path: "bin/hard", type: "hardlink", link: "bin/ping" },
  { path: "bin/soft", type: "symlink", link: "../../../etc/shadow" },
  { path: `${long}/` },
  { path: `${long}/${long}`, content: "deep", uid: 70_000, gid: 3_000_000 },
  { path: "etc/" },
  { path: "etc/empty", content: "" },
  { path: "etc/block", content: "x".repeat(512) },
  { path: "etc/big", content: "y".repeat(300_001) },
  { path: "etc/名前", content: "name" },
  { path: "usr/lib/" },
  { path: "lib", type: "symlink", link: "usr/lib" },
  // The engine unpacks this through the link, into usr/lib.
  { path: "lib/through", content: "through a link" },
  { path: "run/pipe", type: "fifo" },
];

async function importImage(of: Engine, tag: string, members: readonly Member[]): Promise<void> {
  const [repo, version] = tag.split(":");
  const query = { fromSrc: "-", repo, tag: version };
  const answer = await of.open({ method: "POST", path: "/images/create", query, body: tarOf(members) });
  let told = "";
  for await (const chunk of answer) told += String(chunk);
  if (told.includes('"error"')) throw new Error(told);
}

test("storage and export give equal layers: modes, links, attributes, long names, contents", async (context) => {
  const tag = `hullproof.local/${session.id}:storage`;
  const remove = session.defer(tag, () => removeImageTag(engine, tag));
  await importImage(engine, tag, rootfs);
  const stored = await openStoredImage(engine, tag);
  if ("reason" in stored) return context.skip(stored.reason);
  await using exported = await openDaemonImage(session, tag);
  const { image } = stored;
  expect(image.digest).toBe(exported.digest);
  expect(image.config).toEqual(exported.config);
  const layers = await readLayers(image, "sink");
  expect(layers).toEqual(await readLayers(exported, "sink"));
  expect(await readLayers(image, "body")).toEqual(layers);
  const through = layers[0]?.find(({ path }) => path === "/lib/through");
  expect(through?.sha256).toBe(createHash("sha256").update("through a link").digest("hex"));
  const ping = layers[0]?.find(({ path }) => path === "/bin/ping");
  expect(ping).toMatchObject({ mode: 0o4755, xattrs: { "security.capability": capability.toString("base64") } });
  await using opened = await openEngineImage(session, tag, () => {
    throw new Error("nothing is exported");
  });
  expect(opened.how).toBe("storage");
  const keys = image.layers.map(({ bytes, diffId }) =>
    bytes.kind === "file" ? `blob:${bytes.blobDigest}` : `diff:${diffId}`,
  );
  expect(opened.layers.map(({ cacheKey }) => cacheKey)).toEqual(keys);
  await remove();
});

test("a built image's whiteouts, opaque folders, repeated and empty layers come out of both alike", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  try {
    const dockerfile = `FROM ${tinyImage}
RUN mkdir -p /data/sub && echo a > /data/a && echo b > /data/sub/b && ln /data/a /data/c
RUN rm /data/a && rm -r /data/sub && mkdir /data/sub && echo new > /data/sub/n
WORKDIR /data
COPY . /data
USER 1000
`;
    await writeFile(join(folder, "file"), "copied");
    await using built = await buildImage(
      session,
      { context: folder, dockerfile, dockerfileName: "Dockerfile", name: "whiteouts", noCache: true },
      () => {},
    );
    const stored = await openStoredImage(engine, built.tag);
    if ("reason" in stored) return context.skip(stored.reason);
    await using exported = await openDaemonImage(session, built.tag);
    const layers = await readLayers(stored.image, "sink");
    expect(layers).toEqual(await readLayers(exported, "sink"));
    expect(stored.image.layers.map(({ createdBy }) => createdBy)).toEqual(
      exported.layers.map(({ createdBy }) => createdBy),
    );
    const names = layers.flat().map(({ path }) => path);
    expect(names).toContain("/data/.wh.a");
    // containerd compares the folders, and names what is gone from one that was made again.
    expect(names).toSatisfy(() => ["/data/sub/.wh..wh..opq", "/data/sub/.wh.b"].some((name) => names.includes(name)));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a sparse file, which this engine cannot even export, is read whole", async (context) => {
  const map = Buffer.from("1\n1024\n4\n");
  const content = Buffer.concat([map, Buffer.alloc(512 - map.length), Buffer.from("data")]);
  const name = "disk";
  const pax = { "GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "1028" };
  const tag = `hullproof.local/${session.id}:sparse`;
  const remove = session.defer(tag, () => removeImageTag(engine, tag));
  await importImage(engine, tag, [{ path: name, content, pax: { ...pax, "GNU.sparse.name": name } }, { path: "z" }]);
  const stored = await openStoredImage(engine, tag);
  if ("reason" in stored) return context.skip(stored.reason);
  const [entries] = await readLayers(stored.image, "body");
  // A stream has the map and the data, as the archive has them; what was unpacked has the holes.
  const unpacked = Buffer.concat([Buffer.alloc(1024), Buffer.from("data")]);
  const whole = stored.image.layers[0]?.bytes.kind === "file" ? content : unpacked;
  expect(entries).toMatchObject([
    { path: "/disk", size: 1028, stored: 516, sha256: createHash("sha256").update(whole).digest("hex") },
    { path: "/z", size: 0 },
  ]);
  expect(await readLayers(stored.image, "sink")).toEqual([entries]);
  await remove();
});

test("what the engine does not have is said so, and nothing is made up", async () => {
  expect(await openStoredImage(engine, "hullproof-test/none:0")).toHaveProperty("reason");
  await expect(openEngineImage(session, "hullproof-test/none:0")).rejects.toMatchObject({ code: "no-such-image" });
});

test("an engine with the containerd image store: its compressed blobs", async (context) => {
  if (process.getuid?.() !== 0 || process.platform !== "linux") return context.skip("a second engine takes root");
  if (noContainerdStore !== undefined) return context.skip(noContainerdStore);
  const folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  const socket = join(folder, "sock");
  const settings = {
    features: { "containerd-snapshotter": true },
    "data-root": join(folder, "data"),
    "exec-root": join(folder, "exec"),
    pidfile: join(folder, "pid"),
    hosts: [`unix://${socket}`],
    bridge: "none",
    iptables: false,
    ip6tables: false,
    "ip-forward": false,
    "ip-masq": false,
  };
  await mkdir(join(folder, "data"));
  await writeFile(join(folder, "daemon.json"), JSON.stringify(settings));
  // In a network of its own: at its start an engine without a bridge removes the machine's docker0, whosever it is.
  const command = ["--net", "dockerd", "--config-file", join(folder, "daemon.json")];
  const daemon = spawn("unshare", command, { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => {
    daemon.once("error", () => resolve());
    daemon.once("exit", () => resolve());
  });
  try {
    const second = await waitForEngine(`unix://${socket}`, ended);
    if (second === undefined) return context.skip("no second dockerd starts here");
    await importImage(second, "hullproof-test/blobs:1", rootfs);
    const stored = await openStoredImage(second, "hullproof-test/blobs:1");
    if ("reason" in stored) throw new Error(stored.reason);
    const { image } = stored;
    expect(image.layers[0]).toMatchObject({ verified: true, bytes: { kind: "file", start: 0 } });
    expect(image.layers[0]?.compressedBytes).toBeGreaterThan(0);
    expect(image.manifestDigest).toMatch(/^sha256:/);
    await using secondRun = await openEngineSession(second);
    await using exported = await openDaemonImage(secondRun, "hullproof-test/blobs:1");
    expect(image.digest).toBe(exported.digest);
    expect(await readLayers(image, "sink")).toEqual(await readLayers(exported, "sink"));

    const bytes = image.layers[0]?.bytes;
    if (bytes?.kind !== "file") throw new Error("no file");
    await rm(bytes.path);
    expect(await openStoredImage(second, "hullproof-test/blobs:1")).toMatchObject({
      reason: expect.stringMatching(/lacks a part/) as string,
    });
  } finally {
    daemon.kill("SIGTERM");
    await ended;
    // Where the folder's own file system is shared, an engine mounts its data folder onto itself and leaves that.
    spawnSync("umount", ["--lazy", join(folder, "data")], { stdio: "ignore" });
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

async function waitForEngine(host: string, ended: Promise<void>): Promise<Engine | undefined> {
  let over = false;
  void ended.then(() => (over = true));
  for (let attempt = 0; attempt < 60 && !over; attempt++) {
    const found = await connect({ host }).catch(() => undefined);
    if (found !== undefined) return found;
    await sleep(500);
  }
  return undefined;
}

test("nothing is left in the run's folder", async () => {
  expect((await readdir(session.folder)).filter((name) => name.endsWith(".tar"))).toEqual([]);
});
