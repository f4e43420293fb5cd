import { z } from "zod";
import { refusedStatus } from "../client/http.ts";
import type { Engine } from "../types.ts";
import { imagePath } from "./image-path.ts";

const shape = z.object({
  Annotations: z
    .record(z.string(), z.string())
    .nullish()
    .transform((value) => value ?? {}),
});

/**
 * Annotations of an image's manifest (OCI image-spec, manifest.md), which only Podman's own API has: `GET
 * /libpod/images/NAME/json`. Undefined if the engine has no such image, or is not Podman: a graph driver of Docker
 * stores no manifest.
 */
export async function manifestAnnotations(
  engine: Engine,
  ref: string,
  signal?: AbortSignal,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    const answer = await engine.call<unknown>({ method: "GET", path: `/libpod/images/${imagePath(ref)}/json`, signal });
    const read = shape.safeParse(answer);
    return read.success ? read.data.Annotations : undefined;
  } catch (error) {
    if (refusedStatus(error) === 404) return undefined;
    throw error;
  }
}
