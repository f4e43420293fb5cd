import { escapeHtml } from "./render-page.ts";
import { outOf, titleOf, type Source } from "./sources.ts";
import { style } from "./style.ts";

interface Section {
  readonly title: string;
  /** Those of the repository, in their order. */
  readonly pages: readonly string[];
}

const pagesIn = (folder: string, names: string) => names.split(" ").map((name) => `docs/${folder}/${name}.md`);
const guide = (names: string) => pagesIn("guide", names);

const sections: readonly Section[] = [
  { title: "Begin", pages: ["README.md", "docs/tutorial.md", "docs/guide/README.md"] },
  {
    title: "The eight practices",
    // In the order of the advice.
    pages: pagesIn(
      "practices",
      "README base-image updates layers cleanup vulnerabilities non-root limits capabilities",
    ),
  },
  {
    title: "Find and fix",
    pages: guide("init check fix baseline base scan advisories sbom-vex inspect view"),
  },
  { title: "Prove", pages: guide("harden workload learn how-learning-works verify emit audit consent") },
  { title: "Where it works", pages: guide("ci editors agents docker configuration results") },
  { title: "Reference", pages: ["docs/reference/hullproof-yaml.md", "docs/rules/README.md"] },
  {
    title: "Background",
    pages: ["docs/what-a-proof-is.md", "docs/comparison.md", "docs/benchmarks.md", "docs/threat-model.md"],
  },
];

/** Pages that no list names stand where they belong, so that each can be reached. */
function placed(sources: readonly Source[]): readonly Section[] {
  const there = new Set(sources.map(({ path }) => path));
  const named = new Set(sections.flatMap(({ pages }) => pages));
  const rest = sources.map(({ path }) => path).filter((path) => !named.has(path) && !path.startsWith("docs/rules/"));
  const take = (pattern: RegExp) => rest.filter((path) => pattern.test(path));
  const others = rest.filter((path) => !/^docs\/schema(?:\/|\.md$)/.test(path));
  return sections
    .map((section) => {
      const pages = section.pages.filter((path) => there.has(path));
      if (section.title === "Reference") return { title: section.title, pages: [...pages, ...take(/^docs\/schema\//)] };
      return { title: section.title, pages: section.title === "Background" ? [...pages, ...others] : pages };
    })
    .filter(({ pages }) => pages.length > 0);
}

/** The list of pages, once for all of them. */
export function navigation(sources: readonly Source[]): (path: string) => string {
  const titles = new Map(sources.map((source) => [source.path, titleOf(source)]));
  const groups = placed(sources);
  return (path) => {
    const up = "../".repeat(outOf(path).split("/").length - 1);
    const item = (page: string) => {
      const current = page === path ? ' aria-current="page"' : "";
      return `<li><a href="${up}${outOf(page)}"${current}>${escapeHtml(shortened(titles.get(page) ?? page))}</a></li>`;
    };
    return groups.map(({ title, pages }) => `<h2>${title}</h2><ul>${pages.map(item).join("")}</ul>`).join("\n");
  };
}

/** `check: what is wrong` is `check` beside the page. */
function shortened(title: string): string {
  const [first = "", ...rest] = title.split(": ");
  return rest.length > 0 && first.length < 30 ? first : title;
}

export interface Layout {
  readonly path: string;
  readonly title: string;
  readonly body: string;
  readonly nav: string;
}

export function pageOf({ path, title, body, nav }: Layout): string {
  const up = "../".repeat(outOf(path).split("/").length - 1);
  return `<!doctype html>
<html lang="en" data-up="${up}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)} · hullproof</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#content">To the text</a>
<header><a class="name" href="${up}index.html">hullproof</a>
<form role="search" id="search-form" hidden><label for="search">Search</label> <input id="search" type="search" autocomplete="off" spellcheck="false" aria-describedby="search-says"></form>
<p id="search-says" role="status"></p></header>
<div class="columns">
<nav aria-label="Pages"><details open><summary>Pages</summary>
${nav}
</details></nav>
<main id="content">
<ol id="found" hidden></ol>
<article id="article">
${body}
</article>
</main>
</div>
<script src="${up}search-index.js" defer></script>
<script src="${up}search.js" defer></script>
</body>
</html>
`;
}
