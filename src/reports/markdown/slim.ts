import type { Report } from "../../domain/report/report.ts";
import { slimTexts } from "../content/slim-text.ts";
import { prose } from "../content/markdown-text.ts";

export function slimBlocks({ harden }: Report): string[] {
  if (harden?.slim === undefined) return [];
  return [
    "## Packages without use",
    slimTexts(harden.slim)
      .map((text) => `- ${prose(text)}`)
      .join("\n"),
  ];
}
