import { readFileSync } from "node:fs";
import { join } from "node:path";
import { practices } from "../../src/domain/finding/practice.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { reads } from "./rule-pages.ts";

const start = "<!-- generated:rules -->";
const end = "<!-- /generated:rules -->";

/** README.md with the table of rules by practice between its markers; the rest of the page is left as it is. */
export function readmeTable(root: string, rules: readonly Rule[]): { path: string; text: string } {
  const text = readFileSync(join(root, "README.md"), "utf8");
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`README.md lacks the markers ${start} and ${end}`);
  const rows = practices.flatMap((practice) => {
    const own = rules.filter((rule) => rule.id.startsWith(`${practice}/`));
    if (own.length === 0) return [];
    const kinds = [...new Set(own.flatMap(reads))].sort().join(", ");
    const fixable = own.filter((rule) => rule.fix === "safe" || rule.fix === "proven").length;
    return [`| ${practice} | ${own.length} | ${fixable} | ${kinds} |`];
  });
  const table = [
    "| practice | rules | with a safe or proven fix | read from |",
    "| --- | ---: | ---: | --- |",
    ...rows,
  ];
  return { path: "README.md", text: `${text.slice(0, from)}${start}\n${table.join("\n")}\n${text.slice(to)}` };
}
