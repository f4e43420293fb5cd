import type { AddressState } from "./address-state.ts";
import type { Page, PageElement } from "./page.ts";

/** The controls of a bar, whose ids begin with its name: `rows-text`, `rows-severity`. */
export interface Controls {
  value(name: string): string;
  checked(name: string): boolean;
}

/**
 * Shows a bar of controls that do nothing without a script, sets them from the address, and calls `changed` a moment after someone changed one; undefined where the
 * page has no such bar. `names`: in the order of the bar. Closed but for its arguments.
 */
export function controls(
  page: Page,
  bar: string,
  names: readonly string[],
  address: AddressState,
  changed: () => void,
): Controls | undefined {
  const { document } = page;
  const place = document.getElementById(`${bar}-filter`);
  if (place === null) return undefined;
  const inputs = names.flatMap((name) => {
    const element = document.getElementById(`${bar}-${name}`);
    if (element === null) return [];
    return [{ name, element, isBox: element.getAttribute("type") === "checkbox", before: element.value }];
  });
  const elementOf = (name: string): PageElement | undefined => inputs.find((input) => input.name === name)?.element;
  let hasAddress = false;
  for (const { name, element, isBox, before } of inputs) {
    const [value] = address.get(`${bar}.${name}`);
    if (value === undefined) continue;
    hasAddress = true;
    if (isBox) element.checked = value === "yes";
    else element.value = value;
    // A choice that is not there.
    if (!isBox && element.value !== value) element.value = before;
  }
  const keep = (): void => {
    for (const { name, element, isBox, before } of inputs) {
      const isSet = isBox ? element.checked : element.value !== before;
      address.set(`${bar}.${name}`, isSet ? [isBox ? "yes" : element.value] : []);
    }
    changed();
  };
  let waiting = 0;
  const soon = (): void => {
    page.clearTimeout(waiting);
    waiting = page.setTimeout(keep, 120);
  };
  place.hidden = false;
  place.addEventListener("input", soon);
  place.addEventListener("change", soon);
  if (hasAddress) {
    // The caller sets up what it needs.
    page.setTimeout(changed, 0);
    place.scrollIntoView({ block: "nearest" });
  }
  return { value: (name) => elementOf(name)?.value ?? "", checked: (name) => elementOf(name)?.checked === true };
}
