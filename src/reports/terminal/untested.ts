import type { Profile } from "../../domain/profile/profile.ts";
import { counted } from "../content/units.ts";
import { growingText, untestedText } from "../content/untested-text.ts";
import { hang, headline, type Page } from "./page.ts";

/** What no step reached, and what grows: each with what to do about it. */
export function untestedSection({ untested = [], growing = [] }: Profile, page: Page): string[] {
  return [
    ...(untested.length === 0 ? [] : headline(page, "Not tested", counted(untested.length, "entry", "entries"))),
    ...untested.flatMap((one) => [
      ...hang(page, "? ", untestedText(one), undefined, "yellow"),
      ...hang(page, "  ", `add ${one.add}`, undefined, "dim"),
    ]),
    ...(growing.length === 0 ? [] : headline(page, "Grows without bound", counted(growing.length, "path"))),
    ...growing.flatMap((one) => [
      ...hang(page, "▲ ", growingText(one), undefined, "yellow"),
      ...hang(page, "  ", `instead: ${one.instead}`, undefined, "dim"),
    ]),
  ];
}
