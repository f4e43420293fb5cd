import type { Report } from "../../../domain/report/report.ts";
import type { FittedGroup } from "../../content/summary/fit-groups.ts";
import { restText } from "../../content/summary/fit-groups.ts";
import type { Invocation } from "../../content/summary/invocation.ts";
import { clausesWithin, type Place, type RuleGroup } from "../../content/summary/rule-groups.ts";
import { ruleStatistics } from "../../content/summary/statistics.ts";
import { summarize, type Summary, type SummaryParts } from "../../content/summary/summary.ts";
import { numberText } from "../../content/units.ts";
import { baselineSection } from "../baseline.ts";
import { displayWidth } from "../display-width.ts";
import { marks, tones } from "../marks.ts";
import { notCheckedSection } from "../not-checked.ts";
import { fit, fitEnd, hang, hangItems, padEnd, padStart, type Page } from "../page.ts";

export type SummaryView = "summary" | "statistics" | "skipped";

/**
 * A check for a person: the most severe findings come last, followed by their number and the next commands. The
 * report must be escaped already (`escapeReport`).
 */
export function summaryLines(report: Report, page: Page, view: SummaryView, invocation?: Invocation): string[] {
  const baseline = baselineSection(report, page, maxBaseline);
  const above = (parts: SummaryParts) => [
    ...readLines(parts, page),
    ...blockLines(parts, page),
    ...noteLines(parts, page),
  ];
  const summary = summarize(report, {
    ...(invocation && { invocation }),
    linesOf: (parts) => above(parts).length + baseline.length + countLines(parts, page).length + otherLines,
    headLines: (group) => headLines(group, page).length,
  });
  const end = [...baseline, "", ...resultLines(summary, page)];
  switch (view) {
    case "statistics":
      return [...readLines(summary, page), "", ...statisticsLines(report, page), ...end];
    case "skipped":
      return [...readLines(summary, page), ...notCheckedSection(report, page), ...end];
    case "summary": {
      const groups = summary.groups.flatMap((group) => groupLines(group, page));
      return [...above(summary), ...(groups.length > 0 ? ["", ...groups] : []), ...end];
    }
  }
}

/** Maximum lines of the baseline. */
const maxBaseline = 6;
/** An empty line before the groups and before the result, and the line of commands. */
const otherLines = 3;

function readLines({ read, unread }: SummaryParts, page: Page): string[] {
  return [
    ...hang(page, "Read ", read, "dim", "dim"),
    ...(unread.length === 0 ? [] : ["", ...unread.flatMap((text) => hang(page, "! ", text, undefined, "yellow"))]),
  ];
}

function blockLines({ runConfiguration: block }: SummaryParts, page: Page): string[] {
  if (block === undefined) return [];
  const [mark, color] = marks.info;
  return [
    "",
    ...hang(page, mark, block.headline, "bold", color),
    ...hangItems(page, `${indent}Not set: `, block.lacks),
    ...block.commands.map(({ command, what }) => commandLine(command, what, page)),
  ];
}

/** A command stays whole, so that it can be copied; its description follows if it fits. */
function commandLine(command: string, effect: string, page: Page): string {
  const start = `${indent}${page.paint("cyan", `→ ${command}`)}`;
  return displayWidth(command) + displayWidth(effect) + indent.length + 4 > page.width
    ? start
    : `${start}  ${page.paint("dim", effect)}`;
}

function noteLines({ notes }: SummaryParts, page: Page): string[] {
  if (notes.length === 0) return [];
  const [mark, color] = marks.info;
  const items = notes.map(({ rule, count }) => `${rule} ${numberText(count)}`);
  return ["", ...hangItems(page, mark, items, color)];
}

const indent = "  ";

function headLines({ severity, title, rule, findings }: RuleGroup, page: Page): string[] {
  const [mark, color] = marks[severity];
  const about = findings.length === 1 ? rule : `${rule} · ${numberText(findings.length)}`;
  const lines = hang(page, mark, title, "bold", color);
  const last = lines.at(-1) ?? "";
  const width = displayWidth(hang({ ...page, paint: (_, text) => text }, mark, title).at(-1) ?? "");
  return width + 2 + displayWidth(about) <= page.width
    ? [...lines.slice(0, -1), `${last}  ${page.paint("dim", about)}`]
    : [...lines, ...hang(page, indent, about, "dim")];
}

function groupLines(group: FittedGroup, page: Page): string[] {
  const { listed } = group;
  const fileRoom = Math.floor(page.width * 0.45);
  const rows = listed.map((place) => ({
    place,
    at: `${fitEnd(place.file, fileRoom - place.line.length)}${place.line}`,
  }));
  const widths = [
    Math.max(0, ...rows.map(({ at }) => displayWidth(at))),
    Math.min(maxContainer, Math.max(0, ...listed.map(({ container = "" }) => displayWidth(container)))),
  ];
  const remainder = restLine(group, page);
  return [
    ...headLines(group, page),
    ...rows.map(({ place, at }) => placeLine(place, at, widths, page)),
    ...(remainder === undefined ? [] : [page.paint("dim", `${indent}${remainder}`)]),
  ];
}

const maxContainer = 20;

function placeLine(place: Place, at: string, [first = 0, second = 0]: readonly number[], page: Page): string {
  const { file, line, container = "" } = place;
  const linked = page.link === undefined || line === "" ? at : page.link(file, Number(line.slice(1)), at);
  const cells = [
    `${linked}${" ".repeat(first - displayWidth(at))}`,
    ...(second === 0 ? [] : [page.paint("cyan", padEnd(fit(container, second), second))]),
  ];
  const room = page.width - indent.length - first - (second === 0 ? 0 : second + 2) - 2;
  const text = room < minText ? "" : page.paint("dim", placeText(place, room));
  return `${indent}${[...cells, text].join("  ")}`.trimEnd();
}

/** Fewer columns are useless. */
const minText = 8;

function placeText({ source, message = "" }: Place, room: number): string {
  return source === undefined ? clausesWithin(message, (text) => displayWidth(text) <= room) : fit(source, room);
}

/** As many file names as fit on the line. */
function restLine(group: FittedGroup, page: Page): string | undefined {
  const nameOf = (file: string) => fitEnd(file, Math.floor(page.width * 0.4));
  for (let names = 3; names > 0; names--) {
    const text = restText(group, names, nameOf);
    if (text === undefined || displayWidth(text) + indent.length <= page.width) return text;
  }
  return restText(group, 0);
}

function statisticsLines(report: Report, page: Page): string[] {
  const rows = ruleStatistics(report);
  const count = Math.max(0, ...rows.map((row) => numberText(row.count).length));
  const rule = Math.max(0, ...rows.map((row) => displayWidth(row.rule)));
  return rows.map((row) => {
    const [mark, color] = marks[row.severity];
    const text = `${padStart(numberText(row.count), count)}  ${padEnd(row.rule, rule)}  ${row.fixable === "" ? "" : `fixes: ${row.fixable}`}`;
    return `${page.paint(color, mark)}${fit(text.trimEnd(), page.width - displayWidth(mark))}`;
  });
}

function resultLines(summary: Summary, page: Page): string[] {
  const { next } = summary;
  return [...countLines(summary, page), ...(next.length === 0 ? [] : [nextLine(next, page)])];
}

/** On one line if both fit. */
function countLines({ result, skipped }: SummaryParts, page: Page): string[] {
  const [sign, color] = tones[result.tone];
  const head = hang(page, `${sign} `, result.text, ["bold", color], ["bold", color]);
  if (skipped === undefined) return head;
  const end = `${skipped}: --skipped`;
  if (head.length === 1 && displayWidth(result.text) + displayWidth(end) + indent.length + 3 <= page.width)
    return [`${head.join("")}${page.paint("dim", ` · ${end}`)}`];
  return [...head, ...hang(page, indent, end, "dim")];
}

/** The first command is always printed whole, the others if they fit. */
function nextLine([first = "", ...others]: readonly string[], page: Page): string {
  let line = `→ ${first}`;
  for (const command of others) {
    const longer = `${line}   → ${command}`;
    if (displayWidth(longer) > page.width) break;
    line = longer;
  }
  return page.paint("cyan", line);
}
