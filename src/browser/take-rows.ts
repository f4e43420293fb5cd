import type { Page, PageElement } from "./page.ts";

interface Words {
  /** Text escaped for Markdown. */
  readonly prose: (text: string) => string;
  /** A cell of CSV that no spreadsheet reads as a formula. */
  readonly csvCell: (text: string) => string;
}

/** Buttons that export the visible rows of vulnerabilities: as Markdown to the clipboard, as a CSV file. Closed but for its arguments. */
export function takeRows(
  page: Page,
  say: (text: string) => void,
  visibleRows: () => readonly PageElement[],
  { prose, csvCell }: Words,
): void {
  const { document } = page;
  const heads = ["severity", "vulnerability", "package", "installed", "fixed in, or why not", "where", "title"];
  const parts = [".badge", ".row-id", ".row-package", ".row-installed", ".row-fix", ".row-where", ".row-title"];
  const cellsOf = (row: PageElement): string[] =>
    parts.map((part) => (row.querySelector(part)?.textContent ?? "").replaceAll(/\s+/g, " ").trim());

  const markdown = document.getElementById("rows-markdown");
  const csv = document.getElementById("rows-csv");
  if (markdown === null || csv === null) return;
  markdown.addEventListener("click", () => {
    const rows = visibleRows().map(cellsOf);
    const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
    const text = [
      line(heads),
      line(heads.map(() => "---")),
      ...rows.map((cells) => line(cells.map((cell) => prose(cell)))),
      "",
    ].join("\n");
    const { clipboard } = page.navigator;
    const refused = (): void => say("This browser refused the clipboard; Download CSV works without it.");
    if (clipboard === undefined) refused();
    else clipboard.writeText(text).then(() => say(`Copied: ${rows.length} rows.`), refused);
  });
  csv.addEventListener("click", () => {
    const rows = visibleRows().map(cellsOf);
    const text = [heads, ...rows].map((cells) => cells.map((cell) => csvCell(cell)).join(",")).join("\n");
    const address = page.URL.createObjectURL(new Blob([`${text}\n`], { type: "text/csv" }));
    const link = document.createElement("a");
    link.setAttribute("href", address);
    link.setAttribute("download", "vulnerabilities.csv");
    link.click();
    page.setTimeout(() => page.URL.revokeObjectURL(address), 10_000);
    say(`${rows.length} rows are in vulnerabilities.csv.`);
  });
}
