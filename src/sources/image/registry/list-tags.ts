import { z } from "zod";
import { Failure } from "../../../domain/failure.ts";
import { parseJson } from "../archive/config.ts";
import type { RegistryClient } from "./client.ts";
import { parseReference } from "./reference.ts";
import type { RegistryOptions } from "./repository.ts";
import { askRepository } from "./repository.ts";

const page = z.object({
  tags: z
    .array(z.string())
    .nullish()
    .transform((tags) => tags ?? []),
});
const maxPageBytes = 16 * 1_048_576;
const maxPages = 2_000;
const perPage = 1_000;

/** All tags of an image's repository, sorted (OCI distribution-spec, "Listing Tags"). Throws `Failure` like `openRegistryImage`. */
export async function listTags(name: string, options: RegistryOptions = {}): Promise<readonly string[]> {
  const { result } = await askRepository(parseReference(name), options, (client) => allPages(client, options.signal));
  return result;
}

async function allPages(client: RegistryClient, signal: AbortSignal | undefined): Promise<readonly string[]> {
  const tags = new Set<string>();
  const { host, repository } = client.endpoint;
  const subject = `list of tags of ${repository}`;
  const queries = new Set<string>();
  for (let query: string | undefined = `?n=${perPage}`; query !== undefined;) {
    queries.add(query);
    const { bytes, answer } = await client.document({ path: `tags/list${query}`, what: subject, signal }, maxPageBytes);
    const parsed = page.safeParse(parseJson(bytes, `the ${subject} of ${host}`));
    if (!parsed.success) throw strange(host, subject);
    for (const tag of parsed.data.tags) tags.add(tag);
    query = nextQuery(answer.headers.link, answer.url);
    if (query !== undefined && (queries.has(query) || queries.size >= maxPages)) throw strange(host, subject);
  }
  return [...tags].sort();
}

/** Uses only the query of `Link: </v2/NAME/tags/list?n=1000&last=x>; rel="next"`: the next page is requested from the same address. */
function nextQuery(link: string | readonly string[] | undefined, url: URL): string | undefined {
  const header = typeof link === "string" ? link : (link?.join(", ") ?? "");
  const target = /<([^<>]*)>\s*;[^<]*\brel="?next"?/i.exec(header)?.[1];
  return target === undefined || !URL.canParse(target, url.href) ? undefined : new URL(target, url.href).search;
}

function strange(host: string, subject: string): Failure {
  return new Failure("registry-refused", `${host} answers the ${subject} with something else, or without end.`, {
    hint: "Check that it is a registry.",
  });
}
