import { z } from "zod";
import type { Companion, Volume, Workload } from "../../domain/workload/workload.ts";
import type { DeclaredWorkload } from "../../domain/workload/declared-workload.ts";
import { grants, toGrants } from "./config-grants.ts";
import { probe, toProbe } from "../../steps/form/probe.ts";
import { step, toStep } from "./config-step.ts";
import {
  command,
  duration,
  hostPath,
  port,
  size,
  texts,
  toBytes,
  toMs,
  toTexts,
  toWords,
  words,
} from "../../steps/form/words.ts";
import { defined } from "../../text/defined.ts";

const volume = z.strictObject({
  name: z.string().min(1).optional().describe("Default: the last part of the path."),
  path: z.string().startsWith("/").describe("Where it is mounted."),
  from: z
    .string()
    .min(1)
    .optional()
    .describe("Folder or file on this machine, relative to this file; copied for each trial, or mounted if readOnly."),
  readOnly: z.boolean().optional().describe("Mount it read-only, without a copy."),
  owner: z
    .string()
    .regex(/^\d+:\d+$/, "numbers such as 999:999")
    .optional()
    .describe("Owner of the volume's root as UID:GID. Default: as in the image or the folder."),
});

const environment = texts.default({}).describe("Environment variables.");
const networks = z.array(z.string().min(1)).min(1).optional();

const workdir = z.string().startsWith("/").optional();

const companion = z.strictObject({
  name: z.string().min(1).describe("Its name, also on the network."),
  image: z.string().min(1),
  aliases: z.array(z.string().min(1)).default([]).describe("More names on the network."),
  networks: networks.describe("Its networks. Default: the trial's own."),
  entrypoint: words.optional(),
  command: words.optional(),
  user: z.string().min(1).optional().describe("Default: the image's."),
  workdir: workdir.describe("Default: the image's."),
  env: environment,
  volumes: z.array(volume).default([]),
  grants: grants.optional(),
  ready: probe
    .default("health")
    .describe(
      "When the next companion may start. `health` is its HEALTHCHECK; without one it listens on a port that its image exposes, or runs for half a second.",
    ),
  readyTimeout: duration.default("60s"),
  after: z
    .literal(true)
    .optional()
    .describe("It needs the container: it is started once that is ready, in each of its lives."),
});

/** The workload in `hullproof.yaml`. Missing keys come from the image. */
export const workload = z.strictObject({
  compose: z
    .strictObject({ file: z.string().min(1).default("compose.yaml"), service: z.string().min(1) })
    .optional()
    .describe("A service of a Compose file is the container; the services it depends on become companions."),
  ready: probe.optional(),
  readyTimeout: duration.optional().describe("How long to wait until it is ready."),
  steps: z.array(step).optional().describe("What is done with it, in order; each entry is one of the kinds below."),
  think: duration.optional().describe("Wait before each step but the first."),
  soak: z
    .strictObject({
      for: duration,
      concurrency: z.int().min(1).max(1000).default(1).describe("How many run the steps at once."),
      think: duration.default("0ms").describe("Wait before each next step."),
    })
    .optional()
    .describe("After the steps of the first life: repeat them for this long, several at once."),
  load: z
    .strictObject({
      clients: z.int().min(1).max(1000).default(8).describe("How many clients run the steps at once."),
      for: duration.default("3s"),
      serial: z
        .array(z.string().min(1))
        .optional()
        .describe("Names of steps that cannot run several times at once; hullproof finds others on the original."),
    })
    .optional()
    .describe("The burst under which limits and the whole profile are proven."),
  internet: z
    .literal(false)
    .optional()
    .describe("Trials reach no internet: what leaves their networks is rejected. Default: they reach it."),
  routes: z
    .record(z.string().regex(/^[A-Z]+ \//, "a route such as GET /users/{id}"), z.number().min(0).max(1))
    .refine((routes) => Object.keys(routes).length <= 1000, "at most 1,000 routes")
    .optional()
    .describe("Known routes -> share of the logged requests; reports say which of them no step exercised."),
  cookies: z.literal(true).optional().describe("Each client keeps the cookies that it gets. Default: none does."),
  maxBody: size
    .optional()
    .describe(
      "Each step that sends a body is tried with a body padded to this size, too, unless the original refuses it; 0 tries none. Default: 1MB.",
    ),
  tools: z
    .array(command)
    .optional()
    .describe(
      "Commands that people or monitors run in it with docker exec: `learn` tries each in the original and under the profile, beside the known clients of the image.",
    ),
  stop: z
    .strictObject({
      timeout: duration.default("10s"),
      exitCodes: z.array(z.int()).min(1).optional().describe("Exit codes of a clean stop. Default: 0."),
      signal: z
        .string()
        .regex(/^SIG[A-Z0-9+]+$/)
        .optional()
        .describe("Default: the image's stop signal."),
    })
    .optional()
    .describe("How it is stopped, and how it must end."),
  restart: z.boolean().optional().describe("Stop, start again on the same volumes, and run the steps once more."),
  env: environment.optional(),
  volumes: z.array(volume).optional().describe("Volumes, new or copied for each trial."),
  user: z.string().min(1).optional().describe("In place of the image's own user."),
  entrypoint: words.optional(),
  command: words.optional(),
  workdir: workdir.describe("In place of the image's own working directory."),
  ports: z
    .array(z.union([port, z.string().regex(/^\d{1,5}\/(tcp|udp)$/, "a port such as 53/udp")]))
    .optional()
    .describe("Ports to publish beside those that ready and steps reach."),
  grants: grants.optional(),
  networks: networks.describe("Networks that it shares with companions. Default: one."),
  aliases: z.array(z.string().min(1)).optional().describe("Names by which companions reach it."),
  companions: z
    .array(companion)
    .optional()
    .describe("Containers beside it, started in this order and never restricted."),
});

/** `folder` is that of the file, relative to the start folder; host paths start there. */
export function toWorkload(raw: z.infer<typeof workload>, folder = ""): DeclaredWorkload {
  const { stop, soak, load } = raw;
  return defined({
    compose: raw.compose && { ...raw.compose, file: hostPath(folder, raw.compose.file) },
    ready: raw.ready === undefined ? undefined : toProbe(raw.ready),
    readyTimeoutMs: raw.readyTimeout === undefined ? undefined : toMs(raw.readyTimeout),
    steps: raw.steps?.map((one) => toStep(one, folder)),
    thinkMs: raw.think === undefined ? undefined : toMs(raw.think),
    soak: soak && { forMs: toMs(soak.for), concurrency: soak.concurrency, thinkMs: toMs(soak.think) },
    internet: raw.internet,
    routes: raw.routes,
    cookies: raw.cookies,
    maxBody: raw.maxBody === undefined ? undefined : toBytes(raw.maxBody),
    tools: raw.tools,
    load: load && defined({ clients: load.clients, forMs: toMs(load.for), serial: load.serial }),
    stop: stop && toStop(stop),
    restart: raw.restart,
    env: raw.env && toTexts(raw.env),
    volumes: raw.volumes?.map((one) => toVolume(one, folder)),
    user: raw.user,
    entrypoint: raw.entrypoint === undefined ? undefined : toWords(raw.entrypoint),
    command: raw.command === undefined ? undefined : toWords(raw.command),
    workdir: raw.workdir,
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
  const { readyTimeout, ready, entrypoint, command: commandWords, volumes, env, grants: rawGrants, ...rest } = raw;
  return {
    ...defined({
      ...rest,
      entrypoint: entrypoint === undefined ? undefined : toWords(entrypoint),
      command: commandWords === undefined ? undefined : toWords(commandWords),
      grants: rawGrants && toGrants(rawGrants),
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
