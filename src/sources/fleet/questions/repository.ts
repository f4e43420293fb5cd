import { z } from "zod";
import type { RepositoryAnswer, TagRow } from "../../../domain/fleet/answers.ts";
import { digestText } from "../database.ts";
import { boundedCount, defineQuestion, isoTime, listOf, maxCount, paging, time, toCount, toPage } from "../question.ts";

export default defineQuestion({
  name: "repository",
  path: "/repositories",
  summary: "What is in a repository",
  input: z.object({
    name: z.string().min(1).max(500).describe("With its registry: registry.example:5000/team/app."),
    tag: z.string().max(128).optional().describe("Only this tag."),
    ...paging,
  }),
  answer: z.object({
    name: z.string(),
    sweptAt: time.exactOptional(),
    note: z.string().exactOptional().describe("Why it is not swept."),
    tags: boundedCount,
    ...listOf(
      z.object({
        tag: z.string(),
        digest: z.string(),
        since: time.describe("When it was first seen with this digest."),
        kind: z.enum(["image", "unsupported"]),
        reason: z.string().exactOptional(),
        images: z.array(z.object({ digest: z.string(), platform: z.string(), state: z.string() })),
      }),
    ),
  }),
  async ask({ query }, { name, tag, after, limit }): Promise<RepositoryAnswer | undefined> {
    const slash = name.indexOf("/");
    const [repository] = await query<{ id: number; swept_at: Date | null; note: string | null }>(
      `select repository.id, swept_at, repository.note from repository join registry on registry.id = registry
       where host = $1 and name = $2`,
      [name.slice(0, Math.max(slash, 0)), name.slice(slash + 1)],
    );
    if (repository === undefined) return undefined;
    const [total] = await query<{ count: number }>(
      "select count(*)::int as count from (select from tag where repository = $1 and until is null limit $2) as counted",
      [repository.id, maxCount + 1],
    );
    const rows = await query<Row>(
      `select tag.name, manifest.digest, since, kind, reason, (
         select jsonb_agg(jsonb_build_object('digest', encode(image.digest, 'hex'), 'platform', platform, 'state', state) order by image.id)
         from manifest_image join image on image.id = image where manifest_image.manifest = manifest.id) as images
       from tag join manifest on manifest.id = manifest
       where repository = $1 and until is null and tag.name collate "C" > $2 and ($3::text is null or tag.name = $3) order by tag.name collate "C" limit $4`,
      [repository.id, after ?? "", tag ?? null, limit + 1],
    );
    const page = toPage(rows.map(toTag), limit, (row) => row.tag);
    return {
      name,
      ...(repository.swept_at !== null && { sweptAt: isoTime(repository.swept_at) }),
      ...(repository.note !== null && { note: repository.note }),
      tags: toCount(total?.count ?? 0),
      ...page,
    };
  },
});

interface Row {
  readonly name: string;
  readonly digest: Uint8Array;
  readonly since: Date;
  readonly kind: string;
  readonly reason: string | null;
  readonly images: readonly { digest: string; platform: string; state: string }[] | null;
}

function toTag({ name, digest, since, kind, reason, images }: Row): TagRow {
  return {
    tag: name,
    digest: digestText(digest),
    since: isoTime(since),
    kind,
    ...(reason !== null && { reason }),
    images: (images ?? []).map((image) => ({ ...image, digest: digestText(Buffer.from(image.digest, "hex")) })),
  };
}
