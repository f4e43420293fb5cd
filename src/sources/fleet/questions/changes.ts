import { z } from "zod";
import type { ChangeRow, ChangesAnswer } from "../../../domain/fleet/answers.ts";
import { defineQuestion, isoTime, listOf, numericKey, paging, time, toPage } from "../question.ts";

export default defineQuestion({
  name: "changes",
  path: "/changes",
  summary: "What changed since a time: vulnerabilities of packages, and tags",
  input: z.object({
    since: z.coerce
      .date()
      // Years of four digits: what JavaScript writes otherwise, PostgreSQL does not read.
      .min(new Date("0001-01-01"))
      .max(new Date("9999-12-31"))
      .optional()
      .describe("2026-12-01, 2026-12-01T09:00:00Z; one day ago by default."),
    ...paging,
  }),
  answer: z.object({
    since: time,
    ...listOf(
      z.object({
        at: time,
        kind: z.enum(["vulnerability-new", "vulnerability-gone", "tag-new", "tag-gone"]),
        subject: z.string(),
        detail: z.string(),
      }),
    ),
  }) satisfies z.ZodType<ChangesAnswer>,
  async ask({ query }, { since, after, limit }): Promise<ChangesAnswer> {
    const offset = numericKey(after, 0);
    const [start] = await query<{ at: Date }>("select coalesce($1::timestamptz, now() - interval '1 day') as at", [
      since?.toISOString() ?? null,
    ]);
    const at = start?.at ?? new Date(0);
    // Rows of one time have no other order than their place: the offset is the key, within the page of a time.
    const rows = await query<{ at: Date; kind: ChangeRow["kind"]; subject: string; detail: string }>(
      `select * from (
         select since as at, 'vulnerability-new' as kind, vulnerability.name as subject, package.name || ' ' || version as detail
         from package_vulnerability join vulnerability on vulnerability.id = vulnerability join package on package.id = package
         where since >= $1 and not suppressed
         union all select until, 'vulnerability-gone', vulnerability.name, package.name || ' ' || version
         from package_vulnerability join vulnerability on vulnerability.id = vulnerability join package on package.id = package
         where until >= $1 and not suppressed
         union all select since, 'tag-new', host || '/' || repository.name || ':' || tag.name, case length(digest) when 64 then 'sha512:' else 'sha256:' end || encode(digest, 'hex')
         from tag join manifest on manifest.id = manifest join repository on repository.id = repository join registry on registry.id = registry
         where since >= $1
         union all select until, 'tag-gone', host || '/' || repository.name || ':' || tag.name, case length(digest) when 64 then 'sha512:' else 'sha256:' end || encode(digest, 'hex')
         from tag join manifest on manifest.id = manifest join repository on repository.id = repository join registry on registry.id = registry
         where until >= $1) as each
       order by at desc, kind, subject collate "C", detail collate "C" offset $2 limit $3`,
      [at, offset, limit + 1],
    );
    const page = toPage(
      rows.map((row): ChangeRow => ({ ...row, at: isoTime(row.at) })),
      limit,
      () => offset + limit,
    );
    return { since: isoTime(at), ...page };
  },
});
