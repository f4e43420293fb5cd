import { z } from "zod";
import { limitsShape } from "./without-limits.ts";

// The parts of the engine's responses that hullproof reads (Docker Engine API 1.40 to 1.56). Go encodes an empty list
// or map as null; since 1.52 empty fields of an image's configuration are omitted, as is the storage of a container
// of the containerd image store.

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
const textMap = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});
const keys = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => Object.keys(value ?? {}));

export const versionShape = z.object({
  Version: z.string(),
  ApiVersion: z.string(),
  MinAPIVersion: z.string().optional(),
  Components: z.array(z.object({ Name: z.string(), Version: text })).nullish(),
});

export const infoShape = z.object({
  ...limitsShape,
  KernelVersion: text,
  OperatingSystem: text,
  Architecture: text,
  CgroupVersion: z.string().optional(),
  CgroupDriver: text,
  Driver: text,
  /** Pairs: `["Native Overlay Diff", "true"]`. */
  DriverStatus: z
    .array(z.array(z.string()))
    .nullish()
    .transform((value) => new Map((value ?? []).map(([key = "", word = ""]) => [key, word]))),
  DefaultRuntime: text,
  DockerRootDir: text,
  SecurityOptions: texts,
  NCPU: z.number(),
  MemTotal: z.number(),
  ContainersRunning: z.number(),
});

export const containerShape = z.object({
  Id: z.string(),
  Name: z.string(),
  State: z.object({
    Running: z.boolean(),
    Pid: z.number(),
    ExitCode: z.number(),
    OOMKilled: z.boolean(),
    Error: text,
    Health: z.object({ Status: z.string() }).nullish(),
  }),
  GraphDriver: z.object({ Data: textMap }).nullish(),
  LogPath: text,
  Mounts: z
    .array(z.object({ Type: text, Source: text, Destination: text }))
    .nullish()
    .transform((value) => value ?? []),
  NetworkSettings: z.object({
    Ports: z
      .record(z.string(), z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullable())
      .nullish()
      .transform((value) => value ?? {}),
    Networks: z
      .record(z.string(), z.object({ IPAddress: text }))
      .nullish()
      .transform((value) => value ?? {}),
  }),
});

export const imageShape = z.object({
  Id: z.string(),
  RepoTags: texts,
  Size: z.number(),
  Created: text,
  Config: z
    .object({
      User: text,
      Env: texts,
      Cmd: texts,
      Entrypoint: texts,
      WorkingDir: text,
      ExposedPorts: keys,
      Volumes: keys,
      StopSignal: text,
      Healthcheck: z.unknown().optional(),
      Shell: texts,
      Labels: textMap,
    })
    .nullish(),
  RootFS: z.object({ Layers: texts }),
});

/** Of an image, since API 1.48. */
export const manifestsShape = z.object({
  Manifests: z
    .array(z.object({ ID: z.string(), Kind: text, Available: z.boolean() }))
    .nullish()
    .transform((value) => value ?? []),
});

export const containerListShape = z.array(z.object({ Id: z.string(), Names: texts, Labels: textMap, State: text }));
export const volumeListShape = z.object({
  Volumes: z
    .array(z.object({ Name: z.string(), Labels: textMap }))
    .nullish()
    .transform((value) => value ?? []),
});
export const networkListShape = z.array(z.object({ Id: z.string(), Name: z.string(), Labels: textMap }));
export const imageListShape = z.array(z.object({ Id: z.string(), RepoTags: texts, Labels: textMap }));

export const execShape = z.object({ Running: z.boolean(), ExitCode: z.number().nullish(), Pid: z.number().nullish() });
