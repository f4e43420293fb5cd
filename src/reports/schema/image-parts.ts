import { z } from "zod";
import { bytes, count, dictionary, list, maybe, position, text } from "../../schema/shapes.ts";

export const fileNote = z
  .object({
    path: text,
    mode: text.describe("octal"),
    uid: count,
    gid: count,
    layer: count,
    bytes,
    owner: maybe(text).describe("purl of the package that brought it"),
  })
  .meta({ id: "FileNote", description: "A file that stands out by its rights" });

export const leftover = z
  .object({
    kind: z.enum(["package-cache", "package-lists", "log", "vcs", "build", "workspace", "docs", "locale", "temporary"]),
    path: text,
    bytes,
    files: count,
    layer: count,
  })
  .meta({ id: "Leftover" });

export const imageConfiguration = z
  .object({
    architecture: text,
    os: text,
    created: maybe(text),
    user: text,
    env: list(text),
    entrypoint: list(text),
    cmd: list(text),
    workingDir: text,
    exposedPorts: list(text),
    volumes: list(text),
    stopSignal: maybe(text),
    healthcheck: maybe(list(text)),
    labels: dictionary(text),
  })
  .meta({ id: "ImageConfiguration" });

export const account = z
  .object({
    name: text,
    uid: count,
    gid: count,
    shell: text,
    password: z.enum(["empty", "set", "locked", "unknown"]),
  })
  .meta({ id: "Account" });

const layerPath = z.object({ path: text, layer: count });

export const ssh = z
  .object({
    config: maybe(layerPath),
    settings: list(
      z.object({
        keyword: z.enum(["PermitRootLogin", "PasswordAuthentication", "PermitEmptyPasswords", "Port"]),
        value: text,
        path: text,
        layer: count,
        line: position,
        match: maybe(text),
      }),
    ),
    hostKeys: list(layerPath),
    authorizedKeys: list(layerPath.extend({ keys: count })),
  })
  .meta({ id: "Ssh" });

export const secret = z
  .object({
    kind: text,
    title: text,
    severity: z.enum(["error", "warning", "info"]),
    masked: text,
    place: z.union([
      z.object({ in: z.literal("file"), layer: count, path: text, line: position, hiddenBy: maybe(count) }),
      z.object({ in: z.enum(["env", "label", "command"]), name: text }),
      z.object({ in: z.literal("history"), layer: maybe(count), step: count }),
    ]),
  })
  .meta({ id: "Secret" });
