import type { AddressState } from "./address-state.ts";
import type { Controls } from "./controls.ts";
import type { Page } from "./page.ts";

interface Tools {
  controls(
    page: Page,
    bar: string,
    names: readonly string[],
    address: AddressState,
    changed: () => void,
  ): Controls | undefined;
}

/** Filters findings, which stand in chapters: one without any that match is hidden while something is asked for. Closed but for its arguments. */
export function findingFilter(page: Page, say: (text: string) => void, address: AddressState, tools: Tools): void {
  const chapters = [...page.document.querySelectorAll(".chapter")].map((chapter) => ({
    chapter,
    findings: [...chapter.querySelectorAll(".finding")].map((element) => ({
      element,
      text: element.textContent.toLowerCase(),
      severity: Number(element.getAttribute("data-severity")),
    })),
  }));
  const total = chapters.reduce((sum, { findings }) => sum + findings.length, 0);
  const asked = tools.controls(page, "findings", ["text", "severity"], address, show);
  if (asked === undefined) return;
  const bar = asked;

  function show(): void {
    const wanted = bar.value("text").trim().toLowerCase();
    const least = Number(bar.value("severity"));
    const isAll = wanted === "" && least === 9;
    let shown = 0;
    for (const { chapter, findings } of chapters) {
      let own = 0;
      for (const { element, text, severity } of findings) {
        const matches = severity <= least && (wanted === "" || text.includes(wanted));
        element.hidden = !matches;
        if (matches) own++;
      }
      chapter.hidden = own === 0 && !isAll;
      shown += own;
    }
    say(shown === total ? `All ${total} are shown.` : `${shown} of ${total} are shown.`);
  }
  page.performance.mark("hullproof-findings");
}
