import { programs } from "../../data/programs/index.ts";
import type { ReleaseCycle } from "../../domain/advisory/advisory.ts";
import type { Observation } from "../observation.ts";
import type { PackageInfo } from "../../domain/image/image-info.ts";
import { lastDay, storeSource } from "../../facts/release-cycles.ts";
import { endedLongAgo, hasEnded } from "../../data/release-cycles.ts";
import { reference } from "../shared/evidence.ts";

/** Name of a program in an image -> its name in the feed of life cycles. */
const endNames = new Map(
  programs.flatMap(({ name, endOfLife }) => (endOfLife === undefined ? [] : [[name, endOfLife] as const])),
);

/** The same where a language's manager installed it. */
const endNamesByPurl = new Map(
  programs.flatMap(({ alsoAs, endOfLife }) =>
    alsoAs === undefined || endOfLife === undefined ? [] : [[alsoAs, endOfLife] as const],
  ),
);

/** Programs whose release cycles only the advisory store contains: databases, servers. */
export function* endedPrograms(
  packages: readonly PackageInfo[],
  today: string,
  lifeCycles: readonly ReleaseCycle[],
): Generator<Observation> {
  const productOf = ({ purl, name }: PackageInfo) =>
    purl.startsWith("pkg:generic/") ? endNames.get(name) : endNamesByPurl.get(purl.slice(0, purl.lastIndexOf("@")));
  const knownPrograms = packages.filter((packageInfo) => productOf(packageInfo) !== undefined);
  for (const group of Map.groupBy(knownPrograms, ({ name, version }) => `${name} ${version}`).values()) {
    const [first] = group;
    const product = first && productOf(first);
    if (first === undefined || product === undefined) continue;
    const cycles = lifeCycles.filter((cycle) => cycle.product === product);
    const numbers = (/^\d+(?:\.\d+)*/.exec(first.version)?.[0] ?? "").split(".");
    const spellings = numbers.map((_, index) => numbers.slice(0, numbers.length - index).join("."));
    const end = spellings.flatMap((spelling) => cycles.find(({ cycle }) => cycle === spelling) ?? [])[0];
    if (end === undefined || !hasEnded(lastDay(end), today)) continue;
    yield {
      message: `${first.name} ${first.version} in ${first.path} has had no fixes since ${lastDay(end)}`,
      at: { layer: first.layer, path: first.path },
      ...(!endedLongAgo(lastDay(end), today) && { severity: "warning" as const }),
      evidence: [
        { kind: "package", purl: first.purl, installed: first.version },
        reference(`${product} ${end.cycle}: last day with fixes ${lastDay(end)}; today is ${today}`, storeSource),
      ],
    };
  }
}
