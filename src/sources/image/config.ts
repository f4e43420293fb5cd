import { z } from "zod";
import { Failure } from "../../domain/failure.ts";
import type { ImageConfig } from "./image.ts";

const strings = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
/** `{"8080/tcp": {}}` */
const keys = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((record) => Object.keys(record ?? {}).sort());

const schema = z.object({
  architecture: text,
  os: text,
  created: text,
  config: z
    .object({
      User: text,
      Env: strings,
      Cmd: strings,
      Entrypoint: strings,
      WorkingDir: text,
      ExposedPorts: keys,
      Volumes: keys,
      StopSignal: text,
      Healthcheck: z.unknown().optional(),
      Labels: z
        .record(z.string(), z.string())
        .nullish()
        .transform((labels) => labels ?? {}),
    })
    .nullish(),
  rootfs: z.object({ diff_ids: strings }),
  history: z
    .array(z.object({ created_by: text, empty_layer: z.boolean().nullish() }))
    .nullish()
    .transform((list) => list ?? []),
});

/** Parse an image configuration. `where` names it in the message. Throws `Failure` (`bad-image`). */
export function parseConfig(bytes: Uint8Array, where: string): ImageConfig {
  const parsed = schema.safeParse(parseJson(bytes, where));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badJson(where, issue === undefined ? "" : `${issue.path.join(".")}: ${issue.message}`, parsed.error);
  }
  const { architecture, os, created, config, rootfs, history } = parsed.data;
  return {
    architecture,
    os,
    created,
    user: config?.User ?? "",
    env: config?.Env ?? [],
    cmd: config?.Cmd ?? [],
    entrypoint: config?.Entrypoint ?? [],
    workingDir: config?.WorkingDir ?? "",
    exposedPorts: config?.ExposedPorts ?? [],
    volumes: config?.Volumes ?? [],
    stopSignal: config?.StopSignal ?? "",
    ...(config?.Healthcheck === undefined || config.Healthcheck === null ? {} : { healthcheck: config.Healthcheck }),
    labels: config?.Labels ?? {},
    history: history.map((entry) => ({ createdBy: entry.created_by, empty: entry.empty_layer === true })),
    diffIds: rootfs.diff_ids,
  };
}

/** JSON at the edge. Throws `Failure` (`bad-image`). */
export function parseJson(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch (error) {
    throw badJson(where, error instanceof Error ? error.message : String(error), error);
  }
}

function badJson(where: string, detail: string, cause: unknown): Failure {
  return new Failure("bad-image", `${where} is not what an image has there: ${detail}`, {
    hint: "Make the archive again with `docker save -o FILE IMAGE`.",
    cause,
  });
}
