import type { BaseBuild, BaseLife, VulnerabilityCounts } from "../../domain/image/base-choice.ts";
import { pointsOfVulnerabilities, round, sumOf } from "./points.ts";

/** A build that was read at some time, and how to count the vulnerabilities of its packages that were published by a day. */
export interface RecordedBuild {
  readonly name: string;
  readonly digest: string;
  /** ISO date on which it was built. */
  readonly created: string;
  vulnerabilitiesAt(date: string): VulnerabilityCounts;
}

const step = 30;
/** Maximum history: the state of an image line years ago says little about its maintainers today. */
const longest = 400;

/**
 * How the vulnerabilities of a line of images came and went: each build from the day it was made until the next one was, judged every thirty
 * days by the advisories published by then. The seed of this project chose a tag "with the least amount of issues within its lifespan":
 * this is that number. Undefined without a build that has a date.
 */
export function lifeOf(builds: readonly RecordedBuild[], today: string): BaseLife | undefined {
  const begin = addDays(today, -longest);
  const dated = [
    ...new Map(
      builds
        .filter(({ created }) => /^\d{4}-\d{2}-\d{2}/.test(created) && created <= today)
        .map((build) => [build.digest, build]),
    ).values(),
  ].toSorted((a, b) => (a.created < b.created ? -1 : a.created > b.created ? 1 : a.digest < b.digest ? -1 : 1));
  const relevantBuilds = dated.flatMap((build, at): BaseBuild[] => {
    const from = later(build.created.slice(0, 10), begin);
    const until = dated[at + 1]?.created.slice(0, 10) ?? today;
    if (until < begin || until < from) return [];
    const days = daysBetween(from, until).map((date) => {
      const vulnerabilities = build.vulnerabilitiesAt(date);
      return { date, vulnerabilities: sumOf(vulnerabilities), points: pointsOfVulnerabilities(vulnerabilities) };
    });
    return [{ name: build.name, digest: build.digest, from, until, days }];
  });
  if (relevantBuilds.length === 0) return undefined;
  // Each sample covers the days until the next one; a build of a single day counts as that day.
  const looks = relevantBuilds.flatMap(({ days, until }) =>
    days.map((look, at) => ({
      ...look,
      length: Math.max(at === days.length - 1 ? 1 : 0, distance(look.date, days[at + 1]?.date ?? until)),
    })),
  );
  const total = looks.reduce((sum, { length }) => sum + length, 0);
  const mean = (value: (look: (typeof looks)[number]) => number) =>
    round(looks.reduce((sum, look) => sum + value(look) * look.length, 0) / total);
  return {
    builds: relevantBuilds,
    meanVulnerabilities: mean(({ vulnerabilities }) => vulnerabilities),
    meanPoints: mean(({ points }) => points),
    days: total,
  };
}

/** From the first to the last day, every thirty days, both ends included. */
function daysBetween(from: string, until: string): string[] {
  const days: string[] = [];
  for (let day = from; day < until; day = addDays(day, step)) days.push(day);
  return [...days, until];
}

const day = 86_400_000;

function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
}

/** Whole days from `from` to `until`, both ISO dates. */
export function distance(from: string, until: string): number {
  return Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day);
}

const later = (a: string, b: string): string => (a > b ? a : b);
