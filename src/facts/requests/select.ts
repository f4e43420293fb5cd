import { placeholderNames } from "../../text/fill-captures.ts";
import type { Candidate } from "./candidate.ts";
import { classOf } from "./class-of.ts";

/** Weights of what a request adds that no selected one has. */
const gains = { status: 2, shape: 2, query: 1, mediaType: 1 } as const;

interface Selection {
  /** In the order of `candidates`. */
  readonly selected: readonly Candidate[];
  readonly rest: readonly Candidate[];
}

/**
 * At most `max` candidates: each route once before any twice, then by what they add, ties by share of the logged requests, then by text. What a selected one
 * needs for its captures is selected, too.
 */
export function selectCandidates(
  candidates: readonly Candidate[],
  max: number,
  shareOf: (route: string) => number,
): Selection {
  const selection = new Set<Candidate>();
  const makers = new Map<string, Candidate>();
  for (const candidate of candidates)
    for (const name of Object.keys(candidate.request.capture ?? {})) if (!makers.has(name)) makers.set(name, candidate);
  const needsOf = (candidate: Candidate, path: ReadonlySet<Candidate>): Candidate[] =>
    namesIn(candidate).flatMap((name) => {
      const maker = makers.get(name);
      if (maker === undefined || selection.has(maker) || path.has(maker)) return [];
      return [...needsOf(maker, new Set([...path, maker])), maker];
    });
  const add = (candidate: Candidate): void => {
    const all = [...new Set([...needsOf(candidate, new Set([candidate])), candidate])].filter(
      (each) => !selection.has(each),
    );
    if (selection.size + all.length <= max) for (const each of all) selection.add(each);
  };
  const unique = [
    ...new Map(candidates.toReversed().map((candidate) => [candidate.key, candidate])).values(),
  ].toReversed();
  const byShare = (a: Candidate, b: Candidate) => shareOf(b.route) - shareOf(a.route) || (a.key < b.key ? -1 : 1);
  const routes = new Map<string, Candidate[]>();
  for (const candidate of unique) routes.set(candidate.route, [...(routes.get(candidate.route) ?? []), candidate]);
  const firsts = [...routes.values()].map(
    (list) => list.find(({ request }) => (request.status ?? 200) < 400) ?? list[0],
  );
  for (const candidate of firsts.flatMap((first) => first ?? []).toSorted(byShare))
    if (selection.size < max) add(candidate);
  const features = new Set([...selection].flatMap(featuresOf));
  let remaining = unique.filter((candidate) => !selection.has(candidate));
  while (selection.size < max && remaining.length > 0) {
    const gainOf = (candidate: Candidate) =>
      featuresOf(candidate).reduce(
        (sum, feature) =>
          features.has(feature) ? sum : sum + gains[feature.slice(0, feature.indexOf(" ")) as keyof typeof gains],
        0,
      );
    const [best] = remaining
      .map((candidate) => ({ candidate, gain: gainOf(candidate) }))
      .toSorted((a, b) => b.gain - a.gain || byShare(a.candidate, b.candidate));
    if (best === undefined || best.gain === 0) break;
    add(best.candidate);
    for (const feature of featuresOf(best.candidate)) features.add(feature);
    remaining = remaining.filter((candidate) => candidate !== best.candidate);
  }
  return {
    selected: candidates.filter((candidate) => selection.has(candidate)),
    rest: unique.filter((candidate) => !selection.has(candidate)),
  };
}

function featuresOf({ route, request }: Candidate): string[] {
  const { status, query, shape, mediaType } = classOf(request);
  return [`status ${route} ${status}`, `shape ${route} ${shape}`, `query ${route} ${query}`, `mediaType ${mediaType}`];
}

/** Captures that a request sends. */
export function namesIn({ request: { target, headers, body } }: Pick<Candidate, "request">): string[] {
  const texts = [target, ...Object.values(headers)];
  if (body !== undefined && "text" in body) texts.push(body.text);
  if (body !== undefined && "parts" in body) texts.push(...body.parts.map(({ value = "" }) => value));
  return [...new Set(texts.flatMap(placeholderNames))];
}
