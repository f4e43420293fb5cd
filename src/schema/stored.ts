import { z } from "zod";
import { isImageName } from "../domain/image/image-name.ts";
import { maxProofRecords } from "../domain/profile/proof-days.ts";
import { leastMemoryBytes } from "../domain/profile/least-memory.ts";
import type { Leaves, ObjectOf } from "./leaves.ts";
import { maybe } from "./shapes.ts";

const text = z.string();
const name = text.min(1);
// A profile's author wrote them: each text must be printable, and none may be long.
const word = text.max(200);
const digest = text.regex(/^sha256:[0-9a-f]{64}$/, "sha256: and 64 hexadecimal digits");
const size = z.int().min(1);
const port = z.int().min(1).max(65_535);
const errno = z.int().min(1).max(4095);
const hour = 3_600_000;
const object = z.strictObject as ObjectOf;
const digits = text.regex(/^(?:[0-9a-f]{2})+$/u, "pairs of hexadecimal digits");
const hex = object({ hex: digits });

const pattern = (flags: string) =>
  text.refine((source) => {
    try {
      new RegExp(source, flags);
      return true;
    } catch {
      return false;
    }
  }, "not a regular expression");

/** Values of a profile in a file, which `verify` runs and `emit` prints. */
export const stored: Leaves = {
  object,
  text,
  word,
  fewWords: z.array(word).max(10),
  name,
  names: z.array(name).min(1),
  imageName: text.refine(isImageName, "no name of an image, and could be read as an option"),
  imageDigest: name,
  digest,
  digests: z.array(digest).max(10_000),
  day: z.iso.date("a day such as 2026-11-28"),
  /** Normalized: absolute, without `.` and `..`, no doubled or final slash. */
  path: text.regex(/^(?:\/(?!\.{1,2}(?:\/|$))[^/\0\n]+)+$/u, "an absolute path without . and .."),
  absolutePath: text.startsWith("/"),
  octal: text.regex(/^[0-7]{1,4}$/u, "octal digits such as 1777"),
  owner: text.regex(/^\d+:\d+$/u, "numbers such as 999:999"),
  id: z.int().min(0).max(4_294_967_294),
  count: z.int().min(0),
  positive: size,
  repeat: z.int().min(1).max(1_000_000),
  bytes: z.int().min(0),
  size,
  memory: size.min(leastMemoryBytes, "the engine takes no limit below 6 MiB (6291456)"),
  cpus: z.number().min(0.01).max(4096),
  trialCpus: z.number().positive(),
  tasks: z.int().min(1).max(4_194_304),
  trialTasks: size,
  inodes: size,
  clients: z.int().min(1).max(1000),
  provenClients: size,
  seconds: z.number().nonnegative(),
  limitName: text.regex(/^[a-z]+$/u, "a limit such as nofile"),
  limit: z.int().min(-1),
  permissions: text.regex(/^(?=.)r?w?m?$/u, "letters of rwm"),
  errno,
  syscalls: z.array(text.regex(/^[a-z0-9_]+$/u, "the name of a system call")).min(1),
  architectures: z.array(text.regex(/^SCMP_ARCH_[A-Z0-9_]+$/u, "an architecture such as SCMP_ARCH_X86_64")).min(1),
  argument: z.int().min(0).max(5),
  operand: z.int().min(0),
  port,
  ports: z.array(port).min(1),
  status: z.int(),
  integer: z.int(),
  exitCodes: z.array(z.int()).min(1),
  flag: z.boolean(),
  method: text.regex(/^[A-Z]+$/u, "a method in capitals"),
  requestPath: text.regex(/^\/[\x21-\x7E]*$/u, "a path that begins with / and holds no spaces"),
  milliseconds: z.number().positive().max(hour),
  pause: z.number().nonnegative().max(hour),
  wait: z.number().nonnegative(),
  command: z.array(text).min(1),
  dictionary: z.record(text, text),
  variables: z.record(text.regex(/^[A-Za-z_][A-Za-z0-9_]*$/u, "a name such as API_TOKEN"), text),
  trialsByField: z.record(text, z.array(text)),
  pattern: pattern("us"),
  patterns: z.record(text, pattern("us")),
  logPattern: pattern("gmu"),
  sent: z.union([object({ text }), hex]),
  expected: z.union([object({ text: pattern("us") }), hex]),
  signal: text.regex(/^SIG[A-Z0-9+]+$/u, "a signal such as SIGHUP"),
  captures: z.record(
    text.regex(/^[A-Za-z_][A-Za-z0-9_]*$/u, "a name such as order_id"),
    z.union([
      object({ json: text }),
      object({ header: name }),
      object({ cookie: name }),
      object({ pattern: pattern("us") }),
    ]),
  ),
  digits,
  parts: z
    .array(object({ name, value: maybe(text), hex: maybe(digits), filename: maybe(name), type: maybe(name) }))
    .min(1),
  weight: z.int().min(0).max(10_000),
  shares: z.record(text, z.number().min(0).max(1)),
  records: (item) => z.array(item).max(maxProofRecords).readonly(),
};
