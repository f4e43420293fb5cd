import type { Query } from "./database.ts";

/** A read image, all of whose packages are judged. */
export interface CheckableImage {
  readonly id: number;
  readonly content: Uint8Array;
}

/** Picks a random image that the code of `stamp` read. Returns undefined if there is no such image, or one was checked less than `seconds` ago. */
export async function pickImage(query: Query, stamp: string, seconds: number): Promise<CheckableImage | undefined> {
  const [image] = await query<CheckableImage>(
    `select id, content from image
     where state = 'read' and live and facts = $1 and id >= (select floor(random() * max(id))::int from image)
       and not exists (select from self_check where at > now() - make_interval(secs => $2))
       and not exists (
         select from image_part join part on part.id = part join package on package.id = any (packages)
         where image_part.image = image.id and result is null)
     order by id limit 1`,
    [stamp, seconds],
  );
  return image;
}

/** Names of the vulnerabilities that lists say the image has, each with whether it is suppressed. */
export async function readListedVulnerabilities(query: Query, image: number): Promise<ReadonlyMap<string, boolean>> {
  const rows = await query<{ name: string; suppressed: boolean }>(
    `select name, bool_and(suppressed) as suppressed
     from image_part join part on part.id = part join package_vulnerability on package = any (packages) and until is null
     join vulnerability on vulnerability.id = vulnerability where image = $1 group by name`,
    [image],
  );
  return new Map(rows.map(({ name, suppressed }) => [name, suppressed]));
}

/** `difference` is null where everything was equal. */
export async function recordCheck(query: Query, image: number, difference: string | null): Promise<void> {
  await query("insert into self_check (image, difference) values ($1, $2)", [image, difference]);
}
