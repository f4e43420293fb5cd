import { z } from "zod";
import type { ImageAnswer } from "../../../domain/fleet/answers.ts";
import { digestBytes } from "../../../sources/fleet/database.ts";
import { readImageRows } from "../../../sources/fleet/image-rows.ts";
import { imageRow, isoTime, time } from "../../../sources/fleet/question.ts";
import { defineFleetQuestion } from "../fleet-question.ts";
import { judgeImage, readImageContents } from "../judge-image.ts";

/** Its packages are put together and matched when it is asked, as `scan` does. */
export default defineFleetQuestion({
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
  async ask({ query, judging }, { digest }): Promise<ImageAnswer | undefined> {
    const [row] = await query<Row>(
      `select image.id, reason, read_at, user_name, labels, bytes, content from image
       where digest = $1 or id in (select image from manifest_image join manifest on manifest.id = manifest where manifest.digest = $1)
       order by digest = $1 desc, image.id limit 1`,
      [digestBytes(digest)],
    );
    const [image] = row === undefined ? [] : await readImageRows(query, [row.id]);
    if (row === undefined || image === undefined) return undefined;
    const contents = await readImageContents(query, row);
    const judgement = contents && (await judgeImage(contents, judging));
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
  },
});

interface Row {
  readonly id: number;
  readonly reason: string | null;
  readonly read_at: Date | null;
  readonly user_name: string | null;
  readonly labels: ImageAnswer["labels"] | null;
  readonly bytes: number | null;
  readonly content: Uint8Array | null;
}
