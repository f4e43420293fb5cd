import { z } from "zod";
import type { ImageAnswer } from "../../domain/fleet/answers.ts";
import { digestBytes, type Query } from "../../sources/fleet/database.ts";
import { readImageRows } from "../../sources/fleet/image-rows.ts";
import { imageRow, isoTime, time, type Question } from "../../sources/fleet/question.ts";
import { withoutVersionTexts } from "../../facts/packages/without-version.ts";
import type { ImageContents } from "../../domain/image/image-info.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { byUrgency } from "../../vulnerabilities/severity-order.ts";
import { applySuppressions, mergeVulnerabilities } from "../vulnerabilities/known-vulnerabilities.ts";
import { askAdvisories } from "../vulnerabilities/ask-advisories.ts";
import type { FleetContext } from "./fleet.ts";
import { joinParts } from "./parts.ts";

type JudgingContext = Pick<FleetContext, "config" | "cwd" | "advisoriesFolder" | "now">;

/** What is in an image, and its vulnerabilities as `scan` has them: its packages are put together and matched when it is asked. */
export function imageQuestion(context: JudgingContext): Question {
  return {
    name: "image",
    path: "/images/{digest}",
    summary: "What is in an image, and what is known of it",
    input: z.object({
      digest: z.string().regex(/^sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/, "not a digest: sha256:..."),
    }),
    answer: z.object({
      image: imageRow,
      reason: z.string().exactOptional().describe("Why it is not read."),
      readAt: time.exactOptional(),
      user: z.string().exactOptional(),
      labels: z.array(z.object({ name: z.string(), value: z.string() })),
      bytes: z.int().exactOptional(),
      packages: z.array(
        z.object({ purl: z.string(), name: z.string(), version: z.string(), layer: z.int(), path: z.string() }),
      ),
      vulnerabilities: z
        .array(z.looseObject({ id: z.string(), purl: z.string(), status: z.string(), severity: z.string() }))
        .exactOptional()
        .describe("As `hullproof scan --format json` has them. Absent: nothing was checked."),
      notChecked: z.array(z.string()),
    }),
    ask: ({ query }, input) => askImage(query, (input as { readonly digest: string }).digest, context),
  };
}

async function askImage(query: Query, digest: string, context: JudgingContext): Promise<ImageAnswer | undefined> {
  const [row] = await query<Row>(
    `select image.id, reason, read_at, user_name, labels, bytes, content from image
     where digest = $1 or id in (select image from manifest_image join manifest on manifest.id = manifest where manifest.digest = $1)
     order by digest = $1 desc, image.id limit 1`,
    [digestBytes(digest)],
  );
  const [image] = row === undefined ? [] : await readImageRows(query, [row.id]);
  if (row === undefined || image === undefined) return undefined;
  const contents = await readImageContents(query, row);
  const judgement = contents && (await judgeImage(contents, context));
  return {
    image,
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.read_at !== null && { readAt: isoTime(row.read_at) }),
    ...(row.user_name !== null && { user: row.user_name }),
    labels: row.labels ?? [],
    ...(row.bytes !== null && { bytes: row.bytes }),
    packages: (contents?.packages ?? []).map(({ purl, name, version, layer, path }) => ({
      purl,
      name,
      version,
      layer,
      path,
    })),
    ...(judgement?.vulnerabilities && { vulnerabilities: judgement.vulnerabilities }),
    notChecked: judgement?.notChecked ?? ["everything: the image is not read"],
  };
}

/** An image put together from its parts; undefined before it was read. */
export async function readImageContents(
  query: Query,
  { id, content }: { readonly id: number; readonly content: Uint8Array | null },
): Promise<ImageContents | undefined> {
  if (content === null) return undefined;
  const parts = await query<{ layer: number; content: Uint8Array }>(
    "select layer, content from image_part join part on part.id = part where image = $1 order by layer",
    [id],
  );
  return joinParts(content, parts);
}

/** Vulnerabilities in the order and form of `scan --updates none`; undefined without advisories. */
export async function judgeImage(
  contents: ImageContents,
  { config, cwd, advisoriesFolder, now }: JudgingContext,
): Promise<{ readonly vulnerabilities?: readonly Vulnerability[]; readonly notChecked: readonly string[] }> {
  const today = now().slice(0, 10);
  const advisories = await askAdvisories(contents, { folder: advisoriesFolder, named: false, asOf: undefined, today });
  if ("missing" in advisories) return { notChecked: [`vulnerabilities: ${advisories.missing}`] };
  const merged = mergeVulnerabilities(contents, { missing: "registries offer no updates" }, advisories);
  const { vulnerabilities, notes } = applySuppressions(merged.vulnerabilities, config, { today, cwd });
  return {
    vulnerabilities: [...vulnerabilities].sort(byUrgency),
    notChecked: [...advisories.info.gaps, ...withoutVersionTexts(contents), ...advisories.notes, ...notes],
  };
}

interface Row {
  readonly id: number;
  readonly reason: string | null;
  readonly read_at: Date | null;
  readonly user_name: string | null;
  readonly labels: ImageAnswer["labels"] | null;
  readonly bytes: number | null;
  readonly content: Uint8Array | null;
}
