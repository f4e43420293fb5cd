import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from "vitest";
import { entryType } from "../../src/domain/image/entries.ts";
import { compareConfig } from "../../src/facts/comparing/compare-config.ts";
import { compareImages, doubtfulFiles } from "../../src/facts/comparing/compare-images.ts";
import { imageInfo } from "../../src/facts/image/image-info.ts";
import { imageProbes } from "../../src/facts/image/image-probes.ts";
import { dockerfileFact } from "../../src/facts/dockerfile/stages.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import { legacyBuilder, olderBuildKit } from "./older.ts";
import { buildImage } from "./own-build.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { inspectImage } from "../../src/sources/engine/images/images.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { Engine, EngineSession } from "../../src/sources/engine/types.ts";
import { openDaemonImage } from "../../src/sources/image/engine/daemon.ts";
import { hashFiles } from "../../src/sources/image/layers/hash-files.ts";
import type { Image } from "../../src/sources/image/image-source.ts";
import { readImage } from "../../src/sources/image/layers/read-image.ts";
import { tinyImage } from "../images/tiny.ts";
import { objectsOf } from "./fixture.ts";

let engine: Engine;
let session: EngineSession;
let context: string;
beforeAll(async () => {
  engine = await connect();
  session = await openEngineSession(engine);
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  expect(await objectsOf(engine, session.id)).toEqual([]);
});
beforeEach(async () => {
  context = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterEach(() => rm(context, { recursive: true }));

const build = (dockerfile: string, name: string) =>
  buildImage(session, { context, dockerfile, dockerfileName: "Dockerfile", name, noCache: true }, () => {});

const wasteful = `# syntax comment
FROM ${tinyImage} AS base
ARG KEY=value
WORKDIR /app

FROM base
# 3,000 bytes that the next layer deletes, 500 that it overwrites
RUN mkdir -p /data/deep && head -c 1000 /dev/zero > /data/a && \\
    # a comment in between
    head -c 2000 /dev/zero > /data/deep/b && \\
    head -c 500 /dev/zero > /app/config
RUN rm -r /data && head -c 700 /dev/zero > /app/config
COPY app.txt .
RUN ["sh", "-c", "mkdir -p /var/lib/apt/lists && head -c 4000 /dev/zero > /var/lib/apt/lists/x_Packages"]
RUN <<EOF
cp /bin/busybox /bin/su
chmod 4755 /bin/su
mkdir -p /usr/lib
printf 'ID=tiny\\nVERSION_ID="1"\\n' > /usr/lib/os-release
ln -s ../usr/lib/os-release /etc/os-release
EOF
ENV A=1
USER 1000
CMD ["sh"]
`;

test("a wasteful build: the numbers are those that went in, on the lines that put them there", async ({ skip }) => {
  if (olderBuildKit !== undefined) skip(olderBuildKit);
  if (legacyBuilder !== undefined) skip(legacyBuilder);
  await writeFile(join(context, "app.txt"), "hello");
  await using built = await build(wasteful, "wasteful");
  await using image = await openDaemonImage(session, built.tag);
  const read = await readImage(image, { probes: imageProbes });
  const info = imageInfo(read, { dockerfile: dockerfileFact(parseDockerfile("Dockerfile", wasteful)) });
  const summary = await inspectImage(engine, built.tag);
  if (summary === undefined) throw new Error("the image is gone");

  // An engine with the containerd image store calls an image by its manifest's digest.
  expect([info.digest, image.manifestDigest]).toContain(summary.id);
  expect(info.digest).toBe(built.id);
  // Where a layer was imported, the engine counts a symbolic link as the length of its target; where it was built, as nothing.
  const links = read.layers.flatMap(({ entries }) =>
    [...entries.links].map(([at, link]) => (entryType(entries, at) === "symlink" ? link : "")),
  );
  expect(summary.sizeBytes - info.sizeBytes).toBeGreaterThanOrEqual(0);
  // With the containerd image store it counts the compressed blobs too.
  if (summary.id === info.digest) expect(summary.sizeBytes - info.sizeBytes).toBeLessThanOrEqual(links.join("").length);
  expect(info.layers.map(({ diffId }) => diffId)).toEqual(summary.diffIds);
  expect(info.user).toBe("1000");
  expect(info.os).toEqual({ id: "tiny", versionId: "1" });
  expect(info.waste).toMatchObject({
    bytes: 3_500,
    paths: [
      { path: "/data", bytes: 3_000, layer: 2, by: 3, how: "deleted" },
      { path: "/app/config", bytes: 500, layer: 2, by: 3, how: "overwritten" },
    ],
  });
  expect(info.leftovers).toMatchObject([{ path: "/var/lib/apt/lists", bytes: 4_000, layer: 5 }]);
  const busybox = info.setuid[0]?.bytes ?? 0;
  expect(busybox).toBeGreaterThan(100_000);
  expect(info.setuid).toMatchObject([{ path: "/bin/su", mode: "4755", uid: 0, layer: 6, bytes: busybox }]);
  expect(info.layers.map(({ line, bytes, wastedBytes }) => ({ line, bytes, wastedBytes }))).toEqual([
    { line: undefined, bytes: info.layers[0]?.bytes, wastedBytes: 0 },
    { line: 4, bytes: 0, wastedBytes: 0 },
    { line: 8, bytes: 3_500, wastedBytes: 3_500 },
    { line: 12, bytes: 700, wastedBytes: 0 },
    { line: 13, bytes: 5, wastedBytes: 0 },
    { line: 14, bytes: 4_000, wastedBytes: 0 },
    { line: 15, bytes: busybox + 'ID=tiny\nVERSION_ID="1"\n'.length, wastedBytes: 0 },
  ]);
  expect(info.unread).toBeUndefined();

  // Another Dockerfile's lines are not claimed for this image.
  const other = dockerfileFact(parseDockerfile("Dockerfile", wasteful.replace("rm -r /data", "rm -rf /data")));
  const unjoined = imageInfo(await readImage(image, { probes: imageProbes }), { dockerfile: other });
  expect(unjoined.layers.every(({ line }) => line === undefined)).toBe(true);
});

async function differences(a: Image, b: Image): Promise<string[]> {
  const [readA, readB] = [await readImage(a, { probes: imageProbes }), await readImage(b, { probes: imageProbes })];
  const doubtful = doubtfulFiles(readA, readB);
  const hashes = { a: await hashFiles(a, doubtful.a), b: await hashFiles(b, doubtful.b) };
  return [
    ...compareImages(readA, readB, hashes).map(({ path, change }) => `${path} ${change}`),
    ...compareConfig(readA.config, readB.config).map(({ setting }) => setting),
  ];
}

test("two builds of one file are equal; what differs on purpose is named, and nothing else", async () => {
  const text = `FROM ${tinyImage}\nRUN mkdir /a && echo same > /a/file && head -c 100000 /dev/zero > /a/big && chmod 700 /a/file\nUSER 1000\n`;
  await using one = await build(text, "one");
  await using two = await build(text, "two");
  const changed = text.replace("echo same", "echo sane").replace("chmod 700", "chmod 755 /a && chmod 750");
  await using other = await build(changed.replace("USER 1000", "USER 1001\nENV X=1"), "other");
  await using a = await openDaemonImage(session, one.tag);
  await using b = await openDaemonImage(session, two.tag);
  await using c = await openDaemonImage(session, other.tag);
  expect(await differences(a, b)).toEqual([]);
  expect(await differences(a, c)).toEqual(["/a/file content", "/a/file mode", "Env.X", "User"]);
});

test("the archive is removed on disposal, and when there is no such image", async () => {
  const archives = async () => (await readdir(session.folder)).filter((name) => name.startsWith("image-"));
  const before = await archives();
  {
    await using image = await openDaemonImage(session, tinyImage);
    expect(image.name).toBe(tinyImage);
    expect((await archives()).length).toBe(before.length + 1);
  }
  await expect(openDaemonImage(session, "hullproof-test/none:0")).rejects.toMatchObject({ code: "no-such-image" });
  expect(await archives()).toEqual(before);
});
