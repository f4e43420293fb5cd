import { Failure } from "../../../domain/failure.ts";
import type { ImageConfig } from "../../../domain/image/image-config.ts";
import {
  anything,
  flag,
  listOf,
  maybe,
  objectOf,
  orElse,
  recordOf,
  shaped,
  text,
} from "../../../formats/json/json-shape.ts";

const word = orElse(text, "");
const words = orElse(listOf(text), []);
/** `{"8080/tcp": {}}` */
const keys = orElse(recordOf(anything), {});

const shape = objectOf({
  architecture: word,
  os: word,
  created: word,
  author: word,
  config: maybe(
    objectOf({
      User: word,
      Env: words,
      Cmd: words,
      Entrypoint: words,
      WorkingDir: word,
      ExposedPorts: keys,
      Volumes: keys,
      StopSignal: word,
      Healthcheck: anything,
      Shell: words,
      OnBuild: words,
      Labels: orElse(recordOf(text), {}),
    }),
  ),
  rootfs: objectOf({ diff_ids: words }),
  history: orElse(listOf(objectOf({ created_by: word, empty_layer: maybe(flag) })), []),
});

/** Parses an image configuration. Messages start with `origin`. Throws `Failure` (`bad-image`). */
export function parseConfig(bytes: Uint8Array, origin: string): ImageConfig {
  const { architecture, os, created, author, config, rootfs, history } = shaped(
    shape,
    parseJson(bytes, origin),
    (reason) => badJson(origin, reason),
  );
  const { Shell: shell = [], OnBuild: onBuild = [] } = config ?? {};
  return {
    architecture,
    os,
    created,
    ...(author !== "" && { author }),
    user: config?.User ?? "",
    env: config?.Env ?? [],
    cmd: config?.Cmd ?? [],
    entrypoint: config?.Entrypoint ?? [],
    workingDir: config?.WorkingDir ?? "",
    exposedPorts: Object.keys(config?.ExposedPorts ?? {}).sort(),
    volumes: Object.keys(config?.Volumes ?? {}).sort(),
    stopSignal: config?.StopSignal ?? "",
    ...(config?.Healthcheck === undefined || config.Healthcheck === null ? {} : { healthcheck: config.Healthcheck }),
    ...(shell.length > 0 && { shell }),
    ...(onBuild.length > 0 && { onBuild }),
    labels: config?.Labels ?? {},
    history: history.map((entry) => ({ createdBy: entry.created_by, empty: entry.empty_layer === true })),
    diffIds: rootfs.diff_ids,
  };
}

/** Parses foreign JSON. Throws `Failure` (`bad-image`). */
export function parseJson(bytes: Uint8Array, origin: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch (error) {
    throw badJson(origin, error instanceof Error ? error.message : String(error), error);
  }
}

function badJson(origin: string, detail: string, cause?: unknown): Failure {
  return new Failure("bad-image", `${origin} is not what an image has there: ${detail}`, {
    hint: "Make the archive again with `docker save -o FILE IMAGE`.",
    cause,
  });
}
