import { z } from "zod";
import type { InheritedSettings } from "../../../domain/container/inspected-container.ts";
import { keys, map, signal, text, texts, words } from "./go-shapes.ts";
import { healthcheckShape } from "./inspected-shape.ts";

/** Settings that containers inherit from an image, and the image's identity. */
export interface InspectedImage {
  readonly id: string;
  /** Its names on the engine, with tag or digest: `nginx:1.27`. */
  readonly names: readonly string[];
  readonly inherited: InheritedSettings;
  /** Digests of the uncompressed layers. */
  readonly diffIds: readonly string[];
}

/** The output of `docker image inspect IMAGE`, as far as containers inherit it. */
export const inheritedShape = z
  .object({
    Id: z.string(),
    RepoTags: texts,
    RepoDigests: texts,
    Config: z
      .object({
        User: text,
        Env: texts,
        Cmd: words,
        Entrypoint: words,
        WorkingDir: text,
        Labels: map,
        ExposedPorts: keys,
        Volumes: keys,
        StopSignal: signal,
        Healthcheck: healthcheckShape.nullish(),
      })
      .nullish(),
    RootFS: z.object({ Layers: texts }).nullish(),
  })
  .transform(({ Id, RepoTags, RepoDigests, Config: config, RootFS }): InspectedImage => {
    const health = config?.Healthcheck;
    return {
      id: Id,
      names: [...RepoTags, ...RepoDigests],
      diffIds: RootFS?.Layers ?? [],
      inherited: {
        user: config?.User ?? "",
        env: config?.Env ?? [],
        cmd: config?.Cmd ?? [],
        entrypoint: config?.Entrypoint ?? [],
        workingDir: config?.WorkingDir ?? "",
        labels: config?.Labels ?? {},
        exposedPorts: config?.ExposedPorts ?? [],
        volumes: config?.Volumes ?? [],
        stopSignal: config?.StopSignal ?? "",
        ...(health && health.test.length > 0 && { healthcheck: health }),
      },
    };
  });
