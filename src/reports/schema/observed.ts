import { z } from "zod";
import { capabilities } from "../../domain/profile/capability.ts";
import { count, list, maybe, position, text } from "../../schema/shapes.ts";

const files = z.object({
  method: z.enum(["page-cache", "sampled", "none"]),
  opened: list(text).describe("files whose content was read or mapped"),
  executed: list(text),
  complete: z.boolean().describe("whether a file that is missing here was surely not read"),
  reason: text.describe("what this method cannot see, or why there is nothing"),
});

const syscalls = z.object({
  method: z.enum(["tracepoint", "none"]),
  names: list(text),
  complete: z.boolean(),
  reason: text,
});

const sockets = z.object({
  method: z.enum(["tracepoint", "sampled", "none"]),
  listening: list(z.object({ protocol: z.enum(["tcp", "udp", "unix"]), address: text, port: maybe(position) })),
  families: list(text).describe("address families of sockets that were made; empty when it was not traced"),
  connects: maybe(z.boolean()).describe("missing when it was not traced"),
  pings: maybe(z.boolean()).describe("a datagram socket of ICMP was made; missing when it was not traced"),
  reason: text,
});

export const observed = z
  .object({
    method: z.enum(["tracepoint", "trials"]),
    reason: text,
    capabilities: list(z.object({ name: z.enum(capabilities), uses: count, commands: list(text) })),
    writes: list(text),
    files,
    syscalls,
    sockets,
  })
  .meta({ id: "Observed", description: "what was seen of the container while it ran as it is; paths are inside it" });
