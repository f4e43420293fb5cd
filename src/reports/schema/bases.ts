import { z } from "zod";
import { advisorySeverities } from "../../domain/advisory/advisory.ts";
import { trial } from "./proof.ts";
import { bytes, count, list, maybe, text } from "../../schema/shapes.ts";

const unknownReason = z.object({ missing: text.describe("why it was not looked at: unknown is not zero") });
const vulnerabilities = z
  .object({ severities: z.record(z.enum(advisorySeverities), count), fixable: count, exploited: count })
  .meta({ id: "VulnerabilityCounts" });
const points = z.number();

const life = z
  .object({
    builds: list(
      z.object({
        name: text,
        digest: text,
        from: text,
        until: text,
        days: list(z.object({ date: text, vulnerabilities: count, points })),
      }),
    ),
    meanVulnerabilities: z.number(),
    meanPoints: points,
    days: count,
  })
  .meta({ id: "BaseLife" });

const candidate = z
  .object({
    name: text,
    alsoNamed: list(text),
    digest: text,
    platform: text,
    inUse: z.boolean(),
    created: maybe(text),
    ageDays: maybe(count),
    compressedBytes: maybe(bytes),
    sizeBytes: bytes,
    layers: count,
    packages: count,
    os: text,
    libc: z.enum(["glibc", "musl", "none", "unknown"]),
    runtimes: list(text),
    user: text,
    shell: z.boolean(),
    packageManagers: list(text),
    lifeCycles: list(z.object({ product: text, until: text, ended: z.boolean() })),
    vulnerabilities: z.union([vulnerabilities, unknownReason]),
    pending: z.union([z.object({ packages: count, vulnerabilities: count }), unknownReason]),
    life: maybe(life),
    changes: list(z.object({ kind: z.enum(["libc", "major", "os", "other"]), text })),
    points,
    parts: list(z.object({ what: text, points })),
    proof: maybe(
      z.object({ verdict: z.enum(["passes", "breaks", "not-built", "not-tried"]), detail: text, trials: list(text) }),
    ),
  })
  .meta({ id: "BaseCandidate" });

export const bases = z
  .object({
    asked: text,
    repository: text,
    tags: z.object({ all: count, fitting: count, read: count }),
    candidates: list(candidate).describe("best first; fewer points are better"),
    unread: list(z.object({ name: text, reason: text })),
    scale: list(text),
    trials: maybe(list(trial)),
    recommended: maybe(text),
    reason: text,
    pin: maybe(z.object({ from: text, diff: maybe(text), renovate: text, dependabot: text })),
  })
  .meta({ id: "BaseChoice" });
