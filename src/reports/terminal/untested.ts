import type { Profile } from "../../domain/profile/profile.ts";
import { counted } from "../content/units.ts";
import { brokenToolText, growingText, setIdText, toolNeedsText, untestedText } from "../content/untested-text.ts";
import { hang, headline, type Page } from "./page.ts";

/** What no step reached, what grows, and what stops working by exec: each with what to do about it. */
export function untestedSection(profile: Profile, page: Page): string[] {
  const { untested = [], growing = [], brokenTools = [], setIdPrograms = [] } = profile;
  return [
    ...(untested.length === 0 ? [] : headline(page, "Not exercised", counted(untested.length, "entry", "entries"))),
    ...untested.flatMap((one) => [
      ...hang(page, "? ", untestedText(one), undefined, "yellow"),
      ...hang(page, "  ", `add ${one.add}`, undefined, "dim"),
    ]),
    ...(growing.length === 0 ? [] : headline(page, "Unbounded growth", counted(growing.length, "path"))),
    ...growing.flatMap((one) => [
      ...hang(page, "▲ ", growingText(one), undefined, "yellow"),
      ...hang(page, "  ", `instead: ${one.instead}`, undefined, "dim"),
    ]),
    ...(brokenTools.length + setIdPrograms.length === 0
      ? []
      : headline(page, "Stops working by docker exec", counted(brokenTools.length, "command"))),
    ...brokenTools.flatMap((one) => [
      ...hang(page, "▲ ", brokenToolText(one), undefined, "yellow"),
      ...hang(page, "  ", toolNeedsText(one), undefined, "dim"),
    ]),
    ...(setIdPrograms.length === 0 ? [] : hang(page, "  ", setIdText(setIdPrograms), undefined, "dim")),
  ];
}
