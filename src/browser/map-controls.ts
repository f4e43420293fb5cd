import type { Grouping } from "./file-tree.ts";
import type { Measure } from "./map-words.ts";
import type { PageDocument, PageElement, PageEvent } from "./page.ts";

export interface MapControls {
  readonly bar: PageElement;
  readonly grouping: Grouping;
  readonly measure: Measure;
  readonly text: string;
}

export interface MapControlsGiven {
  readonly document: PageDocument;
  /** Whether anyone looked at what the workload used. */
  readonly withUse: boolean;
  /** Values from the address; undefined: none. */
  readonly before: {
    readonly by: string | undefined;
    readonly size: string | undefined;
    readonly find: string | undefined;
  };
  readonly grouped: (grouping: Grouping) => void;
  readonly measured: (measure: Measure) => void;
  readonly typed: (text: string) => void;
  /** Enter, in the field of the search. */
  readonly next: () => void;
}

/** The controls above a map. Closed but for its arguments. */
export function mapControls(settings: MapControlsGiven): MapControls {
  const { document, withUse, before } = settings;
  const groupings: readonly (readonly [Grouping, string])[] = [
    ["folder", "directory"],
    ["layer", "layer"],
    ["package", "package"],
  ];
  const measures: readonly (readonly [Measure, string])[] = [
    ["bytes", "bytes"],
    ["wasted", "wasted bytes"],
    ...(withUse ? [["unused", "bytes that the workload did not use"] as const] : []),
    ["files", "number of files"],
  ];
  const labelled = (label: string, control: PageElement): PageElement => {
    const element = document.createElement("label");
    element.append(`${label} `, control);
    return element;
  };
  const choice = <Name extends string>(
    label: string,
    options: readonly (readonly [Name, string])[],
    initialName: string | undefined,
    pick: (value: Name) => void,
  ): { readonly element: PageElement; readonly value: Name } => {
    const select = document.createElement("select");
    select.setAttribute("aria-label", label);
    for (const [value, text] of options) {
      const option = document.createElement("option");
      option.append(text);
      option.setAttribute("value", value);
      select.append(option);
    }
    const resolveName = (text: string | undefined): Name =>
      options.find(([name]) => name === text)?.[0] ?? (options[0] as readonly [Name, string])[0];
    const value = resolveName(initialName);
    select.value = value;
    select.addEventListener("change", () => pick(resolveName(select.value)));
    return { element: labelled(label, select), value };
  };
  const by = choice("By", groupings, before.by, settings.grouped);
  const size = choice("Size", measures, before.size, settings.measured);
  const search = document.createElement("input");
  search.setAttribute("type", "search");
  search.value = before.find ?? "";
  search.addEventListener("input", () => settings.typed(search.value.trim()));
  search.addEventListener("keydown", (event: PageEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    settings.next();
  });
  const bar = document.createElement("div");
  bar.className = "map-bar";
  bar.append(by.element, size.element, labelled("Find a path", search));
  return { bar, grouping: by.value, measure: size.value, text: search.value };
}
