import { z } from "zod";
import { amount, bytes, count, digest, dictionary, list, maybe, position, text } from "./shapes.ts";

/** Makes an object of a profile: in a report unknown keys are dropped, in a file they are refused. */
export type ObjectOf = <Shape extends z.core.$ZodShape>(shape: Shape) => z.ZodObject<Shape>;

const object: ObjectOf = z.object;
const payload = z.union([object({ text }), object({ hex: text })]).meta({
  id: "Payload",
  description: "Content sent or expected: literal text, or bytes as hexadecimal digits.",
});

/** Values of a profile in a report: a trial may have had others than a profile may have, and secrets are masked. */
export const reported = {
  object,
  text,
  word: text,
  fewWords: list(text),
  name: text,
  names: list(text),
  imageName: text,
  imageDigest: digest,
  digest,
  digests: list(digest),
  day: text.describe("ISO 8601 day, UTC"),
  path: text,
  absolutePath: text,
  octal: text,
  owner: text,
  id: count,
  count,
  positive: count,
  repeat: count,
  bytes,
  size: bytes,
  memory: bytes,
  cpus: amount,
  trialCpus: amount,
  tasks: count,
  trialTasks: count,
  inodes: count,
  clients: count,
  provenClients: count,
  seconds: amount,
  limitName: text,
  limit: z.int(),
  permissions: text,
  errno: count,
  syscalls: list(text),
  architectures: list(text),
  argument: count,
  operand: count,
  port: position,
  ports: list(position),
  status: position,
  integer: z.int(),
  exitCodes: list(z.int()),
  flag: z.boolean(),
  method: text,
  requestPath: text,
  milliseconds: amount,
  pause: amount,
  wait: count,
  command: list(text),
  dictionary: dictionary(text),
  variables: dictionary(text),
  trialsByField: dictionary(list(text)),
  pattern: text,
  patterns: dictionary(text),
  logPattern: text,
  sent: payload,
  expected: payload,
  signal: text,
  captures: dictionary(
    z.union([object({ json: text }), object({ header: text }), object({ cookie: text }), object({ pattern: text })]),
  ),
  digits: text,
  parts: list(object({ name: text, value: maybe(text), hex: maybe(text), filename: maybe(text), type: maybe(text) })),
  weight: count,
  shares: dictionary(z.number()),
  records: list,
};

/** The values that a profile consists of. Its structure is written once, for reports and for files. */
export type Leaves = {
  readonly [Name in keyof typeof reported]: (typeof reported)[Name] extends z.ZodType<infer Value>
    ? z.ZodType<Value>
    : (typeof reported)[Name];
};
