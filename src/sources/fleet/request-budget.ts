import type { Query } from "./database.ts";

/**
 * Counts a request to a registry in the window of its budget, for all processes. Returns 0 if it may be sent, else the milliseconds until the next
 * window.
 */
export async function countRequest(query: Query, registry: number): Promise<number> {
  const [counted] = await query(
    `update registry set window_start = case when is_over then now() else window_start end, requests = case when is_over then 1 else requests + 1 end
     from (select id, (settings->'requests'->>'limit')::int as most,
         coalesce(window_start + make_interval(secs => (settings->'requests'->>'seconds')::int) <= now(), true) as is_over
       from registry where id = $1 for update) as budget
     where registry.id = budget.id and (is_over or requests < most or most is null) returning registry.id`,
    [registry],
  );
  if (counted !== undefined) return 0;
  const [row] = await query<{ wait: number }>(
    `select greatest(ceil(extract(epoch from window_start + make_interval(secs => (settings->'requests'->>'seconds')::int) - now()) * 1000), 1)::int as wait
     from registry where id = $1`,
    [registry],
  );
  return row?.wait ?? 0;
}
