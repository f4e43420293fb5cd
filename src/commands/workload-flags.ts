import type { WorkloadFlags } from "../domain/workload/workload-flags.ts";

const many = (brief: string, placeholder: string) =>
  ({ kind: "parsed", parse: String, brief, optional: true, variadic: true, placeholder }) as const;
const singleText = (brief: string, placeholder: string) =>
  ({ kind: "parsed", parse: String, brief, optional: true, placeholder }) as const;

/** For verbs that run commands from files: only the user may allow access beyond containers. */
export const allowHostFlag = {
  kind: "parsed",
  parse: String,
  brief:
    "Allow what a file asks for beyond containers: run:k6, folder:../data, device:/dev/fuse, or the digest of the shown list. Without ITEM it asks on the terminal. May be repeated.",
  optional: true,
  variadic: true,
  placeholder: "ITEM",
} as const;

/** `--allow-host` alone does not consume the next word: without an item it asks. */
export function askingConsent(args: readonly string[]): string[] {
  const end = args.indexOf("--");
  return args.map((arg, at) => (arg === "--allow-host" && (end === -1 || at < end) ? "--allow-host=ask" : arg));
}

/** How to exercise the container without a file: steps replace those of `hullproof.yaml`, the rest is added. */
export const workloadFlags = {
  port: singleText(
    "Ready when something listens on this TCP port, or it answers the first --get; also the port of --get /PATH.",
    "PORT",
  ),
  get: many("GET with status 200: /PATH, :PORT/PATH, https://:PORT/PATH; may be repeated.", "URL"),
  exec: many("Command inside the container that must end with 0; may be repeated.", "COMMAND"),
  run: many(
    "Command on this machine that must end with 0, with HULLPROOF_URL in its environment; may be repeated.",
    "COMMAND",
  ),
  signal: many(
    "Signal to the container's first process, from outside, after which it must be ready again: HUP; may be repeated.",
    "NAME",
  ),
  env: many("Environment variable; without =VALUE it is taken from your environment. May be repeated.", "NAME=VALUE"),
  volume: many("NAME:PATH, or HOSTPATH:PATH[:ro], which is copied unless it is :ro; may be repeated.", "VOLUME"),
  network: {
    kind: "enum",
    values: ["private", "none", "host"],
    brief: "Network of the container; default private.",
    optional: true,
  },
  compose: singleText(
    "Compose file; --service is the container, and the services it depends on are started beside it.",
    "FILE",
  ),
  service: singleText("Service of --compose.", "NAME"),
  soak: singleText("Repeat the steps for this long, as 30s.", "DURATION"),
  load: singleText("Prove the limits and the whole profile with this many clients at once; default 8.", "CLIENTS"),
  allowHost: allowHostFlag,
} as const;

export type { WorkloadFlags };
