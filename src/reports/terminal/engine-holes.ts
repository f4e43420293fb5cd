import type { EngineHoles } from "../../domain/workload/engine-vulnerability.ts";
import { holesSummary, holeText } from "../content/hole-texts.ts";
import { hang, headline, type Page } from "./page.ts";

/** Engine vulnerabilities that void a profile. */
export function holesSection(holes: EngineHoles, page: Page): string[] {
  return [
    ...headline(page, "Engine vulnerabilities"),
    ...hang(page, "", holesSummary(holes)),
    ...holes.found.flatMap((hole) => {
      const { text, advice } = holeText(hole);
      const open = hole.state === "open";
      return [
        ...hang(page, open ? "✖ " : "? ", text, undefined, open ? "red" : "yellow"),
        ...hang(page, "  → ", advice, "dim"),
      ];
    }),
  ];
}
