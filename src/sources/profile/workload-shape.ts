import { z } from "zod";
import { networkModes } from "../../domain/profile/restrictions.ts";
import { stepSchema } from "../../steps/form/step-schema.ts";
import { capability, deviceShape, tmpfsShape, ulimitShape } from "./restrictions-shape.ts";

const port = z.int().min(1).max(65_535);
const milliseconds = z.number().positive().max(3_600_000);
const pause = z.number().nonnegative().max(3_600_000);
const name = z.string().min(1);
const command = z.array(z.string()).min(1);
const requestPath = z.string().regex(/^\/[\x21-\x7E]*$/u, "a path that begins with / and holds no spaces");
const signal = z.string().regex(/^SIG[A-Z0-9+]+$/u, "a signal such as SIGHUP");
const workdir = z.string().startsWith("/");
const dictionary = z.record(z.string(), z.string());
const variables = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/u, "a name such as API_TOKEN"), z.string());
const maybe = <T extends z.ZodType>(value: T) => z.exactOptional(value);
const repeat = maybe(z.int().min(1).max(1_000_000));

const pattern = (flags: string) =>
  z.string().refine((text) => {
    try {
      new RegExp(text, flags);
      return true;
    } catch {
      return false;
    }
  }, "not a regular expression");

const captureName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/u, "a name such as order_id");
const digits = z.string().regex(/^(?:[0-9a-f]{2})+$/u, "pairs of hexadecimal digits");
const hex = z.strictObject({ hex: digits });
const sent = z.union([z.strictObject({ text: z.string() }), hex]);
const expected = z.union([z.strictObject({ text: pattern("us") }), hex]);

const probe = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("http"), port, path: requestPath, status: z.int(), headers: maybe(dictionary) }),
  z.strictObject({ kind: z.literal("tcp"), port }),
  z.strictObject({ kind: z.literal("ports"), ports: z.array(port).min(1) }),
  z.strictObject({ kind: z.literal("log"), pattern: pattern("gmu") }),
  z.strictObject({ kind: z.literal("running"), forMs: z.number().nonnegative() }),
  z.strictObject({ kind: z.literal("exec"), command }),
  z.strictObject({ kind: z.literal("health") }),
  z.strictObject({ kind: z.literal("ended") }),
]);

const step = stepSchema(
  {
    port,
    status: z.int(),
    integer: z.int(),
    flag: z.boolean(),
    text: z.string(),
    method: z.string().regex(/^[A-Z]+$/u, "a method in capitals"),
    requestPath,
    milliseconds,
    command,
    dictionary,
    patterns: z.record(z.string(), pattern("us")),
    pattern: pattern("us"),
    sent,
    expected,
    filled: name,
    signal,
    probe,
    captures: z.record(
      captureName,
      z.union([
        z.strictObject({ json: z.string() }),
        z.strictObject({ header: name }),
        z.strictObject({ cookie: name }),
        z.strictObject({ pattern: pattern("us") }),
      ]),
    ),
    digits,
    parts: z
      .array(
        z.strictObject({
          name,
          value: maybe(z.string()),
          hex: maybe(digits),
          filename: maybe(name),
          type: maybe(name),
        }),
      )
      .min(1),
    maybe,
  },
  { name, repeat, at: maybe(name), once: maybe(z.literal(true)), weight: maybe(z.int().min(0).max(10_000)) },
  z.strictObject,
);

export const volumeShape = z.strictObject({
  name,
  path: z.string().startsWith("/"),
  from: maybe(name),
  readOnly: maybe(z.boolean()),
  owner: maybe(z.string().regex(/^\d+:\d+$/u, "numbers such as 999:999")),
  secret: maybe(z.literal(true)),
  shared: maybe(name),
});

const grants = z.strictObject({
  capabilities: maybe(z.array(capability)),
  devices: maybe(z.array(deviceShape)),
  ulimits: maybe(z.array(ulimitShape)),
  network: maybe(z.enum(networkModes)),
  sysctls: maybe(dictionary),
  shmBytes: maybe(z.int().min(1).max(Number.MAX_SAFE_INTEGER)),
  tmpfs: maybe(z.array(tmpfsShape)),
  init: maybe(z.literal(true)),
});

const companion = z.strictObject({
  name,
  image: name,
  aliases: z.array(name),
  networks: maybe(z.array(name).min(1)),
  entrypoint: maybe(z.array(z.string())),
  command: maybe(z.array(z.string())),
  user: maybe(name),
  workdir: maybe(workdir),
  env: dictionary,
  variables: maybe(variables),
  volumes: z.array(volumeShape),
  grants: maybe(grants),
  ready: probe,
  readyTimeoutMs: milliseconds,
  after: maybe(z.literal(true)),
});

/** `domain/workload/workload.ts` as stored in a profile. */
export const workloadShape = z.strictObject({
  ready: probe,
  readyTimeoutMs: milliseconds,
  steps: z.array(step),
  thinkMs: maybe(pause),
  soak: maybe(z.strictObject({ forMs: milliseconds, concurrency: z.int().min(1).max(1000), thinkMs: pause })),
  load: maybe(z.strictObject({ clients: z.int().min(1).max(1000), forMs: milliseconds, serial: maybe(z.array(name)) })),
  internet: maybe(z.literal(false)),
  routes: maybe(z.record(z.string(), z.number().min(0).max(1))),
  cookies: maybe(z.literal(true)),
  maxBody: maybe(z.int().min(0)),
  tools: maybe(z.array(command)),
  stop: z.strictObject({
    timeoutMs: milliseconds,
    exitCodes: z.array(z.int()).min(1),
    signal: maybe(signal),
  }),
  restart: z.boolean(),
  env: dictionary,
  variables: maybe(variables),
  hidden: maybe(dictionary),
  volumes: z.array(volumeShape),
  user: maybe(name),
  entrypoint: maybe(z.array(z.string())),
  command: maybe(z.array(z.string())),
  workdir: maybe(workdir),
  ports: maybe(z.array(z.strictObject({ port, protocol: z.enum(["tcp", "udp"]) }))),
  grants: maybe(grants),
  networks: maybe(z.array(name).min(1)),
  aliases: maybe(z.array(name)),
  companions: maybe(z.array(companion)),
  origin: maybe(z.enum(["declared", "image"])),
});
