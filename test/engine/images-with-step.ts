import type { Engine } from "../../src/sources/engine/types.ts";

/** Ids of all images, nameless ones too, in whose history a step has this word. */
export async function imagesWithStep(engine: Engine, word: string): Promise<string[]> {
  const images = await engine.call<{ Id: string }[]>({ method: "GET", path: "/images/json", query: { all: true } });
  const found = await Promise.all(
    images.map(async ({ Id: id }) => {
      const path = `/images/${id}/history`;
      // Images of others come and go.
      const steps = await engine.call<{ CreatedBy?: string }[]>({ method: "GET", path }).catch(() => []);
      return steps.some(({ CreatedBy: by = "" }) => by.includes(word)) ? [id] : [];
    }),
  );
  return found.flat();
}
