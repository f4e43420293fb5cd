import { z } from "zod";
import { stepSchema } from "../../steps/form/step-schema.ts";
import { grants } from "./grants.ts";
import { amount, count, dictionary, list, maybe, position, text } from "./shapes.ts";

const probe = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("http"),
      port: position,
      path: text,
      status: position,
      headers: maybe(dictionary(text)),
    }),
    z.object({ kind: z.literal("tcp"), port: position }),
    z.object({ kind: z.literal("ports"), ports: list(position) }),
    z.object({ kind: z.literal("log"), pattern: text }),
    z.object({ kind: z.literal("running"), forMs: count }),
    z.object({ kind: z.literal("exec"), command: list(text) }),
    z.object({ kind: z.literal("health") }),
    z.object({ kind: z.literal("ended") }),
  ])
  .meta({ id: "Probe" });

const payload = z.union([z.object({ text }), z.object({ hex: text })]).meta({ id: "Payload" });

const step = stepSchema(
  {
    port: position,
    status: position,
    integer: z.int(),
    flag: z.boolean(),
    text,
    method: text,
    requestPath: text,
    milliseconds: amount,
    command: list(text),
    dictionary: dictionary(text),
    patterns: dictionary(text),
    pattern: text,
    sent: payload,
    expected: payload,
    filled: text,
    signal: text,
    probe,
    captures: dictionary(
      z.union([
        z.object({ json: text }),
        z.object({ header: text }),
        z.object({ cookie: text }),
        z.object({ pattern: text }),
      ]),
    ),
    digits: text,
    parts: list(
      z.object({ name: text, value: maybe(text), hex: maybe(text), filename: maybe(text), type: maybe(text) }),
    ),
    maybe,
  },
  { name: text, repeat: maybe(count), at: maybe(text), once: maybe(z.literal(true)), weight: maybe(count) },
  z.object,
).meta({ id: "Step" });

export const volumes = list(
  z.object({
    name: text,
    path: text,
    from: maybe(text),
    readOnly: maybe(z.boolean()),
    owner: maybe(text),
    secret: maybe(z.literal(true)),
    shared: maybe(text),
  }),
);

const companion = z
  .object({
    name: text,
    image: text,
    aliases: list(text),
    networks: maybe(list(text)),
    entrypoint: maybe(list(text)),
    command: maybe(list(text)),
    user: maybe(text),
    workdir: maybe(text),
    env: dictionary(text),
    variables: maybe(dictionary(text)),
    volumes,
    grants: maybe(grants),
    ready: probe,
    readyTimeoutMs: amount,
    after: maybe(z.literal(true)),
  })
  .meta({ id: "Companion", description: "a container beside the one that is exercised" });

export const workload = z
  .object({
    ready: probe,
    readyTimeoutMs: amount,
    steps: list(step),
    thinkMs: maybe(amount),
    soak: maybe(z.object({ forMs: amount, concurrency: count, thinkMs: amount, enough: maybe(count) })),
    load: maybe(z.object({ clients: count, forMs: amount, serial: maybe(list(text)) })),
    cookies: maybe(z.literal(true)).describe("each client keeps the cookies that it gets"),
    internet: maybe(z.literal(false)).describe("in the trials nothing reached the internet"),
    routes: maybe(dictionary(z.number())).describe("route -> its share of the logged requests, 0 where no log has it"),
    maxBody: maybe(count).describe("size in bytes to which the body of a further step is padded"),
    tools: maybe(list(list(text))).describe("commands of docker exec that are tried beside the proof"),
    stop: z.object({ timeoutMs: amount, exitCodes: list(z.int()), signal: maybe(text) }),
    restart: z.boolean(),
    env: dictionary(text),
    variables: maybe(dictionary(text)),
    hidden: maybe(dictionary(text)),
    volumes,
    user: maybe(text),
    entrypoint: maybe(list(text)),
    command: maybe(list(text)),
    workdir: maybe(text),
    ports: maybe(list(z.object({ port: position, protocol: z.enum(["tcp", "udp"]) }))),
    grants: maybe(grants),
    networks: maybe(list(text)),
    aliases: maybe(list(text)),
    companions: maybe(list(companion)),
    origin: maybe(z.enum(["declared", "image"])).describe("image: no steps were declared"),
  })
  .meta({ id: "Workload", description: "durations in milliseconds" });
