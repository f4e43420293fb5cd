// `npm run bench:report [-- --rounds 7]`: how long the HTML report takes in Chromium, as ratios to a blank page of the same run. See docs/benchmarks.md.
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { renderHtml } from "../../src/reports/html.ts";
import { manyFiles } from "../../test/reports/many-files.ts";
import { manyFindings } from "../../test/reports/many-findings.ts";
import { manyVulnerabilities } from "../../test/reports/many-vulnerabilities.ts";
import { inspectReport } from "../../test/reports/sample-full-image.ts";
import { scanReport } from "../../test/reports/sample-scan.ts";
import { startBrowser } from "../../test/web/browser.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "7" } } });
const rounds = Number(values.rounds);

interface Asked {
  readonly name: string;
  readonly html: string;
  /** What the page's script leaves once its controls answer. */
  readonly mark: string;
  /** Something a reader asks for, up to its answer. */
  readonly ask?: (page: Page) => Promise<void>;
  /** The page that its answer is compared with. */
  readonly beside?: string;
}

const said = (page: Page, text: RegExp) => page.locator("#said", { hasText: text }).waitFor();
const find = (label: string, text: string, answer: RegExp) => async (page: Page) => {
  await page.getByLabel(label, { exact: true }).fill(text);
  await said(page, answer);
};
const mapOf = (count: number) => renderHtml({ ...inspectReport, files: [manyFiles(count, { used: true })] });
const findings = find("Find", "service-7/", /shown\./);
const rows = find("Find", "number 7", /shown\./);
const paths = find("Find a path", "file-77", /found\./);

const asked: readonly Asked[] = [
  {
    name: "a blank page that marks when its script runs",
    html: "<!doctype html><title>blank</title><body><script>performance.mark('blank')</script>",
    mark: "blank",
  },
  { name: "50 findings", html: renderHtml(manyFindings(50)), mark: "hullproof-findings", ask: findings },
  {
    name: "5,000 findings",
    html: renderHtml(manyFindings(5_000)),
    mark: "hullproof-findings",
    ask: findings,
    beside: "50 findings",
  },
  {
    name: "50 vulnerabilities",
    html: renderHtml(scanReport(manyVulnerabilities(50))),
    mark: "hullproof-rows",
    ask: rows,
  },
  {
    name: "5,000 vulnerabilities",
    html: renderHtml(scanReport(manyVulnerabilities(5_000))),
    mark: "hullproof-rows",
    ask: rows,
    beside: "50 vulnerabilities",
  },
  { name: "a map of 100 paths", html: mapOf(100), mark: "hullproof-map", ask: paths },
  {
    name: "a map of 150,000 paths",
    html: mapOf(150_000),
    mark: "hullproof-map",
    ask: paths,
    beside: "a map of 100 paths",
  },
];

await using pages = await startBrowser();

/** Milliseconds of the page's own clock from its start to the mark, and of an answer; the number of its elements. */
async function measure({ html, mark, ask }: Asked) {
  const { page } = await pages.open(html);
  const marked = () =>
    page.evaluate<number>(`performance.getEntriesByName(${JSON.stringify(mark)})[0]?.startTime ?? 0`);
  let interactive = await marked();
  while (interactive === 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    interactive = await marked();
  }
  const nodes = await page.evaluate<number>("document.querySelectorAll('*').length");
  const from = performance.now();
  await ask?.(page);
  const answer = performance.now() - from;
  await page.close();
  return { interactive, answer, nodes };
}

const taken = asked.map((one) => ({ ...one, runs: [] as Awaited<ReturnType<typeof measure>>[] }));
for (let round = 0; round <= rounds; round++)
  for (const one of taken) {
    const run = await measure(one);
    // The first of each fills caches.
    if (round > 0) one.runs.push(run);
  }

const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
const interactiveOf = (runs: readonly { readonly interactive: number }[]) => median(runs.map((run) => run.interactive));
const answerOf = (runs: readonly { readonly answer: number }[]) => median(runs.map((run) => run.answer));
const blank = interactiveOf(taken[0]?.runs ?? []);
console.log("| page | MB | elements | interactive, the blank page = 1 | its search, that of the small page = 1 |");
console.log("| --- | ---: | ---: | ---: | ---: |");
for (const { name, html, beside, runs } of taken) {
  const small = taken.find((one) => one.name === beside);
  const search = small === undefined ? "" : (answerOf(runs) / answerOf(small.runs)).toFixed(1);
  const cells = [
    name,
    (html.length / 1e6).toFixed(2),
    runs[0]?.nodes ?? 0,
    (interactiveOf(runs) / blank).toFixed(1),
    search,
  ];
  console.log(`| ${cells.join(" | ")} |`);
}
console.log(`blank page: ${blank.toFixed(0)} ms; median of ${rounds} rounds, one more before them does not count`);
