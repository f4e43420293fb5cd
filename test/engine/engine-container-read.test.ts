import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildImage } from "./own-build.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { Container, Engine, EngineSession } from "../../src/sources/engine/types.ts";
import { readLayerBytes } from "../../src/sources/image/bytes/index.ts";
import { openContainer } from "../../src/sources/image/engine/container.ts";
import type { ImageLayer } from "../../src/sources/image/image-source.ts";
import { tinyImage } from "../images/tiny.ts";
import { permit } from "../permits.ts";

let engine: Engine;
let session: EngineSession;
let container: Container;

const script = `
mkdir /new && echo added > /new/file && ln /new/file /new/hard && ln -s /etc/passwd /new/link
echo changed >> /etc/passwd && chmod 600 /etc/passwd
rm /etc/group /bin/wget
rm -r /srv/full && mkdir /srv/full && echo fresh > /srv/full/fresh
echo volume > /data/volume && echo tmp > /scratch/tmp
sync && echo ready > /ready
trap 'exit 3' TERM; while :; do sleep 0.1; done`;

beforeAll(async () => {
  engine = await connect();
  session = await openEngineSession(engine);
  const folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  const dockerfile = `FROM ${tinyImage}\nRUN mkdir -p /srv/full/deep && echo a > /srv/full/a\n`;
  const build = { context: folder, dockerfile, dockerfileName: "Dockerfile", name: "base" };
  const built = await buildImage(session, build, () => {}).finally(() => rm(folder, { recursive: true }));
  container = await createContainer(
    session,
    {
      image: built.tag,
      command: ["sh", "-c", script],
      user: "0",
      env: { COLOUR: "blue" },
      volumes: [{ name: "data", path: "/data" }],
      tmpfs: { "/scratch": "" },
      network: "none",
    },
    permit,
  );
  await container.start();
  for (let attempt = 0; attempt < 100; attempt++) {
    if ((await container.changes()).some(({ path }) => path === "/ready")) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the container was never ready");
});
afterAll(() => session[Symbol.asyncDispose]());

/** `PATH TYPE MODE CONTENT`, sorted: the engine's export has another order than a folder. */
async function linesOf(layer: ImageLayer | undefined): Promise<string[]> {
  if (layer === undefined) throw new Error("there is no such layer");
  const lines: string[] = [];
  await readLayerBytes(layer.bytes, (entry) => {
    const { path, type, mode, link } = entry;
    const line = `${path} ${type} ${path.includes("/.wh.") ? "" : mode.toString(8)} ${link ?? ""}`;
    if (type !== "file") return void lines.push(line.trim());
    let content = "";
    return {
      chunk: (bytes) => void (content += Buffer.from(bytes).toString()),
      end: () => void lines.push(`${line.trim()} ${content.trim()}`.trim()),
    };
  });
  return lines.sort();
}

const expected = [
  "/bin dir 755",
  "/bin/.wh.wget file",
  "/etc dir 755",
  "/etc/.wh.group file",
  "/etc/passwd file 600 root:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\nchanged",
  "/new dir 755",
  "/new/file file 644 added",
  "/new/hard hardlink 644 /new/file",
  "/new/link symlink 777 /etc/passwd",
  "/ready file 644 ready",
  "/srv dir 755",
  "/srv/full dir 755",
  "/srv/full/.wh.a file",
  "/srv/full/.wh.deep file",
  "/srv/full/fresh file 644 fresh",
];

/** What the engine makes for the mounts. */
const ofMounts = (line: string): boolean => /^\/(data|scratch) dir/.test(line);

async function readChanges(of: EngineSession): Promise<{ kind: string; lines: string[]; left: string }> {
  await using image = await openContainer(of, container.name);
  const layer = image.layers.at(-1);
  expect(image.layers).toHaveLength(3);
  expect(layer).toMatchObject({ createdBy: `changes in container ${container.name}`, verified: false });
  expect(layer?.cacheKey).toBeUndefined();
  expect(image.name).toBe(container.name);
  expect(image.config).toMatchObject({ user: "0", cmd: ["sh", "-c", script], architecture: "amd64" });
  expect(image.config.env).toContain("COLOUR=blue");
  const lines = await linesOf(layer);
  return { kind: layer?.bytes.kind ?? "", lines: lines.filter((line) => !ofMounts(line)), left: image.digest };
}

test("a running container: its image and a layer of what it wrote, by folder or by export", async () => {
  const remote: EngineSession = {
    ...session,
    engine: { ...engine, info: { ...engine.info, endpoint: "tcp://elsewhere:2375" } },
  };
  const exported = await readChanges(remote);
  expect(exported.kind).toBe("file");
  expect(exported.lines).toEqual(expected);
  const local = await readChanges(session);
  expect(local.lines).toEqual(expected);
  expect(local.left).toBe(exported.left);
  if (engine.info.sameKernel && process.getuid?.() === 0 && engine.info.storageDriver === "overlay2") {
    expect(local.kind).toBe("folder");
  }
  // It was only looked at.
  expect((await container.state()).running).toBe(true);
});

test("a stopped one too, and one that is not there", async () => {
  await container.stop(5_000);
  expect((await readChanges(session)).lines).toEqual(expected);
  expect((await container.state()).running).toBe(false);
  await expect(openContainer(session, "no-such-container")).rejects.toMatchObject({ code: "no-such-image" });
  await expect(openContainer(session, "../images")).rejects.toMatchObject({ code: "no-such-image" });
});
