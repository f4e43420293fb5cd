import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

/** Read as text: what runs in the page is no part of this program. */
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Rule {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}
interface Answer {
  readonly violations: readonly Rule[];
  readonly incomplete: readonly Rule[];
}

const listed = (rules: readonly Rule[]) =>
  rules.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = "" }) => `${id} ${target.join(" ").slice(0, 120)}: ${failureSummary.slice(0, 200)}`,
    ),
  );

/** What axe-core finds in a page, and what it can't decide, a line each. */
export async function askAxe(page: Page): Promise<{ violations: string[]; incomplete: string[] }> {
  await page.evaluate(axe);
  const { violations, incomplete } = await page.evaluate<Answer>(
    `axe.run({ runOnly: ${JSON.stringify(standards)} }).then(({ violations, incomplete }) => ({ violations, incomplete }))`,
  );
  return { violations: listed(violations), incomplete: listed(incomplete) };
}
