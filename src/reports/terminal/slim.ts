import type { Report } from "../../domain/report/report.ts";
import { slimTexts } from "../content/slim-text.ts";
import { countText } from "../content/units.ts";
import { hang, headline, type Page } from "./page.ts";

export function slimSection({ slim }: NonNullable<Report["harden"]>, page: Page): string[] {
  if (slim === undefined) return [];
  const count = slim.status === "none" ? "" : countText(slim.packages.length, "package");
  return [
    ...headline(page, slim.status === "removed" ? "Removed packages" : "Packages without use", count),
    ...slimTexts(slim).flatMap((text) => hang(page, "· ", text)),
  ];
}
