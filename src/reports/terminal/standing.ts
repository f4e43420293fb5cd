import type { Standing } from "../../domain/profile/standing.ts";
import { standingSummary, standingTexts } from "../content/standing-texts.ts";
import { hang, headline, type Page } from "./page.ts";

/** The age of the proof, and the differences since the profile was proven. */
export function standingSection(standing: Standing, page: Page): string[] {
  return [
    ...headline(page, "Proof validity"),
    ...hang(page, "", standingSummary(standing)),
    ...standingTexts(standing).flatMap((text) => hang(page, "▲ ", text, undefined, "yellow")),
  ];
}
