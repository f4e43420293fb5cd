import { isoTime } from "./question.ts";
import type { Query } from "./database.ts";

/** A sum over all images, as it was when it was computed. */
export async function readTotal<Answer>(
  query: Query,
  name: string,
): Promise<{ readonly at: string; readonly answer: Answer } | undefined> {
  const [row] = await query<{ at: Date; answer: Answer }>("select at, answer from total where name = $1", [name]);
  return row && { at: isoTime(row.at), answer: row.answer };
}

/** Open vulnerabilities by the parts of tagged images that have them, and of how many images each part is. */
const affected = `
  with live_part as materialized (
      select part, count(*)::int as images from image_part join image on image.id = image where live group by part),
    open as materialized (
      select package, vulnerability, status, severity from package_vulnerability where until is null and not suppressed),
    affected_package as materialized (select distinct package from open),
    part_package as materialized (
      select live_part.part, images, package from live_part join part on part.id = live_part.part, unnest(packages) as package
      where package in (select package from affected_package))`;

/** From most to least severe, as lists are ordered: without a severity it may be bad. */
const severities = "array['critical', 'high', 'medium', 'unknown', 'low', 'negligible']";

/**
 * Computes the sums. Images are counted by part, since they share parts; of the first of the list exactly, since an image may have the same
 * vulnerability in two of its parts.
 */
export async function renewTotals(query: Query): Promise<void> {
  await record(
    query,
    "start",
    `${affected},
     worst as (
       select vulnerability, min(array_position(${severities}, severity)) as rank, bool_or(status = 'fixed') as fixable
       from open where package in (select package from part_package) group by vulnerability),
     vulnerable_part as (select distinct vulnerability, part, images from part_package join open using (package)),
     spread as (select vulnerability, sum(images)::int as images from vulnerable_part group by vulnerability),
     named as (
       select vulnerability, name, exploited, epss, fixable, images, rank, (${severities})[rank] as severity
       from worst join spread using (vulnerability) join vulnerability as known on known.id = vulnerability),
     top as (select * from named order by exploited desc, rank, images desc, epss desc nulls last, name limit 25),
     exact as (
       select vulnerability, count(distinct image)::int as images from vulnerable_part join image_part using (part)
       join image on image.id = image and live where vulnerability in (select vulnerability from top) group by vulnerability)
     select jsonb_build_object(
       'severities', (select coalesce(jsonb_agg(row), '[]') from (
         select severity, count(*)::int as vulnerabilities, (count(*) filter (where fixable))::int as fixable,
           (count(*) filter (where exploited))::int as exploited from named group by severity, rank order by rank) as row),
       'top', (select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(row))), '[]') from (
         select name as id, severity, exploited, epss, exact.images from top join exact using (vulnerability)
         order by exploited desc, rank, exact.images desc, epss desc nulls last, name) as row)) as answer`,
  );
  await record(
    query,
    "updates",
    `${affected},
     fixable as (
       select type, name, part, images, vulnerability, exploited from part_package join open using (package)
       join package on package.id = package join (select id, exploited from vulnerability) as known on known.id = vulnerability
       where status = 'fixed'),
     spread as (
       select type, name, sum(images)::int as images from (select distinct type, name, part, images from fixable) as each group by type, name),
     counted as (
       select type, name, count(distinct vulnerability)::int as vulnerabilities,
         count(distinct vulnerability) filter (where exploited)::int as exploited from fixable group by type, name)
     select coalesce(jsonb_agg(row), '[]') as answer from (
       select * from spread join counted using (type, name)
       order by images::bigint * vulnerabilities desc, type, name limit 200) as row`,
  );
}

async function record(query: Query, name: string, sql: string): Promise<void> {
  await query(
    `insert into total (name, at, answer) select $1, now(), answer from (${sql}) as new
     on conflict (name) do update set at = excluded.at, answer = excluded.answer`,
    [name],
  );
}
