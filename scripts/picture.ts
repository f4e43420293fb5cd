// `npm run picture [-- REPORT.json]`: after `npm run demo`, draws what it showed: docs/picture.svg, and the table in README.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Report } from "../src/domain/report/report.ts";
import { renderTerminal } from "../src/reports/terminal.ts";
import { svgOf } from "./picture/svg.ts";

const root = join(import.meta.dirname, "..");
const path = process.argv[2] ?? join(root, "examples/app-python/.hullproof/report.json");
const report = JSON.parse(readFileSync(path, "utf8")) as Report;
if (report.proof?.after === undefined)
  throw new Error(`${path} is no report of harden that ended proven; run npm run demo first`);

const width = 92;
const painted = renderTerminal(report, { colour: true, width });
/** Sections by their titles. */
const section = (title: string): string => {
  const lines = painted.split("\n");
  const titles = lines.map((line) => /^── (.+?) ─+$/.exec(stripVTControlCharacters(line))?.[1]);
  const from = titles.indexOf(title);
  if (from === -1) throw new Error(`the report has no section ${title}`);
  const to = titles.findIndex((one, index) => index > from && one !== undefined);
  return lines
    .slice(from, to === -1 ? lines.length : to)
    .join("\n")
    .trimEnd();
};

const shown = ["$ hullproof harden examples/app-python", "", section("Before and after"), "", section("Result")].join(
  "\n",
);
writeFileSync(
  join(root, "docs/picture.svg"),
  svgOf("What hullproof harden shows for the example: before and after, and the answer", shown),
);

const readme = join(root, "README.md");
const text = readFileSync(readme, "utf8");
const table = stripVTControlCharacters(section("Before and after")).split("\n").slice(1).join("\n");
const renewed = text.replace(
  /^(Result [^`]*```\n)[^`]*(```)/m,
  (_, begin: string, end: string) => `${begin}${table}\n${end}`,
);
if (renewed === text && !text.includes(table)) throw new Error("README.md has no table to renew");
writeFileSync(readme, renewed);
