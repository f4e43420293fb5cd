import { z } from "zod";
import type { Companion, DeclaredWorkload, Volume, Workload } from "../domain/workload.ts";
import { grants, toGrants } from "./config-grants.ts";
import { probe, toProbe } from "./config-probe.ts";
import { step, toStep } from "./config-step.ts";
import { duration, hostPath, port, texts, toMs, toTexts, toWords, words } from "./config-words.ts";
import { defined } from "./defined.ts";

const volume = z.strictObject({
  name: z.string().min(1).optional().describe("Default: the last part of path."),
  path: z.string().startsWith("/"),
  from: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Folder or file of this machine, relative to this file; copied for each trial, or mounted when readOnly.",
    ),
  readOnly: z.boolean().optional(),
  owner: z
    .string()
    .regex(/^\d+:\d+$/, "numbers such as 999:999")
    .optional()
    .describe("Of the volume's root, as UID:GID; default as the image or the folder has it."),
});

const environment = texts.default({}).describe("Environment variables.");
const networks = z.array(z.string().min(1)).min(1).optional();

const companion = z.strictObject({
  name: z.string().min(1).describe("Also its name on the network."),
  image: z.string().min(1),
  aliases: z.array(z.string().min(1)).default([]),
  networks,
  entrypoint: words.optional(),
  command: words.optional(),
  user: z.string().min(1).optional(),
  env: environment,
  volumes: z.array(volume).default([]),
  ready: probe.default("health").describe("Default: its HEALTHCHECK passes, or it runs for half a second."),
  readyTimeout: duration.default("60s"),
});

/** How a container is exercised, as `hullproof.yaml` writes it. What it leaves out, the image tells. */
export const workload = z.strictObject({
  compose: z
    .strictObject({ file: z.string().min(1).default("compose.yaml"), service: z.string().min(1) })
    .optional()
    .describe("A service of a Compose file is the container; the services it depends on become companions."),
  ready: probe.optional(),
  readyTimeout: duration.optional(),
  steps: z.array(step).optional(),
  think: duration.optional().describe("Wait before each step but the first."),
  soak: z
    .strictObject({
      for: duration,
      concurrency: z.int().min(1).max(1000).default(1),
      think: duration.default("0ms").describe("Wait of each before its next step."),
    })
    .optional()
    .describe("After the steps: the same again for this long, several at a time."),
  load: z
    .strictObject({
      clients: z.int().min(1).max(1000).default(8),
      for: duration.default("3s"),
      serial: z
        .array(z.string().min(1))
        .optional()
        .describe("Names of steps that cannot be done several times at once; others are found on the original."),
    })
    .optional()
    .describe("How many do the steps at once where limits and the whole profile are proven; default 8 for 3 s."),
  stop: z
    .strictObject({
      timeout: duration.default("10s"),
      exitCodes: z.array(z.int()).min(1).optional(),
      signal: z
        .string()
        .regex(/^SIG[A-Z0-9+]+$/)
        .optional()
        .describe("In place of the image's stop signal."),
    })
    .optional(),
  restart: z.boolean().optional().describe("Stop, start again on the same volumes, and run the steps once more."),
  env: environment.optional(),
  volumes: z.array(volume).optional(),
  entrypoint: words.optional(),
  command: words.optional(),
  ports: z
    .array(z.union([port, z.string().regex(/^\d{1,5}\/(tcp|udp)$/, "a port such as 53/udp")]))
    .optional()
    .describe("Published beside those that ready and steps reach."),
  grants: grants.optional(),
  networks: networks.describe("Shared with companions; default one."),
  aliases: z.array(z.string().min(1)).optional().describe("Names under which companions reach it."),
  companions: z.array(companion).optional().describe("Containers beside it, started in this order, never restricted."),
});

/** `folder` is that of the file, as reached from where hullproof was called; paths of the host begin there. */
export function toWorkload(raw: z.infer<typeof workload>, folder = ""): DeclaredWorkload {
  const { stop, soak, load } = raw;
  return defined({
    compose: raw.compose && { ...raw.compose, file: hostPath(folder, raw.compose.file) },
    ready: raw.ready === undefined ? undefined : toProbe(raw.ready),
    readyTimeoutMs: raw.readyTimeout === undefined ? undefined : toMs(raw.readyTimeout),
    steps: raw.steps?.map((one) => toStep(one, folder)),
    thinkMs: raw.think === undefined ? undefined : toMs(raw.think),
    soak: soak && { forMs: toMs(soak.for), concurrency: soak.concurrency, thinkMs: toMs(soak.think) },
    load: load && defined({ clients: load.clients, forMs: toMs(load.for), serial: load.serial }),
    stop: stop && toStop(stop),
    restart: raw.restart,
    env: raw.env && toTexts(raw.env),
    volumes: raw.volumes?.map((one) => toVolume(one, folder)),
    entrypoint: raw.entrypoint === undefined ? undefined : toWords(raw.entrypoint),
    command: raw.command === undefined ? undefined : toWords(raw.command),
    ports: raw.ports?.map(toPort),
    grants: raw.grants && toGrants(raw.grants),
    networks: raw.networks,
    aliases: raw.aliases,
    companions: raw.companions?.map((one) => toCompanion(one, folder)),
  });
}

function toStop({ timeout, exitCodes, signal }: NonNullable<z.infer<typeof workload>["stop"]>): Workload["stop"] {
  return { timeoutMs: toMs(timeout), exitCodes: exitCodes ?? [0], ...(signal === undefined ? {} : { signal }) };
}

export function toVolume({ name, ...raw }: z.infer<typeof volume>, folder: string): Volume {
  const from = raw.from === undefined ? undefined : hostPath(folder, raw.from);
  return {
    ...defined({ ...raw, from }),
    name: name ?? (raw.path.split("/").findLast((part) => part !== "") || "root"),
  };
}

function toCompanion(raw: z.infer<typeof companion>, folder: string): Companion {
  const { readyTimeout, ready, entrypoint, command: commandWords, volumes, env, ...rest } = raw;
  return {
    ...defined({
      ...rest,
      entrypoint: entrypoint === undefined ? undefined : toWords(entrypoint),
      command: commandWords === undefined ? undefined : toWords(commandWords),
    }),
    env: toTexts(env),
    volumes: volumes.map((one) => toVolume(one, folder)),
    ready: toProbe(ready),
    readyTimeoutMs: toMs(readyTimeout),
  };
}

function toPort(raw: number | string): { port: number; protocol: "tcp" | "udp" } {
  const [number, protocol] = String(raw).split("/");
  return { port: Number(number), protocol: protocol === "udp" ? "udp" : "tcp" };
}
