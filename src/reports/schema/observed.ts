import { z } from "zod";
import { capability } from "../../schema/reported-profile.ts";
import { count, list, maybe, position, text } from "../../schema/shapes.ts";

const files = z
  .object({
    method: z
      .enum(["page-cache", "sampled", "none"])
      .describe(
        "`page-cache`: the kernel reported each file whose content was read or mapped. `sampled`: the maps and descriptors of the processes were looked at now and then. `none`: nothing could be seen.",
      ),
    opened: list(text).describe("Files whose content was read or mapped, programs and libraries included; sorted."),
    executed: list(text).describe("Programs that were executed, and the interpreters of scripts; sorted."),
    complete: z.boolean().describe("Whether a file that is missing here was surely not read in these runs."),
    reason: text.describe("Limits of this method, or why there is no observation."),
  })
  .meta({
    id: "ObservedFiles",
    description: "Files that the container read and executed, as paths inside it, without links.",
  });

const syscalls = z
  .object({
    method: z.enum(["tracepoint", "none"]),
    names: list(text).describe("Names of the kernel's table, sorted."),
    complete: z.boolean(),
    reason: text,
  })
  .meta({
    id: "ObservedSyscalls",
    description: "System calls that the container's own tasks made, in the runs that were traced.",
  });

const listening = z
  .object({
    protocol: z.enum(["tcp", "udp", "unix"]),
    address: text.describe("IP address, or the path of a unix socket (`@` before an abstract name)."),
    port: maybe(position),
  })
  .meta({ id: "ListeningSocket" });

const sockets = z
  .object({
    method: z.enum(["tracepoint", "sampled", "none"]),
    listening: list(listening).describe("In order of protocol, port and address."),
    families: list(text).describe(
      "Address families of sockets that were made: `AF_INET`; sorted. Empty when it was not traced.",
    ),
    connects: maybe(z.boolean()).describe(
      "Whether any call of connect(2) or a send to an address was seen on a socket that is not AF_UNIX; undefined when it was not traced.",
    ),
    pings: maybe(z.boolean()).describe(
      "Whether a datagram socket of ICMP was made, as ping does where net.ipv4.ping_group_range lets it; undefined when it was not traced.",
    ),
    reason: text,
  })
  .meta({ id: "ObservedSockets" });

export const observed = z
  .object({
    method: z
      .enum(["tracepoint", "trials"])
      .describe(
        "`tracepoint` when the kernel reported them, `trials` when only broken runs could show them; with the reason.",
      ),
    reason: text,
    capabilities: list(z.object({ name: capability, uses: count, commands: list(text) })),
    writes: list(text),
    files,
    syscalls,
    sockets,
  })
  .meta({ id: "Observed", description: "Observations of the unrestricted container." });
