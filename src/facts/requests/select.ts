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
  const chosen = new Set<Candidate>();
  const makers = new Map<string, Candidate>();
  for (const one of candidates)
    for (const name of Object.keys(one.request.capture ?? {})) if (!makers.has(name)) makers.set(name, one);
  const needsOf = (one: Candidate, path: ReadonlySet<Candidate>): Candidate[] =>
    namesIn(one).flatMap((name) => {
      const maker = makers.get(name);
      if (maker === undefined || chosen.has(maker) || path.has(maker)) return [];
      return [...needsOf(maker, new Set([...path, maker])), maker];
    });
  const add = (one: Candidate): void => {
    const all = [...new Set([...needsOf(one, new Set([one])), one])].filter((each) => !chosen.has(each));
    if (chosen.size + all.length <= max) for (const each of all) chosen.add(each);
  };
  const unique = [...new Map(candidates.toReversed().map((one) => [one.key, one])).values()].toReversed();
  const byShare = (a: Candidate, b: Candidate) => shareOf(b.route) - shareOf(a.route) || (a.key < b.key ? -1 : 1);
  const routes = new Map<string, Candidate[]>();
  for (const one of unique) routes.set(one.route, [...(routes.get(one.route) ?? []), one]);
  const firsts = [...routes.values()].map(
    (list) => list.find(({ request }) => (request.status ?? 200) < 400) ?? list[0],
  );
  for (const one of firsts.flatMap((first) => first ?? []).toSorted(byShare)) if (chosen.size < max) add(one);
  const seen = new Set([...chosen].flatMap(featuresOf));
  let left = unique.filter((one) => !chosen.has(one));
  while (chosen.size < max && left.length > 0) {
    const gainOf = (one: Candidate) =>
      featuresOf(one).reduce(
        (sum, feature) =>
          seen.has(feature) ? sum : sum + gains[feature.slice(0, feature.indexOf(" ")) as keyof typeof gains],
        0,
      );
    const [best] = left
      .map((one) => ({ one, gain: gainOf(one) }))
      .toSorted((a, b) => b.gain - a.gain || byShare(a.one, b.one));
    if (best === undefined || best.gain === 0) break;
    add(best.one);
    for (const feature of featuresOf(best.one)) seen.add(feature);
    left = left.filter((one) => one !== best.one);
  }
  return { selected: candidates.filter((one) => chosen.has(one)), rest: unique.filter((one) => !chosen.has(one)) };
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
