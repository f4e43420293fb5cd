import { z } from "zod";
import {
  sweepSeconds,
  windowRequests,
  type FleetSettings,
  type SweepSettings,
} from "../../domain/fleet/registry-settings.ts";
import { defined } from "../../text/defined.ts";
import { parseSeconds } from "../../domain/parse-seconds.ts";

const seconds = (least: number, form: string) =>
  z.string().transform((text, context) => {
    const value = parseSeconds(text);
    if (value !== undefined && value >= least && value <= sweepSeconds.max) return value;
    context.addIssue(`${text} is not ${form}`);
    return z.NEVER;
  });
const platform = z.string().regex(/^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?$/, "a platform such as linux/arm64");
const repository = z
  .string()
  .regex(/^[a-z0-9*][a-z0-9._/*-]{0,254}$/, "a repository in lower case, without its registry and tags: team/*");

const sweep = {
  tags: z.array(z.string().min(1).max(128)).min(1).optional().describe("Tags that count; `*` is any text."),
  newest: z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe("Tags of a repository that are read, the newest by their images' date; 20 by default."),
  platforms: z.array(platform).min(1).optional().describe("Platforms to read; by default this machine's."),
  interval: seconds(sweepSeconds.min, "a time from 5s to 30d: 30m, 6h")
    .optional()
    .describe("Time between two sweeps, such as 30m or 6h; 1h by default."),
  requests: z
    .strictObject({
      limit: z
        .int()
        .min(windowRequests.min)
        .max(windowRequests.max)
        .describe("Requests of all processes of the fleet together."),
      window: seconds(1, "a time from 1s to 30d: 1m, 6h").describe("Time in which they may be sent, such as 1m."),
    })
    .optional()
    .describe("How many requests a registry may get; by default any number, until it asks to wait."),
};

/** A registry is told from the first part of a name by a dot or a port. */
function isHost(text: string): boolean {
  return /^[a-z0-9][a-z0-9.:-]*$/.test(text) && (/[.:]/.test(text) || text === "localhost");
}

/** `fleet` of `hullproof.yaml`. */
export const fleet = z
  .strictObject({
    ...sweep,
    registries: z
      .record(
        z.string(),
        z
          .strictObject({
            repositories: z
              .array(repository)
              .min(1)
              .optional()
              .describe("Names, and patterns of those that the registry lists; by default all of its list."),
            ...sweep,
          })
          .nullable(),
      )
      .check(({ value, issues }) => {
        for (const host of Object.keys(value))
          if (!isHost(host))
            issues.push({
              code: "custom",
              path: [host],
              message: "no registry: write its host, such as registry.example:5000",
              input: host,
            });
      })
      .optional()
      .describe("By registry host: what of it is read. Its settings win over those for all."),
  })
  .optional()
  .describe("What `hullproof fleet` reads. Counts only in your own configuration; the command line wins.");

export function toFleet(data: NonNullable<z.output<typeof fleet>>): FleetSettings {
  const { registries = {}, ...shared } = data;
  return {
    shared: toSweep(shared),
    registries: Object.entries(registries).map(([host, registry]) => {
      const { repositories = [], ...settings } = registry ?? {};
      return { host, repositories, settings: toSweep(settings) };
    }),
  };
}

type Sweep = { readonly [key in keyof typeof sweep]?: z.output<(typeof sweep)[key]> };

function toSweep({ requests, ...settings }: Sweep): Partial<SweepSettings> {
  return {
    ...defined(settings),
    ...(requests !== undefined && { requests: { limit: requests.limit, seconds: requests.window } }),
  };
}
