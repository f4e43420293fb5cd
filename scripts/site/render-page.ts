import { Marked, type Tokens } from "marked";
import { anchorOf } from "./anchors.ts";
import { outOf, type Source } from "./sources.ts";

export interface RenderedPage {
  readonly html: string;
  readonly headings: readonly Heading[];
  /** As they were written, with where they lead: a path in the repository, and an anchor there. */
  readonly links: readonly Link[];
}

export interface Heading {
  readonly depth: number;
  readonly text: string;
  readonly anchor: string;
  /** The words below it, up to the next one. */
  readonly words: string;
}

export interface Link {
  readonly written: string;
  readonly path: string;
  readonly anchor?: string;
}

/** The body of a page. `leadsTo` says where on the site a path of the repository is; undefined where it is not. */
export function renderPage(source: Source, leadsTo: (path: string) => string | undefined): RenderedPage {
  const headings: (Heading & { words: string })[] = [];
  const links: Link[] = [];
  const taken = new Map<string, number>();
  const up = "../".repeat(outOf(source.path).split("/").length - 1);
  const targetOf = (written: string): string => {
    if (/^(?:https?|mailto):/.test(written)) return written;
    const [way = "", anchor] = written.split("#");
    const path = way === "" ? source.path : resolved(source.path, way);
    links.push({ written, path, ...(anchor !== undefined && { anchor }) });
    const to = path === source.path ? "" : `${up}${leadsTo(path) ?? ""}`;
    return `${to}${anchor === undefined ? "" : `#${anchor}`}`;
  };
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading(token: Tokens.Heading) {
        const inner = this.parser.parseInline(token.tokens);
        const anchor = anchorOf(withoutMarks(token.text), taken);
        headings.push({ depth: token.depth, text: withoutTags(inner), anchor, words: "" });
        const level = token.depth;
        return `<h${level} id="${escapeHtml(anchor)}">${inner} <a class="anchor" href="#${escapeHtml(anchor)}" aria-label="Link to this section">#</a></h${level}>\n`;
      },
      link(token: Tokens.Link) {
        const inner = this.parser.parseInline(token.tokens);
        return `<a href="${escapeHtml(targetOf(token.href))}">${inner}</a>`;
      },
      image({ href, text }: Tokens.Image) {
        return `<img src="${escapeHtml(targetOf(href))}" alt="${escapeHtml(text)}">`;
      },
      table(token: Tokens.Table) {
        const row = (cells: Tokens.TableCell[], tag: string) =>
          `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join("")}</tr>`;
        return `<div class="wide" tabindex="0" role="region" aria-label="Table"><table><thead>${row(token.header, 'th scope="col"').replaceAll('</th scope="col">', "</th>")}</thead><tbody>${token.rows.map((cells) => row(cells, "td")).join("\n")}</tbody></table></div>\n`;
      },
    },
  });
  const tokens = marked.lexer(source.markdown);
  const html = marked.parser(tokens);
  // Words are gathered behind the headings that the parser has met.
  let at = -1;
  for (const token of tokens) {
    if (token.type === "heading") at++;
    else {
      const heading = headings[at];
      if (heading !== undefined && "raw" in token) heading.words += ` ${withoutMarks(token.raw)}`;
    }
  }
  return { html, headings, links };
}

function resolved(from: string, way: string): string {
  const parts = way.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const part of way.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function withoutTags(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

/** Markdown without its signs: what is searched, and what an anchor is made of. */
function withoutMarks(text: string): string {
  return text
    .replaceAll(/\]\([^)]*\)/g, "]")
    .replaceAll(/<!--[^]*?-->/g, "")
    .replaceAll(/[`*[\]|]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
