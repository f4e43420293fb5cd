import type { Report } from "../domain/report/report.ts";
import { escapeReport } from "./content/escape-report.ts";
import type { Format, RenderOptions } from "./format.ts";
import { page } from "./html/page.ts";

export default {
  name: "html",
  title: "One self-contained page for a browser",
  suits: ["check", "fix", "inspect", "scan", "learn", "verify", "harden", "base", "audit"],
  syntax: "markup",
  render: renderHtml,
} satisfies Format;

/** A page that loads nothing, is complete without its script, and allows no other one; all foreign text is escaped. */
export function renderHtml(report: Report, options: Pick<RenderOptions, "all" | "origin"> = {}): string {
  return `${page(escapeReport(report), escapeReport(options)).markup.trim()}\n`;
}
