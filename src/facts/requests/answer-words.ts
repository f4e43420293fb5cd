import type { RecordedRequest } from "../../formats/requests/request-source.ts";
import { isValue } from "../../formats/requests/shared/is-value.ts";
import { isConstant } from "./recorded-values.ts";
import { decoded } from "./request-fields.ts";
import { splitTarget } from "./routes.ts";

/** What a fresh container answers to a GET without a login. */
export interface FreshAnswer {
  readonly status: number;
  /** Where a redirect leads. */
  readonly location: string;
  readonly body: string;
}

const maxPaths = 200;
const maxWords = 100;
/** No application has it. */
const madeUp = "no-such-word-7f3a";

/**
 * Adds words that are the application's, whatever was recorded: those of paths that a fresh container answers, while it answers a made-up word in their place
 * with 404, and what stands in its answers to them. No recorded value is asked for, which an answer could repeat; `queries` are targets without one, and words
 * of `without` are not added.
 */
export async function addAnswerWords(
  words: Set<string>,
  requests: readonly RecordedRequest[],
  ask: (target: string) => Promise<FreshAnswer | undefined>,
  {
    queries = [],
    without = new Set(),
  }: { readonly queries?: readonly string[]; readonly without?: ReadonlySet<string> } = {},
): Promise<void> {
  const recordedGets = requests.filter(
    ({ method, status = 200, values }) => values === "recorded" && method === "GET" && status < 400,
  );
  const paths = [...new Set(["/", ...recordedGets.flatMap(({ target }) => pathsOf(target))])];
  const proven = new Map<string, boolean>();
  const answerWords = new Set<string>();
  for (const path of paths.slice(0, maxPaths)) {
    const segments = path.split("/");
    const plain = segments.map(decoded);
    if (plain.some((segment) => segment === "{}" || (isValue(segment) && !words.has(segment)))) continue;
    const answer = await ask(path);
    // One that wants a login is there, too.
    const isDenied = answer?.status === 401 || answer?.status === 403;
    if (answer === undefined || (answer.status >= 400 && !isDenied)) continue;
    const unknown = plain.filter((segment) => !/^(?:[^?]*\?[\w-]+=)?$/u.test(segment) && !isConstant(segment, words));
    for (const segment of unknown) {
      if (proven.has(segment) || proven.size >= maxWords) continue;
      const other = await ask(segments.with(plain.indexOf(segment), madeUp).join("/"));
      proven.set(segment, other?.status === 404);
    }
    if (!unknown.every((segment) => proven.get(segment) === true)) continue;
    for (const segment of unknown) words.add(segment);
    if (!isDenied) collect(path, answer);
  }
  for (const target of queries.slice(0, maxPaths)) {
    const answer = await ask(target);
    if (answer !== undefined && answer.status < 400) collect(target, answer);
  }
  for (const word of answerWords) if (!without.has(word)) words.add(word);

  function collect(target: string, { location, body }: FreshAnswer): void {
    const own = new Set(wordsOf(target));
    for (const word of wordsOf(`${location} ${body}`)) if (!own.has(word)) answerWords.add(word);
  }
}

function pathsOf(target: string): string[] {
  const { path, name, inner } = splitTarget(target);
  return inner === undefined ? [path] : [path, `${path}?${name}=${inner}`];
}

function wordsOf(text: string): string[] {
  return text.replaceAll(/%[0-9A-Fa-f]{2}/gu, " ").match(/[\w-]{2,40}/gu) ?? [];
}
