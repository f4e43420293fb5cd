import { z } from "zod";
import type { StatusAnswer } from "../../../domain/fleet/answers.ts";
import type { RequestBudget } from "../../../domain/fleet/registry-settings.ts";
import { digestText, queueSchema } from "../database.ts";
import { defineQuestion, isoTime, time } from "../question.ts";

export default defineQuestion({
  name: "status",
  path: "/status",
  summary: "What is not known: queues, paused registries, what is unread and why, the self-check",
  input: z.object({}),
  answer: z.object({
    registries: z.array(
      z.object({
        host: z.string(),
        repositories: z.int(),
        sweptAt: time.exactOptional().describe("Of its repository that was swept longest ago."),
        note: z.string().exactOptional(),
        pausedUntil: time.exactOptional(),
        pauseReason: z.string().exactOptional(),
        requests: z
          .object({ limit: z.int(), seconds: z.int(), sent: z.int() })
          .exactOptional()
          .describe("Its budget of requests, and how many were sent in the window that runs."),
      }),
    ),
    queues: z.array(z.object({ name: z.string(), waiting: z.int(), active: z.int() })),
    unread: z.array(z.object({ what: z.enum(["image", "repository", "tag"]), reason: z.string(), count: z.int() })),
    shards: z.array(z.object({ name: z.string(), judgedAt: time })),
    selfCheck: z.object({
      checked: z.int().describe("Images in the last 30 days."),
      differences: z.array(z.object({ digest: z.string(), difference: z.string() })),
    }),
  }) satisfies z.ZodType<StatusAnswer>,
  async ask({ query }): Promise<StatusAnswer> {
    const registries = await query<RegistryRow>(
      `select host, registry.note, count(repository.id)::int as repositories, min(swept_at) as swept_at,
         case when paused_until > now() then paused_until end as paused_until, pause_reason, settings->'requests' as budget,
         case when window_start + make_interval(secs => (settings->'requests'->>'seconds')::int) > now() then requests else 0 end as sent
       from registry left join repository on repository.registry = registry.id group by registry.id order by host`,
    );
    const queues = await query<StatusAnswer["queues"][number]>(
      `select name, count(*) filter (where state in ('created', 'retry'))::int as waiting, count(*) filter (where state = 'active')::int as active
       from ${queueSchema}.job where state in ('created', 'retry', 'active') and name in ('sweep', 'image') group by name order by name`,
    );
    const unread = await query<StatusAnswer["unread"][number]>(
      `select * from (
         select 'image' as what, coalesce(reason, case state when 'known' then 'waits to be read' else 'not among the newest tags' end) as reason, count(*)::int as count
         from image where live and (state <> 'read' or reason is not null) group by 1, 2
         union all select 'repository', note, count(*)::int from repository where note is not null group by 2
         union all select 'tag', regexp_replace(reason, '^.*? (is no image|cannot be read|has )', '\\1'), count(*)::int
         from tag join manifest on manifest.id = manifest where until is null and kind = 'unsupported' group by 2) as each
       order by what, count desc, reason limit 200`,
    );
    const shards = await query<{ name: string; judged_at: Date }>("select name, judged_at from shard order by name");
    const [checked] = await query<{ count: number }>(
      "select count(*)::int as count from self_check where at > now() - interval '30 days'",
    );
    const differences = await query<{ digest: Uint8Array; difference: string }>(
      `select digest, difference from self_check join image on image.id = image
       where difference is not null and at > now() - interval '30 days' order by at desc limit 100`,
    );
    return {
      registries: registries.map(toRegistry),
      queues,
      unread,
      shards: shards.map(({ name, judged_at }) => ({ name, judgedAt: isoTime(judged_at) })),
      selfCheck: {
        checked: checked?.count ?? 0,
        differences: differences.map(({ digest, difference }) => ({ digest: digestText(digest), difference })),
      },
    };
  },
});

interface RegistryRow {
  readonly host: string;
  readonly repositories: number;
  readonly swept_at: Date | null;
  readonly note: string | null;
  readonly paused_until: Date | null;
  readonly pause_reason: string | null;
  readonly budget: RequestBudget | null;
  readonly sent: number;
}

function toRegistry({
  host,
  repositories,
  swept_at,
  note,
  paused_until,
  pause_reason,
  budget,
  sent,
}: RegistryRow): StatusAnswer["registries"][number] {
  return {
    host,
    repositories,
    ...(swept_at !== null && { sweptAt: isoTime(swept_at) }),
    ...(note !== null && { note }),
    ...(paused_until !== null && { pausedUntil: isoTime(paused_until), pauseReason: pause_reason ?? "" }),
    ...(budget !== null && { requests: { ...budget, sent } }),
  };
}
