import type { JudgedPackage, StoredPackage } from "../../domain/fleet/judgement.ts";
import { toJson, type Query, type Transaction } from "./database.ts";

/** Key of the advisory lock under which one process judges. */
const lockKey = 4_850_018;

/** Lets one process judge at a time; others wait until the transaction ends. */
export async function lockJudging({ query }: Transaction): Promise<void> {
  await query("select pg_advisory_xact_lock($1)", [lockKey]);
}

/** New packages, by id. */
export async function readNewPackages(query: Query, limit: number): Promise<readonly StoredPackage[]> {
  return query(
    "select id, content, encode(result, 'hex') as result from package where result is null order by id limit $1",
    [limit],
  );
}

/** Packages of any of these shards after `after`, by id. */
export async function readPackagesOf(
  query: Query,
  shards: readonly string[],
  after: number,
  limit: number,
): Promise<readonly StoredPackage[]> {
  return query(
    `select id, content, encode(result, 'hex') as result from package where id > $2 and shards && $1::text[] order by id limit $3`,
    [shards, after, limit],
  );
}

/** Writes the results that differ from the stored ones: new rows are added, vanished ones closed, changed ones both. */
export async function recordJudgements({ query }: Transaction, packages: readonly JudgedPackage[]): Promise<void> {
  if (packages.length === 0) return;
  const ids = packages.map(({ id }) => id);
  const matches = packages.flatMap(({ id, vulnerabilities }) =>
    vulnerabilities.map((vulnerability) => ({ package: id, ...vulnerability })),
  );
  const names = new Map(matches.map((match) => [match.name, match]));
  const rows = [...names.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  await query(
    `insert into vulnerability (name, names, summary, published, exploited, epss)
     select name, names, summary, published, exploited, epss
     from jsonb_to_recordset($1::jsonb) as new
       (name text, names text[], summary text, published text, exploited boolean, epss real)
     on conflict (name) do update set names = (select array_agg(distinct each order by each) from unnest(vulnerability.names || excluded.names) as each),
       summary = coalesce(excluded.summary, vulnerability.summary),
       published = coalesce(excluded.published, vulnerability.published), exploited = excluded.exploited, epss = excluded.epss
     where (vulnerability.summary, vulnerability.exploited, vulnerability.epss) is distinct from
       (coalesce(excluded.summary, vulnerability.summary), excluded.exploited, excluded.epss)
       or not vulnerability.names @> excluded.names`,
    [toJson(rows)],
  );
  const fields = "package integer, name text, status text, fixed_in text, severity text, suppressed boolean";
  const fresh = `fresh as (
    select new.package, vulnerability.id as vulnerability, new.status, new.fixed_in, new.severity, new.suppressed
    from jsonb_to_recordset($1::jsonb) as new (${fields}) join vulnerability on vulnerability.name = new.name)`;
  await query(
    `with ${fresh}
     update package_vulnerability as old set until = now()
     where old.package = any ($2::int[]) and old.until is null and not exists (
       select from fresh where fresh.package = old.package and fresh.vulnerability = old.vulnerability
         and (fresh.status, fresh.fixed_in, fresh.severity, fresh.suppressed) is not distinct from
           (old.status, old.fixed_in, old.severity, old.suppressed))`,
    [toJson(matches), ids],
  );
  await query(
    `with ${fresh}
     insert into package_vulnerability (package, vulnerability, status, fixed_in, severity, suppressed)
     select * from fresh where not exists (
       select from package_vulnerability as old
       where old.package = fresh.package and old.vulnerability = fresh.vulnerability and old.until is null)`,
    [toJson(matches)],
  );
  await query(
    `update package set result = decode(new.result, 'hex'), gap = new.gap
     from jsonb_to_recordset($1::jsonb) as new (id integer, result text, gap text) where package.id = new.id`,
    [toJson(packages.map(({ id, result, gap }) => ({ id, result, gap })))],
  );
}

/** A shard as it was when all of its packages were packages. */
export interface JudgedShard {
  readonly name: string;
  readonly sha256: string;
  readonly serial: number;
}

export async function readShards(query: Query): Promise<readonly JudgedShard[]> {
  return query("select name, sha256, serial from shard order by name");
}

export async function recordShards(
  query: Query,
  shards: readonly JudgedShard[],
  removed: readonly string[],
): Promise<void> {
  await query("delete from shard where name = any ($1::text[])", [removed]);
  await query(
    `insert into shard (name, sha256, serial, judged_at)
     select name, sha256, serial, now() from jsonb_to_recordset($1::jsonb) as new (name text, sha256 text, serial integer)
     on conflict (name) do update set sha256 = excluded.sha256, serial = excluded.serial, judged_at = now()`,
    [toJson(shards)],
  );
}
