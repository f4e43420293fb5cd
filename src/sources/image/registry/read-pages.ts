import { Failure } from "../../../domain/failure.ts";
import { parseJson } from "../archive/config.ts";
import type { RegistryClient } from "./client.ts";

const maxPageBytes = 16 * 1_048_576;
const maxPages = 2_000;
const perPage = 1_000;

interface PagedList {
  /** Path below the repository. */
  readonly path: string;
  /** Name of the list in messages. */
  readonly subject: string;
  /** Names of a page; undefined if it is something else. */
  readonly names: (page: unknown) => readonly string[] | undefined;
  readonly signal: AbortSignal | undefined;
}

/** All names of a paged list, sorted. Throws `Failure` and `Transient`. */
export async function readPages(
  client: RegistryClient,
  { path, subject, names: namesOf, signal }: PagedList,
): Promise<readonly string[]> {
  const names = new Set<string>();
  const { host } = client.endpoint;
  const queries = new Set<string>();
  for (let query: string | undefined = `?n=${perPage}`; query !== undefined;) {
    queries.add(query);
    const { bytes, answer } = await client.document({ path: `${path}${query}`, what: subject, signal }, maxPageBytes);
    const page = namesOf(parseJson(bytes, `the ${subject} of ${host}`));
    if (page === undefined) throw strange(host, subject);
    for (const name of page) names.add(name);
    query = nextQuery(answer.headers.link, answer.url);
    if (query !== undefined && (queries.has(query) || queries.size >= maxPages)) throw strange(host, subject);
  }
  return [...names].sort();
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
