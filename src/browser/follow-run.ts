import type { PageDocument } from "./page.ts";

/** The parts of a page that the script for following a run may use. */
export interface FollowPage {
  readonly document: PageDocument;
  readonly location: { reload(): void };
  fetch(
    address: string,
    options: { readonly cache: "no-store"; readonly credentials: "omit" },
  ): Promise<{ readonly ok: boolean; json(): Promise<unknown> }>;
  setTimeout(done: () => void, ms: number): number;
}

/** Asks every second what the run has done since, and loads the page again when it has ended. */
export function followRun(page: FollowPage): void {
  const { document } = page;
  const run = document.getElementById("run");
  const statusLine = document.getElementById("now");
  const rows = document.getElementById("rows");
  const trials = document.getElementById("trials");
  const trialsSay = document.getElementById("trials-say");
  const bar = document.getElementById("bar");
  if (run === null || statusLine === null || rows === null) return;
  let shownCount = Number(run.getAttribute("data-shown"));
  const add = (texts: readonly string[]): void => {
    const row = document.createElement("tr");
    for (const [at, text] of texts.entries()) {
      const cell = document.createElement("td");
      if (at === 0) cell.className = "num";
      cell.textContent = text;
      row.append(cell);
    }
    // Keep new rows in view.
    rows.prepend(row);
  };
  const ask = async (): Promise<void> => {
    try {
      const answer = await page.fetch("live", { cache: "no-store", credentials: "omit" });
      if (!answer.ok) throw new Error("no answer");
      const progress = (await answer.json()) as {
        readonly state: string;
        readonly total: number;
        readonly says: string;
        readonly trials?: { readonly says: string; readonly number: number; readonly about: number };
        readonly rows: readonly (readonly string[])[];
      };
      // Another run has begun, or this one is over.
      if (progress.state !== "running" || progress.total < shownCount) {
        page.location.reload();
        return;
      }
      const fresh = progress.total - shownCount;
      for (const texts of fresh === 0 ? [] : progress.rows.slice(-fresh)) add(texts);
      shownCount = progress.total;
      if (statusLine.textContent !== progress.says) statusLine.textContent = progress.says;
      if (trials !== null && trialsSay !== null && bar !== null) {
        trials.hidden = progress.trials === undefined;
        trialsSay.textContent = progress.trials?.says ?? "";
        bar.setAttribute("max", String(progress.trials?.about ?? 1));
        bar.setAttribute("value", String(progress.trials?.number ?? 0));
      }
    } catch {
      statusLine.textContent = "hullproof view has ended, or does not answer; this page stays as it is.";
    }
    page.setTimeout(() => void ask(), 1_000);
  };
  page.setTimeout(() => void ask(), 1_000);
}
