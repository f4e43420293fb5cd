import type { AdvisoryReport, FeedReport, ShardReport } from "../domain/advisory/advisory-report.ts";
import { escapeReport } from "./content/escape-report.ts";
import { bytesText, countText } from "./content/units.ts";
import { hang, headline, padEnd, padStart, type Page, pageOf } from "./terminal/page.ts";
import { byKey } from "../text/by-key.ts";

/** The advisory store and its feeds on a terminal. */
export function renderAdvisoryTerminal(
  raw: AdvisoryReport,
  options: { readonly colour: boolean; readonly width: number },
): string {
  const report = escapeReport(raw);
  const page = pageOf(options);
  const sections = [...feedSection(report, page), ...shardSection(report, page), ...creditSection(report, page)];
  return `${sections.concat(notes(report, page), closing(report, page)).join("\n").replace(/^\n/, "")}\n`;
}

const words: Readonly<Record<FeedReport["outcome"], string>> = {
  updated: "updated",
  unchanged: "unchanged",
  kept: "failed, old data kept",
  missing: "failed, no data",
  planned: "would be asked",
  "not-asked": "",
};

function feedSection({ feeds, shards }: AdvisoryReport, page: Page): string[] {
  const isUpdate = feeds.some(({ outcome }) => outcome !== "not-asked");
  const listedFeeds = isUpdate
    ? feeds.filter(({ outcome }) => outcome !== "not-asked")
    : feeds.filter(({ problem, shards: made }) => problem !== undefined || made.length > 0);
  if (listedFeeds.length === 0) return [];
  const width = Math.max(...listedFeeds.map(({ feed }) => feed.length));
  return [
    ...headline(page, "Feeds"),
    ...listedFeeds.flatMap((feedReport) => {
      const { feed, outcome, bytes, problem } = feedReport;
      const mark = ` ${problem === undefined ? "✓" : "✗"} ${padEnd(feed, width)}  `;
      const size = bytes === undefined || bytes === 0 ? "" : `, ${bytesText(bytes)}`;
      if (problem === undefined && !isUpdate) return hang(page, mark, `${feedReport.title}${lastAsked(feedReport)}`);
      if (problem === undefined)
        return hang(page, mark, `${words[outcome]}${size}${shardsText(feedReport)}`, undefined, "green");
      const when = outcome === "not-asked" ? `failed on ${problem.at.slice(0, 10)}` : words[outcome];
      return [
        ...hang(page, mark, `${when}${ageOf(feedReport, shards)}`, "bold", "red"),
        ...hang(page, " ".repeat(width + 5), problem.message),
        ...hang(page, " ".repeat(width + 5), problem.hint, "dim"),
      ];
    }),
  ];
}

function lastAsked({ checked }: FeedReport): string {
  return checked === undefined ? ", never asked from here" : `, asked on ${checked.slice(0, 10)}`;
}

function shardsText({ shards, outcome }: FeedReport): string {
  return (outcome === "updated" || outcome === "planned") && shards.length > 0 ? `: ${shards.join(", ")}` : "";
}

/** Age of the kept data. */
function ageOf({ shards: names, outcome }: FeedReport, shards: readonly ShardReport[]): string {
  const ages = shards.filter(({ name }) => names.includes(name)).map(({ ageDays }) => ageDays);
  if (ages.length === 0)
    return outcome === "missing" || names.length === 0 ? "" : `: nothing is here for ${names.join(", ")}`;
  return `, it is ${age(Math.max(...ages))}`;
}

function age(days: number): string {
  return days === 0 ? "of today" : `${countText(days, "day")} old`;
}

function shardSection({ shards, folder, serial, built, bytes }: AdvisoryReport, page: Page): string[] {
  if (shards.length === 0)
    return [...headline(page, "Advisory store"), ...hang(page, "", `${folder} has no advisories.`)];
  const cells = shards.map(({ name, bytes: size, packages, advisories, date, ageDays, old }) => ({
    row: [name, bytesText(size), String(packages), String(advisories), date, age(ageDays)],
    old,
  }));
  const heads = ["shard", "size", "packages", "advisories", "data of", "known current"];
  const widths = heads.map((head, at) => Math.max(head.length, ...cells.map(({ row }) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => (at === 0 ? padEnd : padStart)(cell, widths[at] ?? 0)).join("  ");
  return [
    ...headline(page, "Advisory store", `${countText(shards.length, "shard")}, ${bytesText(bytes)}`),
    ...hang(page, "", `${folder}, serial ${serial}${built === undefined ? "" : `, changed ${built}`}`, "dim"),
    page.paint("dim", line(heads)),
    ...cells.map(({ row, old }) => (old ? page.paint("yellow", line(row)) : line(row))),
  ];
}

/** The licenses require attribution. */
function creditSection({ shards }: AdvisoryReport, page: Page): string[] {
  const credits = new Map<string, string>();
  for (const { name, license, attribution } of shards.flatMap(({ sources }) => sources)) {
    credits.set(name, attribution === undefined ? license : `${attribution} (${license})`);
  }
  if (credits.size === 0) return [];
  const sorted = [...credits].sort(byKey);
  const width = Math.max(...sorted.map(([name]) => name.length));
  return [
    ...headline(page, "Sources"),
    ...sorted.flatMap(([name, text]) => hang(page, `${padEnd(name, width)}  `, text)),
  ];
}

function notes({ notes: allNotes }: AdvisoryReport, page: Page): string[] {
  return allNotes.length === 0
    ? []
    : [...headline(page, "Notes"), ...allNotes.flatMap((note) => hang(page, "- ", note))];
}

function closing({ shards, feeds }: AdvisoryReport, page: Page): string[] {
  const old = shards.filter((shard) => shard.old);
  const failed = feeds.filter(({ outcome }) => outcome === "kept" || outcome === "missing");
  const lines: string[] = [];
  if (failed.length > 0) {
    const isEveryFeed = failed.length === feeds.length;
    lines.push(
      isEveryFeed
        ? "No feed could be had."
        : `${countText(failed.length, "feed")} failed; everything else is up to date.`,
    );
  }
  if (old.length > 0) {
    const maxAgeDays = Math.max(...old.map(({ ageDays }) => ageDays));
    lines.push(
      `Old data: ${old.map(({ name }) => name).join(", ")}, up to ${countText(maxAgeDays, "day")}. Vulnerabilities found since are missing; ` +
        "update with: hullproof advisories update",
    );
  }
  if (shards.length === 0) lines.push("Get some with: hullproof advisories update IMAGE");
  return lines.length === 0 ? [] : ["", ...lines.flatMap((line) => hang(page, "", line, "yellow"))];
}
