import { z } from "zod";
import { labelForms } from "../domain/config.ts";
import { pathGlob } from "../text/glob/path-glob.ts";
import { budgets } from "./config-budgets.ts";
import { workload } from "./config-workload.ts";

const severity = z.enum(["error", "warning", "info", "off"]);

const glob = z.string().check(({ value, issues }) => {
  const read = pathGlob(value);
  if ("refused" in read) issues.push({ code: "custom", message: read.refused, input: value });
});

/** Shape of `hullproof.yaml`; `docs/schema/hullproof.schema.json` is generated from it. */
export const configShape = z.strictObject({
  workload: workload.optional(),
  build: z
    .strictObject({
      dockerfile: z.string().optional().describe("Relative to this file; default Dockerfile or Containerfile."),
      context: z.string().optional().describe("Relative to this file; default its own folder."),
      target: z.string().optional(),
      args: z.record(z.string(), z.string()).default({}),
    })
    .default({ args: {} }),
  mirrors: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      "Official image -> image of this engine or another registry, used only where the official one can be neither found nor pulled.",
    ),
  registries: z
    .strictObject({
      mirrors: z
        .record(z.string(), z.array(z.string().min(1)))
        .optional()
        .describe("Registry host (docker.io) -> hosts that are asked before it, in this order."),
      insecure: z
        .array(z.string().min(1))
        .optional()
        .describe("Hosts, with their ports, that may be asked without TLS; this machine always may."),
      reach: z
        .array(z.string().min(1))
        .optional()
        .describe("Hosts, with their ports, to which registries may lead though they are in a private network."),
      tokenServers: z
        .record(z.string(), z.array(z.string().min(1)))
        .optional()
        .describe("Registry host -> hosts that may get its login, to give a token for it."),
    })
    .optional()
    .describe("How images of registries are reached."),
  base: z
    .strictObject({
      variants: z
        .array(z.string())
        .optional()
        .describe('Kinds of variants that are read: `slim`, `alpine`, "" for none.'),
      families: z
        .record(z.string(), z.array(z.string().min(1)))
        .default({})
        .describe(
          "Repository, or its last part (python) -> images or repositories of other families that can stand in for it.",
        ),
    })
    .default({ families: {} })
    .describe("What `hullproof base` looks at beside the tags of the base in use."),
  advisories: z
    .strictObject({
      mirror: z
        .url({ protocol: /^https?$/ })
        .optional()
        .describe("A base address that mirrors all feeds, each below the HOST/PATH of its own address."),
      feeds: z
        .record(z.string(), z.url({ protocol: /^https?$/ }))
        .optional()
        .describe(
          "Name of a feed (hullproof advisories info lists them) -> what stands in place of its scheme and host.",
        ),
    })
    .optional()
    .describe("Where `hullproof advisories update` downloads from."),
  policy: z
    .strictObject({
      registries: z
        .array(z.string().min(1))
        .optional()
        .describe("Registries or registry/namespace prefixes that base images may come from; `*` is a wildcard."),
      labels: z
        .record(z.string(), z.enum(labelForms))
        .optional()
        .describe("Labels an image must have, and their form."),
      strictLabels: z.boolean().optional().describe("Labels beside `labels` are faults."),
    })
    .default({}),
  budgets,
  rules: z
    .record(z.string(), severity)
    .default({})
    .describe("Severity by rule id, or by practice as `layers/*`; off switches it off."),
  paths: z
    .array(z.strictObject({ files: glob.min(1), rules: z.record(z.string(), severity) }))
    .default([])
    .describe("The same for files that match a glob, relative to hullproof.yaml; the last entry that fits wins."),
  vulnerabilities: z
    .strictObject({
      ignore: z
        .array(
          z.strictObject({
            id: z.string().min(1).describe("CVE-2024-1, or any other name of the flaw."),
            package: z
              .string()
              .min(1)
              .optional()
              .describe("Only in packages of this name or purl; `*` stands for any text."),
            reason: z.string().min(1),
            until: z.iso.date().optional().describe("Last day on which it holds."),
          }),
        )
        .default([])
        .describe("Flaws that somebody decided about: shown apart, and failing nothing."),
    })
    .default({ ignore: [] }),
  ignores: z
    .array(
      z.strictObject({
        rule: z.string(),
        path: glob.optional().describe("Only in files that match this glob, relative to hullproof.yaml."),
        reason: z.string().min(1),
        until: z.iso.date().optional(),
      }),
    )
    .default([]),
});
