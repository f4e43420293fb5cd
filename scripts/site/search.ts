import type { Heading } from "./render-page.ts";

/** A section that can be found: page, title of the page, heading, words in lower case. */
export type Entry = readonly [address: string, title: string, heading: string, words: string];

/** Words of a section that can be found; more of it says the same again. */
const mostWords = 4_000;

export function entriesOf(address: string, title: string, headings: readonly Heading[]): readonly Entry[] {
  return headings.map(({ text, anchor, words, depth }) => [
    depth === 1 ? address : `${address}#${anchor}`,
    title,
    depth === 1 ? "" : text,
    words.toLowerCase().slice(0, mostWords),
  ]);
}

/** A script that sets a variable: a page that was opened from the disk may load that, and no JSON. */
export function indexScript(entries: readonly Entry[]): string {
  return `globalThis.searchIndex = ${JSON.stringify(entries).replaceAll(/[\u2028\u2029<]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)};\n`;
}

interface Element {
  hidden: boolean;
  value: string;
  textContent: string;
  href: string;
  append(...parts: readonly unknown[]): void;
  replaceChildren(...parts: readonly unknown[]): void;
  addEventListener(type: string, listener: (event: { readonly key?: string; preventDefault(): void }) => void): void;
  focus(): void;
}

/** What runs in the page: it is written there as text, so it uses nothing but its argument. */
export function searchPage(page: {
  readonly searchIndex?: readonly Entry[];
  readonly document: {
    readonly documentElement: { getAttribute(name: string): string | null };
    getElementById(id: string): Element | null;
    createElement(tag: string): Element;
    addEventListener(type: string, listener: (event: { key: string; preventDefault(): void }) => void): void;
    readonly activeElement: unknown;
  };
}): void {
  const { document, searchIndex: index = [] } = page;
  const up = document.documentElement.getAttribute("data-up") ?? "";
  const by = (id: string) => document.getElementById(id);
  const [form, input, found, article, says] = ["search-form", "search", "found", "article", "search-says"].map(by);
  if (!form || !input || !found || !article || !says) return;
  form.hidden = false;
  const scoreOf = ([, title, heading, text]: Entry, wanted: readonly string[]): number => {
    let score = 0;
    const [top, own] = [title.toLowerCase(), heading.toLowerCase()];
    for (const word of wanted) {
      const here = (own.includes(word) ? 20 : 0) + (top.includes(word) ? 8 : 0) + (text.includes(word) ? 2 : 0);
      if (here === 0) return 0;
      score += here;
    }
    // The page itself before its sections.
    return heading === "" ? score + 5 : score;
  };
  const search = (): void => {
    const wanted = input.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== "");
    const isAsked = wanted.length > 0;
    found.hidden = !isAsked;
    article.hidden = isAsked;
    if (!isAsked) {
      says.textContent = "";
      return;
    }
    const all = index
      .map((entry) => ({ entry, score: scoreOf(entry, wanted) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
    says.textContent = all.length === 0 ? "Nothing found" : `${all.length} found`;
    found.replaceChildren(
      ...all.slice(0, 30).map(({ entry: [address, title, heading, text] }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = up + address;
        link.textContent = heading === "" ? title : `${title} · ${heading}`;
        const around = document.createElement("small");
        const at = Math.max(0, text.indexOf(wanted[0] ?? "") - 60);
        around.textContent = text.slice(at, at + 160);
        item.append(link, around);
        return item;
      }),
    );
  };
  input.addEventListener("input", search);
  // A link may lead to this very page.
  found.addEventListener("click", () => {
    input.value = "";
    search();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
    } else if (event.key === "Escape") {
      input.value = "";
      search();
    }
  });
}
