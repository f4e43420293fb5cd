import { toJson, type Query } from "./database.ts";

/** KEV and EPSS of a vulnerability, which are stored here alone and joined on read. */
export interface StoredPrediction {
  readonly id: number;
  readonly names: readonly string[];
  readonly exploited: boolean;
  readonly epss: number | null;
}

export function readNames(query: Query): Promise<readonly StoredPrediction[]> {
  return query("select id, names, exploited, epss from vulnerability order by id");
}

export async function recordPredictions(
  query: Query,
  changed: readonly { readonly id: number; readonly exploited: boolean; readonly epss?: number }[],
): Promise<void> {
  if (changed.length === 0) return;
  await query(
    `update vulnerability set exploited = new.exploited, epss = new.epss
     from jsonb_to_recordset($1::jsonb) as new (id integer, exploited boolean, epss real) where vulnerability.id = new.id`,
    [toJson(changed)],
  );
}
