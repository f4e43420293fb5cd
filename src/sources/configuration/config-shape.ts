import { z } from "zod";
import { severities } from "../../domain/finding/finding.ts";
import { ruleIdForm } from "../../domain/finding/practice.ts";
import { labelForms, ownLimits } from "../../domain/settings/config.ts";
import { defaultProofDays } from "../../domain/profile/proof-days.ts";
import { ageForm, toDays } from "../../text/age.ts";
import { pathGlob } from "../../text/glob/path-glob.ts";
import { budgets } from "./config-budgets.ts";
import { fleet } from "./config-fleet.ts";
import { workload } from "./config-workload.ts";

const severity = z.enum(["error", "warning", "info", "off"]);

const glob = z.string().check(({ value, issues }) => {
  const read = pathGlob(value);
  if ("refused" in read) issues.push({ code: "custom", message: read.refused, input: value });
});

const texts = z.array(z.string().min(1)).min(1).optional();

const ownRule = z
  .strictObject({
    id: z
      .string()
      .regex(ruleIdForm, "a chapter and a name in small letters: limits/team-limits")
      .describe("A chapter and a name: limits/team-limits. Settings, ignores and --enforce name it as any other rule."),
    severity: z.enum(severities).default("error").describe("Of its findings."),
    message: z.string().min(1).max(300).describe("What a finding says."),
    registries: texts.describe(
      "Registries or registry/namespace prefixes that images may come from; `*` is a wildcard.",
    ),
    limits: z.array(z.enum(ownLimits)).min(1).optional().describe("Limits that each service has to have."),
    forbidCapabilities: texts.describe("Capabilities that no container may add."),
    forbidMounts: texts.describe(
      "Paths of the host that no container may mount or open; `*` is any text, slashes too.",
    ),
    labels: texts.describe("Names of labels that each service has to have, in a pod those of its template."),
  })
  .refine(
    ({ registries, limits, forbidCapabilities, forbidMounts, labels }) =>
      [registries, limits, forbidCapabilities, forbidMounts, labels].some((one) => one !== undefined),
    "it demands nothing: registries, limits, forbidCapabilities, forbidMounts or labels",
  );

/** Schema of `hullproof.yaml`; `docs/schema/hullproof.schema.json` is generated from it. */
export const configShape = z.strictObject({
  workload: workload.optional(),
  build: z
    .strictObject({
      dockerfile: z.string().optional().describe("Relative to this file; default Dockerfile or Containerfile."),
      context: z.string().optional().describe("Relative to this file; default its own folder."),
      target: z.string().optional().describe("Stage to build. Default: the last one."),
      args: z.record(z.string(), z.string()).default({}).describe("Values of ARGs."),
    })
    .default({ args: {} })
    .describe("How the image is built."),
  mirrors: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      "By official image: an image of this engine or another registry, used only if the official one can be neither found nor pulled.",
    ),
  registries: z
    .strictObject({
      mirrors: z
        .record(z.string(), z.array(z.string().min(1)))
        .optional()
        .describe("By registry host (docker.io): hosts that are asked before it, in this order."),
      insecure: z
        .array(z.string().min(1))
        .optional()
        .describe("Hosts, with their ports, to reach without TLS; this machine always may be."),
      reach: z
        .array(z.string().min(1))
        .optional()
        .describe("Hosts, with their ports, to which registries may redirect although they are in a private network."),
      tokenServers: z
        .record(z.string(), z.array(z.string().min(1)))
        .optional()
        .describe("By registry host: hosts that may get its login in exchange for a token."),
    })
    .optional()
    .describe("How registries are reached. Counts only in your own configuration."),
  base: z
    .strictObject({
      variants: z
        .array(z.string())
        .optional()
        .describe('Variants to read: `slim`, `alpine`, "" for the one without a suffix.'),
      families: z
        .record(z.string(), z.array(z.string().min(1)))
        .default({})
        .describe("By repository, or its last part (python): images or repositories of other families to compare."),
    })
    .default({ families: {} })
    .describe("What `hullproof base` compares beside the tags of the base in use."),
  advisories: z
    .strictObject({
      mirror: z
        .url({ protocol: /^https?$/ })
        .optional()
        .describe("Base address of a mirror that has each feed below the HOST/PATH of its own address."),
      feeds: z
        .record(z.string(), z.url({ protocol: /^https?$/ }))
        .optional()
        .describe("By feed (`hullproof advisories info` lists them): what replaces its scheme and host."),
    })
    .optional()
    .describe("Where `hullproof advisories update` downloads from. Counts only in your own configuration."),
  fleet,
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
      rules: z
        .array(ownRule)
        .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, "an id is there twice")
        .optional()
        .describe("Demands of your own on how containers are run, each a rule with an id, a severity and a message."),
      ruleFiles: z
        .array(z.string().min(1).max(4096))
        .max(200)
        .refine((all) => new Set(all).size === all.length, "a file is there twice")
        .optional()
        .describe(
          "Files with rules in TypeScript or JavaScript, one a file, from here. They are run only with --allow-rules.",
        ),
      strictLabels: z.boolean().optional().describe("Report labels that `labels` does not name."),
      enforce: z
        .array(z.string().min(1))
        .optional()
        .describe("Rules that no comment in a file can silence: ids, or a practice as `secrets/*`; `*` for all."),
    })
    .default({})
    .describe("What your organisation demands of images."),
  proof: z
    .strictObject({
      proveAgainAfter: z
        .string()
        .regex(/^\d{1,5}[dwy]$/, ageForm)
        .refine((text) => toDays(text) !== undefined, ageForm)
        .default(`${defaultProofDays}d`)
        .describe("An age: 30d, 12w, 1y. Profiles say until when their proof counts as current."),
    })
    .default({ proveAgainAfter: `${defaultProofDays}d` })
    .describe("How long what is proven counts."),
  budgets,
  slim: z
    .strictObject({
      keep: z.array(z.string().min(1)).default([]).describe("Packages that stay though nothing was seen to need them."),
      drop: z
        .array(z.string().min(1))
        .default([])
        .describe("Packages that go though something needs them; proven all the same."),
    })
    .default({ keep: [], drop: [] })
    .describe("What `harden --slim` keeps and removes, whatever the evidence."),
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
            id: z.string().min(1).describe("CVE-2024-1, or any other name of the vulnerability."),
            package: z
              .string()
              .min(1)
              .optional()
              .describe("Only in packages of this name or purl; `*` stands for any text."),
            reason: z.string().min(1).describe("Why it does not matter here."),
            until: z.iso.date().optional().describe("Last day on which it counts."),
          }),
        )
        .default([])
        .describe("Vulnerabilities that you have decided about: shown apart, and failing nothing."),
    })
    .default({ ignore: [] })
    .describe("Decisions on vulnerabilities."),
  ignores: z
    .array(
      z.strictObject({
        rule: z.string().describe("Its id, or another tool's."),
        path: glob.optional().describe("Only in files that match this glob, relative to hullproof.yaml."),
        container: z
          .string()
          .optional()
          .describe("Only about this service of a Compose file, this unit, or this container of a pod."),
        reason: z.string().min(1).describe("Why you accept it."),
        until: z.iso.date().optional().describe("Last day on which it counts; afterwards it is a finding."),
      }),
    )
    .default([])
    .describe("Findings that you accept."),
});
