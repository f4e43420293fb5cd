// The parts of a page that its scripts may use. Each gets it as an argument, and none can set markup: there is no innerHTML here, and the page's policy allows no other way.

export interface PageElement {
  textContent: string;
  className: string;
  hidden: boolean;
  /** Of a `details`. */
  open?: boolean;
  /** Of an input or a select. */
  value: string;
  checked: boolean;
  readonly clientWidth: number;
  readonly style: { setProperty(name: string, value: string): void };
  append(...parts: readonly (PageElement | string)[]): void;
  prepend(...parts: readonly (PageElement | string)[]): void;
  replaceChildren(...parts: readonly (PageElement | string)[]): void;
  replaceWith(...parts: readonly (PageElement | string)[]): void;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  addEventListener(type: string, listener: (event: PageEvent) => void): void;
  querySelector(selectors: string): PageElement | null;
  querySelectorAll(selectors: string): Iterable<PageElement>;
  closest(selectors: string): PageElement | null;
  click(): void;
  focus(options?: { readonly preventScroll: boolean }): void;
  scrollIntoView(options: { readonly block: "nearest" }): void;
}

export interface PageEvent {
  readonly key: string;
  readonly target: PageElement | null;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  preventDefault(): void;
}

export interface PageDocument {
  getElementById(id: string): PageElement | null;
  createElement(tag: string): PageElement;
  querySelector(selectors: string): PageElement | null;
  querySelectorAll(selectors: string): Iterable<PageElement>;
}

/** The window. */
export interface Page {
  readonly document: PageDocument;
  readonly location: { readonly hash: string; reload(): void };
  readonly history: { replaceState(state: null, title: string, address: string): void };
  readonly navigator: { readonly clipboard?: { writeText(text: string): Promise<void> } };
  readonly performance: { mark(name: string): unknown };
  readonly URL: { createObjectURL(blob: Blob): string; revokeObjectURL(address: string): void };
  atob(text: string): string;
  getSelection(): { selectAllChildren(element: PageElement): void } | null;
  setTimeout(done: () => void, ms: number): number;
  clearTimeout(timer: number): void;
  addEventListener(type: string, listener: () => void): void;
}
