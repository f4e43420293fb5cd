import { z } from "zod";
import { answerOf } from "../client/answer-of.ts";
import { Failure } from "../../../domain/failure.ts";
import type { ImageConfig } from "../../../domain/image/image-config.ts";
import { refusedStatus } from "../client/http.ts";
import type { Engine } from "../types.ts";
import { whileMoving } from "../client/while-moving.ts";

const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
const keys = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => Object.keys(value ?? {}).sort());

const shape = z.object({
  Id: z.string().regex(/^[0-9a-f]{64}$/),
  Name: z.string(),
  Image: z.string(),
  Config: z.object({
    User: text,
    Env: texts,
    Cmd: texts,
    Entrypoint: texts,
    WorkingDir: text,
    ExposedPorts: keys,
    Volumes: keys,
    StopSignal: text,
    Healthcheck: z.unknown().optional(),
    Labels: z
      .record(z.string(), z.string())
      .nullish()
      .transform((value) => value ?? {}),
  }),
  GraphDriver: z
    .object({ Name: text, Data: z.record(z.string(), z.string()).nullish() })
    .nullish()
    .transform((value) => value ?? { Name: "", Data: {} }),
});
const changesShape = z
  .array(z.object({ Path: z.string(), Kind: z.union([z.literal(0), z.literal(1), z.literal(2)]) }))
  .nullish()
  .transform((value) => value ?? []);

/** A container of any origin in its current state. */
export interface ContainerSummary {
  readonly id: string;
  /** Without the leading slash. */
  readonly name: string;
  /** Id of its image. */
  readonly imageId: string;
  /** The image's settings merged with the container's; ports as written, `8080/tcp`. */
  readonly config: Omit<ImageConfig, "architecture" | "os" | "created" | "history" | "diffIds">;
  /** Writable directory of overlay2, on the engine's machine. */
  readonly upperDir?: string;
}

/** Read-only. Throws `Failure` (`no-such-image` if the engine has no such container, and those of the engine's calls). */
export async function inspectContainer(engine: Engine, ref: string, signal?: AbortSignal): Promise<ContainerSummary> {
  // Names come from users: text that would lead to another API call is rejected.
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}$/.test(ref)) throw noContainer(ref);
  const answer = await engine
    .call<unknown>({ method: "GET", path: `/containers/${ref}/json`, signal })
    .catch((error: unknown) => {
      throw refusedStatus(error) === 404 ? noContainer(ref, error) : error;
    });
  const { Id, Name, Image, Config: config, GraphDriver: driver } = answerOf(shape, answer);
  const upperDir = driver.Name === "overlay2" ? driver.Data?.["UpperDir"] : undefined;
  return {
    id: Id,
    name: Name.replace(/^\//, ""),
    imageId: Image,
    config: {
      user: config.User,
      env: config.Env,
      cmd: config.Cmd,
      entrypoint: config.Entrypoint,
      workingDir: config.WorkingDir,
      exposedPorts: config.ExposedPorts,
      volumes: config.Volumes,
      stopSignal: config.StopSignal,
      ...(config.Healthcheck === undefined || config.Healthcheck === null ? {} : { healthcheck: config.Healthcheck }),
      labels: config.Labels,
    },
    ...(upperDir === undefined ? {} : { upperDir }),
  };
}

export interface ContainerChange {
  readonly path: string;
  readonly kind: "modified" | "added" | "deleted";
}

const kinds = ["modified", "added", "deleted"] as const;

/**
 * Paths that differ from the image, as listed by the engine, sorted. A deleted folder is listed alone; a recreated
 * one with its missing content (moby compares the file systems, graphdriver/fsdiff.go).
 */
export async function containerChanges(
  engine: Engine,
  id: string,
  signal?: AbortSignal,
): Promise<readonly ContainerChange[]> {
  const answer = await whileMoving(
    () => engine.call({ method: "GET", path: `/containers/${id}/changes`, timeoutMs: 300_000, nullable: true, signal }),
    signal,
  );
  return answerOf(changesShape, answer)
    .map(({ Path, Kind }) => ({ path: Path, kind: kinds[Kind] }))
    .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function noContainer(ref: string, cause?: unknown): Failure {
  return new Failure("no-such-image", `The engine has no container ${ref.slice(0, 200)}.`, {
    hint: "`docker ps --all` lists what the engine has.",
    cause,
  });
}
