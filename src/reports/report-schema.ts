import { z } from "zod";
import { textDialects } from "../domain/container/text-dialects.ts";
import { renderers } from "../domain/report/rendered.ts";
import type { ReportDocument } from "../domain/report/report.ts";
import type { Agrees } from "./agrees.ts";
import { audit } from "./schema/audit.ts";
import { baseline } from "./schema/baseline.ts";
import { bases } from "./schema/bases.ts";
import { exit, finding, ruleResults, ruleText } from "./schema/finding.ts";
import { image } from "./schema/image.ts";
import { imageFiles } from "./schema/image-files.ts";
import { inspection } from "./schema/inspection.ts";
import { needs } from "./schema/needs.ts";
import { profile, provenFor, witness } from "../schema/reported-profile.ts";
import { standing } from "./schema/standing.ts";
import { coverage } from "./schema/coverage.ts";
import { observed } from "./schema/observed.ts";
import { project } from "./schema/project.ts";
import { harden, proof, snapshot, suggestion, trial } from "./schema/proof.ts";
import { advisories, crossCheck, remedy, scanner } from "./schema/scan.ts";
import { digest, list, maybe, text } from "../schema/shapes.ts";
import { vulnerability } from "./schema/vulnerability.ts";

const target = z
  .object({
    id: text.describe("path as reached from the current folder, or the image name"),
    kind: z.enum([
      "dockerfile",
      "document",
      "compose",
      ...textDialects,
      "image",
      "sbom",
      "config",
      "container",
      "engine",
    ]),
    name: text,
    digest: maybe(digest),
    reference: maybe(text).describe("as an engine, a registry or an archive calls the image"),
    rendered: maybe(
      z.object({
        by: z.enum(renderers),
        folder: text.describe("the chart or kustomization"),
        from: text.describe("the file that it was made of, where the program says so"),
        place: maybe(text).describe("where `from` is packed in a subchart: the file here that can be pointed at"),
      }),
    ).describe("of a text that is no file: helm or kustomize printed it"),
  })
  .meta({ id: "Target" });

/** The JSON report. Keys are in print order. */
export const reportSchema = z.object({
  schemaVersion: z.literal(2),
  tool: z.object({ name: z.literal("hullproof"), version: text }),
  targets: list(target),
  rules: list(ruleResults).describe("by id"),
  aboutRules: maybe(list(ruleText)).describe("of each rule that found something or broke"),
  findings: list(finding),
  image: maybe(image),
  files: maybe(list(imageFiles)).describe("of images, for their maps: only where it was asked for"),
  needs: maybe(needs).describe("with inspect --learned: why each package stays or may go"),
  inspection: maybe(inspection),
  compose: maybe(z.record(text, z.unknown())).describe(
    "Compose files merged into one model, in the shape of docker compose config --format json; values from the environment and env files are masked unless --show-values was given",
  ),
  audit: maybe(audit),
  bases: maybe(bases),
  vulnerabilities: maybe(list(vulnerability)),
  remedies: maybe(list(remedy)),
  crossCheck: maybe(crossCheck),
  scanners: maybe(list(scanner)),
  scannersFailed: maybe(list(z.object({ scanner: text, message: text, hint: maybe(text) }))),
  advisories: maybe(advisories),
  baseline: maybe(baseline),
  unread: maybe(list(z.object({ path: text, reason: text }))),
  notChecked: maybe(list(text)),
  proof: maybe(
    z.object({
      trials: list(trial),
      profile,
      witnesses: list(witness),
      proofs: list(proof),
      suggestions: maybe(list(suggestion)),
      observed: maybe(observed),
      coverage: maybe(coverage),
      before: maybe(snapshot),
      after: maybe(snapshot),
      provenFor: maybe(provenFor).describe("how much was asked of it at once in this very call"),
      validity: maybe(standing),
      about: maybe(text).describe("the command that says what a proof shows and what not"),
    }),
  ),
  harden: maybe(harden),
  project: maybe(project).describe("a Compose project whose services were learned"),
  exit: maybe(exit).describe("of harden: its exit code, and why"),
});

true satisfies Agrees<z.output<typeof reportSchema>, ReportDocument>;
