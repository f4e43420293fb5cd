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
 * Annotations of the manifest of an image (OCI image-spec, manifest.md), which only Podman's own API tells: `GET /libpod/images/NAME/json`. Undefined where the engine has no such image, or
 * is another one: a graph driver of Docker keeps no manifest.
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
