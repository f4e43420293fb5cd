// Images made to break their reader: each is refused with its reason or read as what it is, and those beside it are read as ever.
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AnswerBasis, ImageAnswer } from "../../src/domain/fleet/answers.ts";
import { headerBlock, padded, paxRecord, tarOf, type Member } from "../images/archive.ts";
import { packedLayer, packedZeros } from "../images/measured.ts";
import { npmLayer, startFakeRegistry, type FakeRegistry } from "./fake-registry.ts";
import { startFleet, type TestFleet } from "./test-fleet.ts";

const mediaType = "application/vnd.oci.image.layer.v1.tar+gzip";
const bait = join(tmpdir(), "hullproof-fleet-bait");
let folder = "";
let registry: FakeRegistry;
let test: TestFleet;

const layerOf = (members: readonly Member[]) => gzipSync(tarOf(members));
const noise = () => layerOf([{ path: "noise", content: crypto.getRandomValues(new Uint8Array(60_000)) }]);
const file = (name: string, size = 0) => headerBlock({ name, flag: "0", size });
const pieces = (count: number, of: (at: number) => Uint8Array) =>
  packedLayer(Array.from({ length: 400 }, (_, at) => Buffer.concat(Array.from({ length: count / 400 }, () => of(at)))));

interface HostileLayer {
  readonly make: () => Uint8Array | Promise<Uint8Array>;
  /** What the registry sends in the place of its bytes. */
  readonly send?: (bytes: Buffer) => Buffer;
  /** The reason why its image is refused, or how many packages are read. */
  readonly expected: RegExp | number;
}

const layers: Readonly<Record<string, HostileLayer>> = {
  "a good one before": { make: () => layerOf(npmLayer({ own: "1.0.0" })), expected: 2 },
  "a truncated one": { make: () => noise().subarray(0, 30_000), expected: /its gzip data is damaged/ },
  "one whose transfer is cut": {
    make: noise,
    send: (bytes) => bytes.subarray(0, 30_000),
    expected: /sends 30000 bytes of/,
  },
  "one that goes on": {
    make: noise,
    send: (bytes) => Buffer.concat([bytes, bytes]),
    expected: /its manifest says/,
  },
  "one with other bytes": {
    make: noise,
    // The time in its header.
    send: (bytes) => Buffer.from(bytes).fill(1, 4, 5),
    expected: /its digest is/,
  },
  "a size beyond the end": {
    make: () => gzipSync(file("app/package.json", 8_000_000_000)),
    expected: /it ends in the middle of a member/,
  },
  "a bomb of link targets": {
    make() {
      const target = paxRecord("linkpath", Buffer.from("/x".repeat(4_000)));
      const header = headerBlock({ name: "x", flag: "x", size: target.length });
      return pieces(40_000, () => Buffer.concat([header, padded(target), headerBlock({ name: "l", flag: "2" })]));
    },
    expected: /more than 256 MiB/,
  },
  "a bomb of zeros": { make: () => packedZeros("app/package.json", 2_000_000_000), expected: 1 },
  "paths and links that leave": {
    make: () =>
      layerOf([
        { path: `../../../../../..${bait}`, content: "x" },
        { path: "out", type: "symlink", link: tmpdir() },
        { path: `out/hullproof-fleet-bait`, content: "x" },
        { path: "app/node_modules/base/package.json", type: "hardlink", link: "../../../../etc/passwd" },
      ]),
    expected: 0,
  },
  "100,000 files": {
    make: () => pieces(100_000, (at) => Buffer.concat([file(`d${at}/${Math.random()}`)])),
    expected: 1,
  },
  "a good one after": { make: () => layerOf(npmLayer({ own: "2.0.0" })), expected: 2 },
};
const digests = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-fleet-"));
  registry = await startFakeRegistry();
  const { store, tags } = registry;
  const base = { bytes: layerOf(npmLayer({ base: "1.0.0" })), mediaType };
  for (const [name, { make, send }] of Object.entries(layers)) {
    const layer = { bytes: Buffer.from(await make()), mediaType };
    const { digest } = store.image({ blobs: [base, layer] });
    if (send !== undefined) store.blobs.set(store.add(layer.bytes, mediaType).digest, send(layer.bytes));
    digests.set(name, digest);
    tags.set(`team/app:${digests.size}`, digest);
  }
  test = await startFleet(folder, { kind: "embedded", folder: join(folder, "fleet") }, [registry.host]);
  await test.settled(digests.size);
}, 240_000);
afterAll(async () => {
  await test[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

it.each(Object.entries(layers))("reads or refuses %s", async (name, { expected }) => {
  const { image, reason, packages } = (await test.ask("image", {
    digest: digests.get(name) ?? "",
  })) as unknown as ImageAnswer;
  if (typeof expected === "number")
    expect({ state: image.state, packages: packages.length }).toEqual({ state: "read", packages: expected });
  else expect({ state: image.state, reason }).toEqual({ state: "refused", reason: expect.stringMatching(expected) });
});

it("counts refused ones, writes nothing of theirs, and says nothing else", async () => {
  const refused = Object.values(layers).filter(({ expected }) => typeof expected !== "number").length;
  const read = Object.keys(layers).length - refused;
  const { coverage } = (await test.ask("start")) as unknown as AnswerBasis;
  expect(coverage.images).toEqual({ read, waiting: 0, refused, older: 0 });
  expect(existsSync(bait)).toBe(false);
  expect(test.reports).toEqual([]);
});
