import { sweepSeconds, windowRequests, type RequestBudget } from "../../domain/fleet/registry-settings.ts";
import { parseSeconds } from "../../domain/parse-seconds.ts";
import { configFlag, quietFlag, textFlag } from "../flags.ts";

/** Flags of the commands that open a fleet. */
export interface OpenFlags {
  readonly config?: string;
  readonly quiet: boolean;
}

export interface WorkFlags extends OpenFlags {
  readonly readers?: number;
  readonly cacheSize?: number;
}

export interface ServeFlags extends WorkFlags {
  readonly folder?: string;
  readonly port?: number;
  readonly tags?: readonly string[];
  readonly newest?: number;
  readonly platform?: readonly string[];
  readonly interval?: number;
  readonly requests?: RequestBudget;
}

export interface DatabaseFlags {
  readonly database: string;
}

export const databaseFlag = {
  kind: "parsed",
  parse: String,
  placeholder: "URL",
  brief: "PostgreSQL 15 or newer: postgresql://USER@HOST/NAME. The password may be in PGPASSWORD or ~/.pgpass.",
} as const;

export const folderFlag = textFlag("Folder of the fleet, instead of the one in the XDG data folder.", "DIR");

export const workerFlags = {
  readers: {
    kind: "parsed",
    parse: (text: string) => wholeNumber(text, 1, 256),
    optional: true,
    placeholder: "N",
    brief: "Images to read at a time. Default: one a processor, at most 4.",
  },
  cacheSize: {
    kind: "parsed",
    parse: (text: string) => wholeNumber(text, 1, 1_000_000) * 1_048_576,
    optional: true,
    placeholder: "MIB",
    brief: "Largest cache of layers, in MiB. Default: 1024. A layer is fetched once while it is in there.",
  },
  config: configFlag,
  quiet: quietFlag,
} as const;

const repeated = { kind: "parsed", parse: String, optional: true, variadic: true } as const;

export const sweepFlags = {
  tags: {
    ...repeated,
    placeholder: "PATTERN",
    brief: "Tags that count; `*` is any text. May be repeated. Default: all.",
  },
  newest: {
    kind: "parsed",
    parse: (text: string) => wholeNumber(text, 1, 10_000),
    optional: true,
    placeholder: "N",
    brief: "Tags of a repository that are read, the newest by their images' date. Default: 20.",
  },
  platform: {
    ...repeated,
    placeholder: "PLATFORM",
    brief: "Platform to read, such as linux/arm64; may be repeated. Default: this machine's.",
  },
  interval: {
    kind: "parsed",
    parse: seconds,
    optional: true,
    placeholder: "TIME",
    brief: "Time between two sweeps of a registry: 30s, 10m, 6h. Default: 1h.",
  },
  requests: {
    kind: "parsed",
    parse: requestBudget,
    optional: true,
    placeholder: "N/TIME",
    brief: "Requests that each registry may get of all processes in a time: 100/1m, 5000/6h. Default: any number.",
  },
  port: {
    kind: "parsed",
    parse: (text: string) => wholeNumber(text, 0, 65_535),
    optional: true,
    placeholder: "PORT",
    brief: "Listen here; by default a free port is taken.",
  },
} as const;

export const registriesParameter = {
  kind: "array",
  parameter: {
    brief: "Registry with repositories: registry.example:5000, registry.example/team/*, docker.io/library/python",
    parse: String,
    placeholder: "REGISTRY",
  },
} as const;

function wholeNumber(text: string, least: number, largest: number): number {
  const value = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= largest) return value;
  throw new SyntaxError(`${text} is not a whole number from ${least} to ${largest}`);
}

function seconds(text: string): number {
  const value = parseSeconds(text);
  if (value !== undefined && value >= sweepSeconds.min && value <= sweepSeconds.max) return value;
  throw new SyntaxError(`${text} is not a time from 5s to 30d`);
}

function requestBudget(text: string): RequestBudget {
  const [count = "", time = "", ...more] = text.split("/");
  const window = parseSeconds(time);
  if (window === undefined || window === 0 || window > sweepSeconds.max || more.length > 0)
    throw new SyntaxError(`${text} is not a number of requests and a time, such as 100/1m`);
  return { limit: wholeNumber(count, windowRequests.min, windowRequests.max), seconds: window };
}
