import type { Profile } from "../../domain/profile/profile.ts";
import { countText } from "../content/units.ts";
import { brokenToolText, growingText, setIdText, toolNeedsText, untestedText } from "../content/untested-text.ts";
import { hang, headline, type Page } from "./page.ts";

/** Entry points that no step reached, growing paths, and commands that stop working by exec: each with advice. */
export function untestedSection(profile: Profile, page: Page): string[] {
  const { untested = [], growing = [], brokenTools = [], setIdPrograms = [] } = profile;
  return [
    ...(untested.length === 0 ? [] : headline(page, "Not exercised", countText(untested.length, "entry", "entries"))),
    ...untested.flatMap((entryPoint) => [
      ...hang(page, "? ", untestedText(entryPoint), undefined, "yellow"),
      ...hang(page, "  ", `add ${entryPoint.add}`, undefined, "dim"),
    ]),
    ...(growing.length === 0 ? [] : headline(page, "Unbounded growth", countText(growing.length, "path"))),
    ...growing.flatMap((path) => [
      ...hang(page, "▲ ", growingText(path), undefined, "yellow"),
      ...hang(page, "  ", `instead: ${path.instead}`, undefined, "dim"),
    ]),
    ...(brokenTools.length + setIdPrograms.length === 0
      ? []
      : headline(page, "Stops working by docker exec", countText(brokenTools.length, "command"))),
    ...brokenTools.flatMap((tool) => [
      ...hang(page, "▲ ", brokenToolText(tool), undefined, "yellow"),
      ...hang(page, "  ", toolNeedsText(tool), undefined, "dim"),
    ]),
    ...(setIdPrograms.length === 0 ? [] : hang(page, "  ", setIdText(setIdPrograms), undefined, "dim")),
  ];
}
