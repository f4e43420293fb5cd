import type { AddressState } from "./address-state.ts";
import type { Page } from "./page.ts";

type Part = (page: Page, say: (text: string) => void, address: AddressState) => void;

/** Runs the parts of a page's script; their messages are read by screen readers and shown for a moment. */
export function startPage(page: Page, addressState: (page: Page) => AddressState, parts: readonly Part[]): void {
  const statusElement = page.document.getElementById("said");
  const address = addressState(page);
  let timer = 0;
  const say = (text: string): void => {
    if (statusElement === null) return;
    statusElement.textContent = text;
    statusElement.className = "said shown";
    page.clearTimeout(timer);
    timer = page.setTimeout(() => (statusElement.className = "said"), 4_000);
  };
  for (const part of parts) part(page, say, address);
}
