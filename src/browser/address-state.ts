import type { Page } from "./page.ts";

/** The choices on a page, in its address: everyone with the address sees the same. */
export interface AddressState {
  get(name: string): readonly string[];
  /** No values: the page's default. */
  set(name: string, values: readonly string[]): void;
}

/** Keeps it after `#?`, which is not an id. Closed: it uses nothing but its argument and what browsers and Node have. */
export function addressState(page: Page): AddressState {
  const sign = "#?";
  const { hash } = page.location;
  // A link to a section replaces the hash of the address, not the choices.
  const chosenValues = new URLSearchParams(hash.startsWith(sign) ? hash.slice(sign.length) : "");
  page.addEventListener("hashchange", () => {
    if (page.location.hash.startsWith(sign)) page.location.reload();
  });
  return {
    get: (name) => chosenValues.getAll(name),
    set(name, values) {
      chosenValues.delete(name);
      for (const value of values) chosenValues.append(name, value);
      const text = chosenValues.toString();
      if (text !== "" || page.location.hash.startsWith(sign))
        page.history.replaceState(null, "", text === "" ? "#" : `${sign}${text}`);
    },
  };
}
