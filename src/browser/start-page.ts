import type { AddressState } from "./address-state.ts";
import type { Page } from "./page.ts";

type Part = (page: Page, say: (text: string) => void, address: AddressState) => void;

/** Runs the parts of a page's script; what one of them says is read out by screen readers and shown for a moment. */
export function startPage(page: Page, addressState: (page: Page) => AddressState, parts: readonly Part[]): void {
  const said = page.document.getElementById("said");
  const address = addressState(page);
  let timer = 0;
  const say = (text: string): void => {
    if (said === null) return;
    said.textContent = text;
    said.className = "said shown";
    page.clearTimeout(timer);
    timer = page.setTimeout(() => (said.className = "said"), 4_000);
  };
  for (const part of parts) part(page, say, address);
}
