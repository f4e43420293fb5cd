import type { ProjectResult } from "../../domain/report/project-result.ts";
import { serviceSettings } from "../content/service-settings.ts";
import { countText } from "../content/units.ts";
import { hang, headline, padEnd, type Page } from "./page.ts";

/** The settings of each hardened service, and the services that stay unchanged. */
export function projectSection({ services, left, entry, trials }: ProjectResult, page: Page): string[] {
  const longest = Math.max(0, ...[...services, ...left].map(({ name }) => name.length));
  const about = `${services.length} of ${services.length + left.length} hardened, ${countText(trials.length, "trial")}, steps done at ${entry}`;
  return [
    ...headline(page, "Services", about),
    ...services.flatMap(({ name, profile, notes }) => [
      ...hang(page, `✔ ${padEnd(name, longest)}  `, serviceSettings(profile).join(", "), undefined, "green"),
      ...notes.flatMap((note) => hang(page, " ".repeat(longest + 4), note, "dim")),
    ]),
    ...left.flatMap(({ name, reason }) =>
      hang(page, `○ ${padEnd(name, longest)}  `, `as before: ${reason}`, undefined, "yellow"),
    ),
  ];
}
