import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImageInfo, PackageInfo } from "../../src/domain/image/image-info.ts";
import type { Report } from "../../src/domain/report/report.ts";
import { readFacts } from "../../src/pipeline/image/read-facts.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { Container, Engine, EngineSession } from "../../src/sources/engine/types.ts";
import { openDaemonImage } from "../../src/sources/image/engine/daemon.ts";
import { openEngineImage } from "../../src/sources/image/engine/engine-image.ts";
import { cli } from "../cli/run-cli.ts";
import { installed, realRegistry, skopeo, type RealRegistry } from "../registry/real-registry.ts";
import { objectsOf } from "./fixture.ts";
import { packageImage } from "./package-image.ts";
import { permit } from "../permits.ts";
import { long } from "../long.ts";

const exec = promisify(execFile);

let engine: Engine;
let session: EngineSession;
let built: string;
let container: Container;
let folder: string;
let archive: string;
let registry: RealRegistry | undefined;
let daemon: Report;

beforeAll(async () => {
  engine = await connect();
  session = await openEngineSession(engine);
  built = await packageImage(session);
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  archive = join(folder, "image.tar");
  await exec("docker", ["save", "--output", archive, built]);
  // It ends at once, and what it wrote stays.
  const script =
    "rm -r /app/node_modules/hp-only-dev && mkdir -p /app/node_modules/hp-late && echo $0 > /app/node_modules/hp-late/package.json";
  const command = ["sh", "-c", script, '{"name":"hp-late","version":"9.0.0"}'];
  container = await createContainer(session, { image: built, command, user: "0", network: "none" }, permit);
  await container.start();
  await exec("docker", ["wait", container.id]);
  daemon = await inspected(`daemon:${built}`);
});
afterAll(async () => {
  await registry?.[Symbol.asyncDispose]();
  await session[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
  expect(await objectsOf(engine, session.id)).toEqual([]);
});

/** The report as a user gets it, without a cache. */
async function inspected(target: string): Promise<Report> {
  const env = { HULLPROOF_CACHE: join(folder, "cache", crypto.randomUUID()) };
  const { code, stdout, stderr } = await cli(["inspect", target, "--format", "json", "--secrets", "none"], { env });
  expect([code, stderr]).toEqual([0, ""]);
  await rm(join(folder, "cache"), { recursive: true, force: true });
  return JSON.parse(stdout) as Report;
}

function imageOf({ image }: Report): ImageInfo {
  if (image === undefined) throw new Error("the report mentions no image");
  return image;
}

/** Without what differs by what a source is: names and digests of files, whether it was compressed and compared. */
function comparable(info: ImageInfo): unknown {
  const { digest: _d, manifestDigest: _m, compressedBytes: _c, layers, ...rest } = info;
  return { ...rest, layers: layers.map(({ digest: _l, compressedBytes: _b, ...layer }) => layer) };
}

/** Packages wherever their layer is: a flat file system has one. */
const flat = (info: ImageInfo): Omit<PackageInfo, "layer">[] => info.packages.map(({ layer: _l, ...one }) => one);

describe("one image through every source", () => {
  it("daemon: with the packages that this test is about", () => {
    const { packages, layers } = imageOf(daemon);
    expect(layers.length).toBeGreaterThan(8);
    const named = packages.map(({ name }) => name);
    expect(named).toEqual(expect.arrayContaining(["libc6", "hp-top", "@hp/middle", "npm", "acme-beta", "Acme.Alpha"]));
  });

  it("the engine's storage, and its export", async () => {
    await using stored = await openEngineImage(session, built);
    await using exported = await openDaemonImage(session, built);
    const [a, b] = [await readFacts(stored), await readFacts(exported)];
    expect(comparable(a.info)).toEqual(comparable(b.info));
    expect(a.info.digest).toBe(b.info.digest);
    expect(flat(a.info)).toEqual(flat(imageOf(daemon)));
    const local = engine.info.sameKernel && process.getuid?.() === 0 && engine.info.storageDriver === "overlay2";
    if (local) expect(stored.how).toBe("storage");
  });

  it("docker-archive, named and recognised", async () => {
    const report = await inspected(archive);
    expect(comparable(imageOf(report))).toEqual(comparable(imageOf(daemon)));
    expect(imageOf(report).digest).toBe(imageOf(daemon).digest);
    expect(imageOf(await inspected(`docker-archive:${archive}`))).toEqual(imageOf(report));
  });

  it.skipIf(!installed("skopeo")).each(long ? ["gzip", "zstd"] : ["zstd"])(
    "an OCI folder with %s, and its archive",
    async (compression) => {
      const path = join(folder, `oci-${compression}`);
      const options = ["--dest-compress-format", compression, "--dest-compress-level", "1"];
      await skopeo(...options, `docker-archive:${archive}`, `oci:${path}:example`);
      const report = await inspected(path);
      expect(comparable(imageOf(report))).toEqual(comparable(imageOf(daemon)));
      const { layers, compressedBytes = 0 } = imageOf(report);
      expect(layers.every(({ digest }) => digest === "verified")).toBe(true);
      expect(compressedBytes).toBeGreaterThan(1_000_000);
      expect(compressedBytes).toBeLessThan(imageOf(report).sizeBytes);
      await exec("tar", ["-C", path, "-cf", `${path}.tar`, "."]);
      expect(imageOf(await inspected(`oci:${path}.tar`))).toEqual(imageOf(report));
      await rm(`${path}.tar`);
    },
  );

  it.skipIf(!installed("skopeo", "docker-registry"))("a registry on this machine", async () => {
    registry = await realRegistry(folder);
    const name = `${registry.host}/team/app:1`;
    await skopeo("--dest-tls-verify=false", `oci:${join(folder, "oci-zstd")}:example`, `docker://${name}`);
    const report = await inspected(`registry:${name}`);
    expect(comparable(imageOf(report))).toEqual(comparable(imageOf(daemon)));
    expect(report.targets).toMatchObject([{ name }]);
    expect(imageOf(report).layers.every(({ digest }) => digest === "verified")).toBe(true);
  });

  it.runIf(long && process.getuid?.() === 0)("a root file system: a container's export, unpacked", async () => {
    const root = join(folder, "root");
    await mkdir(root);
    const { stdout } = await exec("docker", ["create", "--network=none", ...labels(), built]);
    const id = stdout.trim();
    await exec("sh", ["-c", 'docker export "$0" | tar -x -C "$1"; docker rm "$0"', id, root]);
    for (const target of [root, `rootfs:${root}`]) {
      const info = imageOf(await inspected(target));
      expect(flat(info)).toEqual(flat(imageOf(daemon)));
      expect(info.setuid.map(({ path }) => path)).toEqual(imageOf(daemon).setuid.map(({ path }) => path));
      expect(info.os).toEqual(imageOf(daemon).os);
      expect([info.digest, info.layers.length]).toEqual(["", 1]);
    }
    await rm(root, { recursive: true });
  });

  it("a container: the image, and what changed in it", async () => {
    const info = imageOf(await inspected(`container:${container.name}`));
    const layer = info.layers.at(-1)?.index;
    const expected = flat(imageOf(daemon)).filter(({ name }) => name !== "hp-only-dev");
    expect(flat({ ...info, packages: info.packages.filter((one) => one.layer !== layer) })).toEqual(expected);
    expect(info.packages.filter((one) => one.layer === layer)).toMatchObject([
      { purl: "pkg:npm/hp-late@9.0.0", path: "/app/node_modules/hp-late/package.json" },
    ]);
    expect(info.layers.slice(0, -1).map(({ diffId }) => diffId)).toEqual(
      imageOf(daemon).layers.map(({ diffId }) => diffId),
    );
  });
});

function labels(): string[] {
  return Object.entries(session.labels).flatMap(([key, value]) => ["--label", `${key}=${value}`]);
}
