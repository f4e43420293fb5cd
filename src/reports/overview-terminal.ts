import type { Overview } from "../domain/report/overview.ts";
import { tallyText } from "./content/practice-sections.ts";
import { escapeReport } from "./content/escape-report.ts";
import { kindText } from "./content/target-kinds.ts";
import { countText, durationText } from "./content/units.ts";
import type { RenderOptions } from "./format.ts";
import { displayWidth } from "./terminal/display-width.ts";
import { findingLines } from "./terminal/findings.ts";
import { fit, hang, headline, padEnd, pageOf, type Page } from "./terminal/page.ts";

const mostPaths = 3;
const mostReasons = 3;

/** The first page: the project's files, the most severe findings, and the next step, which is nearest to the prompt. */
export function renderOverview(
  overview: Overview,
  options: Pick<RenderOptions, "colour" | "width" | "linksFrom"> & {
    /** What hullproof was called by. */ readonly program: string;
  },
): string {
  const page = pageOf(options);
  const safe = escapeReport(overview);
  const sections = [
    ...headline(page, "This directory"),
    ...hereLines(safe, page),
    ...(safe.mostSevere.length === 0 ? [] : headline(page, "Top findings", tallyText(safe.tally))),
    ...safe.mostSevere.flatMap((finding) => ["", ...findingLines(finding, page)]),
    ...restLines(safe, page),
    ...headline(page, "Next steps"),
    ...nextLines(safe, page, options.program),
  ];
  return `${sections.join("\n").replace(/^\n+/, "")}\n`;
}

function hereLines({ here, engine }: Overview, page: Page): string[] {
  const texts = here.map(({ kind, paths }) => {
    const remainderText = paths.length > mostPaths ? ` and ${paths.length - mostPaths} more` : "";
    return `${kindText(kind, paths.length)}: ${paths.slice(0, mostPaths).join(", ")}${remainderText}`;
  });
  const nothing = "Nothing that hullproof reads lies below this folder.";
  return [
    ...(texts.length === 0 ? hang(page, "", nothing) : texts.flatMap((text) => hang(page, "", text))),
    ...hang(page, "", engineText(engine), "dim"),
  ];
}

function engineText(engine: Overview["engine"]): string {
  if ("trouble" in engine) return `No engine can be used: ${engine.trouble}`;
  return engine.there
    ? `Engine: ${engine.address} (not asked yet)`
    : `No engine at ${engine.address}: \`check\`, \`fix\` and \`explain\` need none`;
}

function restLines({ judged, of, tally, mostSevere, notChecked }: Overview, page: Page): string[] {
  const hiddenCount = tally.error + tally.warning + tally.info - mostSevere.length;
  const lines = [
    ...(hiddenCount > 0 ? [`… and ${countText(hiddenCount, "more finding")}`] : []),
    ...(judged < of ? [`${judged} of ${countText(of, "text")} were looked at in this first second`] : []),
    ...(judged > 0 && mostSevere.length === 0 ? [`No findings in ${countText(judged, "text")}`] : []),
    ...notChecked.slice(0, mostReasons).map((reason) => `Not checked: ${reason}`),
    ...(notChecked.length > mostReasons ? [`Not checked: ${notChecked.length - mostReasons} more`] : []),
  ];
  return lines.length === 0 ? [] : ["", ...lines.flatMap((line) => hang(page, "", line, "dim"))];
}

function nextLines(overview: Overview, page: Page, program: string): string[] {
  const next = overview.next.map((step) => ({ ...step, command: step.command.replace(/^hullproof\b/, program) }));
  const room = Math.floor(page.width / 2);
  const longest = Math.max(0, ...next.map(({ command }) => displayWidth(command)).filter((width) => width <= room));
  return next.flatMap(({ command, what, lastSeconds }) => {
    const last = lastSeconds === undefined ? "" : `; took ${durationText(lastSeconds * 1000)} last time`;
    if (displayWidth(command) <= room)
      return hang(page, `→ ${padEnd(command, longest)}  `, `${what}${last}`, undefined, "cyan");
    // Half a command is useless to copy.
    return [page.paint("cyan", `→ ${fit(command, page.width - 2)}`), ...hang(page, "    ", `${what}${last}`)];
  });
}
