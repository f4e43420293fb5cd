import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { navigation, pageOf } from "./layout.ts";
import { escapeHtml, renderPage, type RenderedPage } from "./render-page.ts";
import { entriesOf, indexScript, searchPage } from "./search.ts";
import { outOf, sourcesOf, titleOf, type Source } from "./sources.ts";

export interface Site {
  readonly files: readonly { readonly path: string; readonly text: string | Uint8Array }[];
  /** `docs/a.md: (b.md#c)`, sorted. */
  readonly dead: readonly string[];
}

/** Every page, and for each file of the repository that a page links to, one that shows it. */
export function buildSite(root: string, sources: readonly Source[] = sourcesOf(root)): Site {
  const pages = new Map(sources.map((source) => [source.path, source]));
  const shown = new Set<string>();
  const leadsTo = (path: string): string | undefined => {
    const page = pageAt(path, pages);
    if (page !== undefined) return outOf(page);
    // What is no document of the repository: sources and examples as text, pictures as they are.
    if (!isInside(root, path)) return schemaFile(path, pages);
    shown.add(path);
    return isPicture(path) ? path.replace(/^docs\//, "") : `source/${path}.html`;
  };
  const rendered = sources.map((source) => ({ source, page: renderPage(source, leadsTo) }));
  const anchors = new Map(
    rendered.map(({ source, page }) => [source.path, new Set(page.headings.map(({ anchor }) => anchor))]),
  );
  const nav = navigation(sources);
  const entries = rendered.flatMap(({ source, page }) => entriesOf(outOf(source.path), titleOf(source), page.headings));
  return {
    files: [
      ...rendered.map(({ source, page }) => ({
        path: outOf(source.path),
        text: pageOf({ path: source.path, title: titleOf(source), body: page.html, nav: nav(source.path) }),
      })),
      ...[...shown].map((path) => shownFile(root, path, nav)),
      ...[...pages.keys()]
        .filter((path) => path.endsWith(".json"))
        .map((path) => ({ path: `${path.replace(/^docs\//, "")}.txt`, text: readFileSync(join(root, path), "utf8") })),
      { path: "search-index.js", text: indexScript(entries) },
      { path: "search.js", text: `"use strict";\n(${String(searchPage)})(globalThis);\n` },
    ],
    dead: rendered.flatMap(({ source, page }) => deadIn(source, page, { root, pages, anchors })).sort(),
  };
}

interface Known {
  readonly root: string;
  readonly pages: ReadonlyMap<string, Source>;
  readonly anchors: ReadonlyMap<string, ReadonlySet<string>>;
}

function deadIn({ path }: Source, { links }: RenderedPage, { root, pages, anchors }: Known): string[] {
  return links
    .filter((link) => {
      const page = pageAt(link.path, pages);
      if (page === undefined) return !isInside(root, link.path) && schemaFile(link.path, pages) === undefined;
      return link.anchor !== undefined && anchors.get(page)?.has(link.anchor) !== true;
    })
    .map(({ written }) => `${path}: (${written})`);
}

/** A folder is its README. */
function pageAt(path: string, pages: ReadonlyMap<string, Source>): string | undefined {
  return [path, `${path}/README.md`].find((one) => pages.has(one));
}

function schemaFile(path: string, pages: ReadonlyMap<string, Source>): string | undefined {
  const schema = path.replace(/\.txt$/, "");
  return schema !== path && pages.has(schema) ? path.replace(/^docs\//, "") : undefined;
}

function isInside(root: string, path: string): boolean {
  return path !== "" && !path.startsWith("..") && existsSync(join(root, path));
}

function isPicture(path: string): boolean {
  return /\.(?:svg|png)$/.test(path);
}

/** A file of the repository as a page, a folder as a list of its names. */
function shownFile(root: string, path: string, nav: (path: string) => string) {
  if (isPicture(path)) return { path: path.replace(/^docs\//, ""), text: readFileSync(join(root, path)) };
  const file = join(root, path);
  const text = statSync(file).isDirectory() ? readdirSync(file).sort().join("\n") : readFileSync(file, "utf8");
  const own = `source/${path}`;
  const body = `<h1>${escapeHtml(path)}</h1><pre tabindex="0"><code>${escapeHtml(text)}</code></pre>`;
  return { path: `${own}.html`, text: pageOf({ path: own, title: path, body, nav: nav(own) }) };
}
