import type { Coverage } from "../../domain/report/coverage.ts";
import { strengthText } from "../content/coverage-text.ts";
import { countText } from "../content/units.ts";
import { hang, headline, type Page } from "./page.ts";

/** Coverage of the image by the workload. */
export function coverageSection(
  { oracle, strength, endpoints, shares, syscalls, doubts }: Coverage,
  page: Page,
): string[] {
  const strong = strength === "answers";
  const rows: readonly (readonly [string, string])[] = [
    ["exercised", oracle],
    ...(endpoints.length === 0
      ? []
      : ([["asked", endpoints.map(({ what, times }) => `${what} (${times}x)`).join(", ")]] as const)),
    ...shares.map(({ of, touched, present }) => ["touched", `${touched} of ${present} ${of}`] as const),
    ...(syscalls === undefined ? [] : ([["system calls", `${syscalls} different ones seen`]] as const)),
  ];
  return [
    ...headline(page, "Workload coverage", countText(endpoints.length, "request")),
    ...hang(page, strong ? "✔ " : "▲ ", strengthText[strength], undefined, strong ? "green" : "yellow"),
    ...rows.flatMap(([label, text]) => hang(page, label.padEnd(18), text, undefined, "dim")),
    ...doubts.flatMap((doubt) => hang(page, "? ", doubt, undefined, "yellow")),
  ];
}
