import { z } from "zod";
import { stepSchema } from "../steps/form/step-schema.ts";
import type { Leaves } from "./leaves.ts";
import { runSettings } from "./run-settings.ts";
import { list, maybe } from "./shapes.ts";

/** A workload as a profile and a report hold it. */
export function workloadSchemas(leaf: Leaves, { grants } = runSettings(leaf)) {
  const { object } = leaf;
  const probe = z
    .discriminatedUnion("kind", [
      object({
        kind: z.literal("http"),
        port: leaf.port,
        path: leaf.requestPath,
        status: leaf.status,
        headers: maybe(leaf.dictionary),
      }),
      object({ kind: z.literal("tcp"), port: leaf.port }),
      object({ kind: z.literal("ports"), ports: leaf.ports }),
      object({ kind: z.literal("log"), pattern: leaf.logPattern }),
      object({ kind: z.literal("running"), forMs: leaf.wait }),
      object({ kind: z.literal("exec"), command: leaf.command }),
      object({ kind: z.literal("health") }),
      object({ kind: z.literal("ended") }),
    ])
    .meta({ id: "Probe" });
  const step = stepSchema(
    { ...leaf, filled: leaf.name, probe, maybe },
    { name: leaf.name, repeat: maybe(leaf.repeat), at: maybe(leaf.name) },
    object,
  ).meta({ id: "Step" });
  const volume = object({
    name: leaf.name,
    path: leaf.absolutePath,
    from: maybe(leaf.name),
    readOnly: maybe(leaf.flag),
    owner: maybe(leaf.owner),
    secret: maybe(z.literal(true)),
    shared: maybe(leaf.name),
  });
  const companion = object({
    name: leaf.name,
    image: leaf.name,
    aliases: list(leaf.name),
    networks: maybe(leaf.names),
    entrypoint: maybe(list(leaf.text)),
    command: maybe(list(leaf.text)),
    user: maybe(leaf.name),
    workdir: maybe(leaf.absolutePath),
    env: leaf.dictionary,
    variables: maybe(leaf.variables),
    volumes: list(volume),
    grants: maybe(grants),
    ready: probe,
    readyTimeoutMs: leaf.milliseconds,
    after: maybe(z.literal(true)),
  }).meta({ id: "Companion", description: "a container beside the one that is exercised" });
  const workload = object({
    ready: probe,
    readyTimeoutMs: leaf.milliseconds,
    steps: list(step),
    thinkMs: maybe(leaf.pause),
    soak: maybe(
      object({
        forMs: leaf.milliseconds,
        concurrency: leaf.clients,
        thinkMs: leaf.pause,
        enough: maybe(leaf.count),
      }),
    ),
    load: maybe(object({ clients: leaf.clients, forMs: leaf.milliseconds, serial: maybe(list(leaf.name)) })),
    maxBody: maybe(leaf.count).describe("size in bytes to which the body of a further step is padded"),
    tools: maybe(list(leaf.command)).describe("commands of docker exec that are tried beside the proof"),
    stop: object({ timeoutMs: leaf.milliseconds, exitCodes: leaf.exitCodes, signal: maybe(leaf.signal) }),
    restart: leaf.flag,
    env: leaf.dictionary,
    variables: maybe(leaf.variables),
    hidden: maybe(leaf.dictionary),
    volumes: list(volume),
    user: maybe(leaf.name),
    entrypoint: maybe(list(leaf.text)),
    command: maybe(list(leaf.text)),
    workdir: maybe(leaf.absolutePath),
    ports: maybe(list(object({ port: leaf.port, protocol: z.enum(["tcp", "udp"]) }))),
    grants: maybe(grants),
    networks: maybe(leaf.names),
    aliases: maybe(list(leaf.name)),
    companions: maybe(list(companion)),
    origin: maybe(z.enum(["declared", "image"])).describe("image: no steps were declared"),
  }).meta({ id: "Workload", description: "durations in milliseconds" });
  return { workload, volume };
}
