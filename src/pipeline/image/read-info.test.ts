import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { imageOf } from "../../../test/images/read-members.ts";
import { readContents, readInfo } from "./read-info.ts";

it("caches each option separately, and reuses it without reading the layers", async () => {
  const cacheFolder = await mkdtemp(join(tmpdir(), "hullproof-info-"));
  try {
    const image = imageOf([
      [
        { path: "a", content: "1".repeat(20_000) },
        { path: "b", content: "1".repeat(20_000) },
      ],
    ]);
    const layers = image.layers.map((layer, at) => ({ ...layer, cacheKey: `layer ${at}` }));
    const read = async (from: typeof image) => ({
      contents: await readContents(from, { cacheFolder }),
      info: await readInfo(from, {}, { cacheFolder }),
      compared: await readInfo(from, { duplicates: true }, { cacheFolder }),
    });
    const cold = await read({ ...image, layers });
    expect(cold.contents).not.toHaveProperty("waste");
    expect(cold.info.waste.duplicates).toBeUndefined();
    expect(cold.compared.waste.duplicates).toHaveLength(1);
    const gone = layers.map((layer) => ({
      ...layer,
      bytes: { kind: "memory" as const, content: new Uint8Array(3), where: "nowhere" },
    }));
    expect(await read({ ...image, layers: gone })).toEqual(cold);
  } finally {
    await rm(cacheFolder, { recursive: true, force: true });
  }
});
