import { z } from "zod";
import { advisorySeverities } from "../../domain/advisory/advisory.ts";
import { remedyKinds } from "../../domain/advisory/remedy.ts";
import { count, list, maybe, text } from "../../schema/shapes.ts";

const tally = z
  .object(
    Object.fromEntries(advisorySeverities.map((name) => [name, count])) as Record<
      (typeof advisorySeverities)[number],
      typeof count
    >,
  )
  .meta({ id: "VulnerabilityTally" });

export const remedy = z
  .object({
    kind: z.enum(remedyKinds),
    title: text,
    command: maybe(text),
    notes: list(text),
    files: list(text).describe("files in the image that name the packages"),
    packages: list(z.object({ name: text, purl: text, installed: text, to: maybe(text), reason: maybe(text) })),
    vulnerabilities: list(text).describe("ids, the worst first"),
    severities: tally,
    exploited: count,
  })
  .meta({ id: "Remedy", description: "one step, and the vulnerabilities that are gone once it is done" });

export const advisories = z
  .object({
    date: maybe(text.describe("ISO date of the oldest data that was asked")),
    asOf: maybe(text.describe("statements published later were left out")),
    sources: list(
      z.object({ name: text, license: text, attribution: maybe(text), date: text, records: count, shards: list(text) }),
    ),
    gaps: list(text).describe("packages for which there were no advisories: unknown, not none"),
  })
  .meta({ id: "Advisories" });

const disagreement = z
  .object({ id: text, name: text, installed: text, purl: maybe(text), why: text })
  .meta({ id: "Disagreement", description: "a vulnerability that only one side reports" });

export const crossCheck = z
  .object({ agreed: count, onlyAdvisories: list(disagreement), onlyChangelogs: list(disagreement) })
  .meta({
    id: "CrossCheck",
    description:
      "The advisories compared with the changelogs of pending updates, vulnerability by vulnerability: two independent sources. Only packages whose updates could be queried are compared.",
  });

export const scanner = z
  .object({
    scanner: text,
    version: text,
    database: maybe(z.object({ version: maybe(text), built: maybe(text) })),
    agreed: count,
    onlyOurs: list(disagreement),
    onlyTheirs: list(disagreement),
    notes: list(text),
  })
  .meta({ id: "ScannerComparison", description: "another scanner's answer beside ours" });
