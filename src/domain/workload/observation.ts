import type { Capability } from "../profile/capability.ts";

/** Files that the container read and executed, as paths inside it, without links. */
export interface ObservedFiles {
  /**
   * `page-cache`: the kernel reported each file whose content was read or mapped. `sampled`: the maps and descriptors of the
   * processes were looked at now and then. `none`: nothing could be seen.
   */
  readonly method: "page-cache" | "sampled" | "none";
  /** Files whose content was read or mapped, programs and libraries included; sorted. */
  readonly opened: readonly string[];
  /** Programs that were executed, and the interpreters of scripts; sorted. */
  readonly executed: readonly string[];
  /** Whether a file that is missing here was surely not read in these runs. */
  readonly complete: boolean;
  /** Limits of this method, or why there is no observation. */
  readonly reason: string;
}

/** System calls that the container's own tasks made, in the runs that were traced. */
export interface ObservedSyscalls {
  readonly method: "tracepoint" | "none";
  /** Names of the kernel's table, sorted. */
  readonly names: readonly string[];
  readonly complete: boolean;
  readonly reason: string;
}

export interface ListeningSocket {
  readonly protocol: "tcp" | "udp" | "unix";
  /** IP address, or the path of a unix socket (`@` before an abstract name). */
  readonly address: string;
  readonly port?: number;
}

export interface ObservedSockets {
  readonly method: "tracepoint" | "sampled" | "none";
  /** In order of protocol, port and address. */
  readonly listening: readonly ListeningSocket[];
  /** Address families of sockets that were made: `AF_INET`; sorted. Empty when it was not traced. */
  readonly families: readonly string[];
  /** Whether any call of connect(2) or a send to an address was seen on a socket that is not AF_UNIX; undefined when it was not traced. */
  readonly connects?: boolean;
  /** Whether a datagram socket of ICMP was made, as ping does where net.ipv4.ping_group_range lets it; undefined when it was not traced. */
  readonly pings?: boolean;
  readonly reason: string;
}

/** Observations of the unrestricted container. */
export interface Observed {
  /** `tracepoint` when the kernel reported them, `trials` when only broken runs could show them; with the reason. */
  readonly method: "tracepoint" | "trials";
  readonly reason: string;
  readonly capabilities: readonly {
    readonly name: Capability;
    readonly uses: number;
    readonly commands: readonly string[];
  }[];
  readonly writes: readonly string[];
  readonly files: ObservedFiles;
  readonly syscalls: ObservedSyscalls;
  readonly sockets: ObservedSockets;
}
