import { expect, test } from "vitest";
import type { Engine, EngineInfo, EngineRequest } from "../../engine/types.ts";
import { identifyImage } from "./identify-image.ts";

const digest = (byte: string) => `sha256:${byte.repeat(32)}`;
const layers = [digest("d1"), digest("d2")];

/** An engine that replies to every request with `answer`; none of its files is on this machine. */
function engineWith(imageStore: EngineInfo["imageStore"], answer: unknown = {}) {
  const asked: EngineRequest[] = [];
  const engine = {
    info: { imageStore, endpoint: "tcp://other:2375" },
    call: async (request: EngineRequest) => {
      asked.push(request);
      return answer;
    },
  } as unknown as Engine;
  return { engine, asked };
}

test("uses the id as configuration digest with a graph driver, without a call", async () => {
  const { engine, asked } = engineWith("graph driver");
  const summary = { id: digest("aa"), diffIds: layers };
  expect(await identifyImage(engine, "app:1", summary)).toEqual({ configDigest: digest("aa"), diffIds: layers });
  expect(asked).toEqual([]);
});

test("omits the configuration digest with a remote containerd store", async () => {
  const manifest = (ID: string, Kind: string, Available: boolean) => ({ ID, Kind, Available, Descriptor: {} });
  const image = manifest(digest("ee"), "image", true);
  const summary = { id: digest("aa"), diffIds: layers };
  const identified = (Manifests: unknown) =>
    identifyImage(engineWith("containerd", { Manifests }).engine, "app:1", summary);
  expect(
    await identified([image, manifest(digest("ef"), "attestation", true), manifest(digest("e0"), "image", false)]),
  ).toEqual({ diffIds: layers, manifestDigest: digest("ee") });
  // Two platforms, or an engine that does not report them.
  expect(await identified([image, manifest(digest("ed"), "image", true)])).toEqual({ diffIds: layers });
  for (const nothing of [undefined, null, []]) expect(await identified(nothing)).toEqual({ diffIds: layers });
  expect(await identified([manifest("sha256:short", "image", true)])).toEqual({ diffIds: layers });
});

test("ignores an invalid digest", async () => {
  const { engine } = engineWith("graph driver");
  expect(await identifyImage(engine, "app:1", { id: "not a digest", diffIds: ["sha256:1"] })).toEqual({ diffIds: [] });
});
