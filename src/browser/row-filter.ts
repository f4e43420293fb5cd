import type { AddressState } from "./address-state.ts";
import type { controls } from "./controls.ts";
import type { Page, PageElement } from "./page.ts";

interface Tools {
  readonly controls: typeof controls;
  takeRows(page: Page, say: (text: string) => void, shown: () => readonly PageElement[]): void;
}

/**
 * Filters and sorts the rows of `.rows`, which the page holds whole and in groups: rows that do not match are taken out of their tables, and the others fill
 * these again in the requested order. Closed but for its arguments.
 */
export function rowFilter(page: Page, say: (text: string) => void, address: AddressState, tools: Tools): void {
  const { document } = page;
  const place = document.querySelector(".rows");
  if (place === null) return;

  interface Row {
    readonly element: PageElement;
    readonly text: string;
    readonly severity: number;
    readonly epss: number;
    readonly exploited: boolean;
    readonly inUse: boolean;
    readonly fixable: boolean;
    readonly name: string;
    readonly order: number;
  }
  let order = 0;
  const rowOf = (element: PageElement): Row => ({
    element,
    text: element.textContent.toLowerCase(),
    severity: Number(element.getAttribute("data-severity")),
    epss: Number(element.getAttribute("data-epss") ?? -1),
    exploited: element.getAttribute("data-exploited") !== null,
    inUse: element.getAttribute("data-in-use") === "yes",
    fixable: element.getAttribute("data-fixable") !== null,
    name: element.getAttribute("data-name") ?? "",
    order: order++,
  });
  const groups = [...place.querySelectorAll(".row-group")].map((group) => {
    const rows = [...group.querySelectorAll("tbody tr")].map(rowOf);
    return {
      group,
      count: group.querySelector(".row-count"),
      blocks: [...group.querySelectorAll(".block")],
      rows,
      kept: rows as readonly Row[],
    };
  });
  const total = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const orders: readonly (readonly [string, (a: Row, b: Row) => number])[] = [
    ["severity", (a, b) => a.severity - b.severity],
    ["epss", (a, b) => b.epss - a.epss],
    ["package", (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)],
  ];

  const names = ["text", "severity", "exploited", "in-use", "fixable", "order"];
  const bar = tools.controls(page, "rows", names, address, show);
  if (bar === undefined) return;
  const filterBar = bar;

  function show(): void {
    const query = filterBar.value("text").trim().toLowerCase();
    const severityLimit = Number(filterBar.value("severity"));
    const [exploited, inUse, fixable] = [
      filterBar.checked("exploited"),
      filterBar.checked("in-use"),
      filterBar.checked("fixable"),
    ];
    const by = orders.find(([name]) => name === filterBar.value("order"))?.[1] ?? (() => 0);
    const matches = (row: Row): boolean =>
      (!exploited || row.exploited) &&
      (!inUse || row.inUse) &&
      (!fixable || row.fixable) &&
      row.severity <= severityLimit &&
      (query === "" || row.text.includes(query));
    let shownCount = 0;
    for (const rowGroup of groups) {
      const { group, count, blocks, rows } = rowGroup;
      const matchingRows = rows.filter(matches).sort((a, b) => by(a, b) || a.order - b.order);
      rowGroup.kept = matchingRows;
      shownCount += matchingRows.length;
      group.hidden = matchingRows.length === 0;
      if (count !== null)
        count.textContent =
          matchingRows.length === rows.length ? String(rows.length) : `${matchingRows.length} of ${rows.length}`;
      for (const [at, block] of blocks.entries()) {
        const blockRows = matchingRows.slice(at * 100, at * 100 + 100);
        block.hidden = blockRows.length === 0;
        block.querySelector("tbody")?.replaceChildren(...blockRows.map(({ element }) => element));
      }
    }
    say(shownCount === total ? `All ${total} are shown.` : `${shownCount} of ${total} are shown.`);
  }

  tools.takeRows(page, say, () => groups.flatMap(({ kept }) => kept.map(({ element }) => element)));
  page.performance.mark("hullproof-rows");
}
