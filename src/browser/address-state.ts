import type { Page } from "./page.ts";

/** What someone chose on a page, in its address: whoever gets the address sees the same. */
export interface AddressState {
  get(name: string): readonly string[];
  /** No values: what a page shows anyway. */
  set(name: string, values: readonly string[]): void;
}

/** Keeps it behind `#?`, which is the id of nothing. Closed: it uses nothing but its argument and what browsers and Node have. */
export function addressState(page: Page): AddressState {
  const sign = "#?";
  const { hash } = page.location;
  // A link to a chapter takes its place in the address, not what was chosen.
  const chosen = new URLSearchParams(hash.startsWith(sign) ? hash.slice(sign.length) : "");
  page.addEventListener("hashchange", () => {
    if (page.location.hash.startsWith(sign)) page.location.reload();
  });
  return {
    get: (name) => chosen.getAll(name),
    set(name, values) {
      chosen.delete(name);
      for (const value of values) chosen.append(name, value);
      const text = chosen.toString();
      if (text !== "" || page.location.hash.startsWith(sign))
        page.history.replaceState(null, "", text === "" ? "#" : `${sign}${text}`);
    },
  };
}
