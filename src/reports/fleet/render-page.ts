import { createHash } from "node:crypto";
import type { AnswerBasis } from "../../domain/fleet/answers.ts";
import { html, type Html } from "../html/html.ts";
import { inline } from "../html/policy.ts";
import { style } from "../html/style.ts";
import type { FleetPage, Links } from "./fleet-page.ts";
import { basisText } from "./basis-text.ts";

/** Beside the report's own style. */
const pageStyle = `${style}
.search { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 1rem 0 0; }
.search input { font: inherit; flex: 1 1 16rem; min-width: 0; color: var(--ink); background: var(--raised); border: 1px solid var(--edge); border-radius: 6px; padding: 0.25rem 0.6rem; }
`;
const styleHash = `sha256-${createHash("sha256").update(pageStyle).digest("base64")}`;

/** Forbids everything but its own style and its own forms. */
export const fleetPolicy = `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

interface MenuEntry {
  readonly title: string;
  readonly address: string;
}

/** A whole page; all foreign text is escaped. */
export function renderFleetPage(
  page: FleetPage,
  answer: AnswerBasis & object,
  links: Links,
  menu: readonly MenuEntry[],
): string {
  return frame(page.title(answer), page.body(answer, links), links, menu, basisText(answer));
}

/** A page in place of an answer. */
export function renderFleetNotice(title: string, text: string, links: Links, menu: readonly MenuEntry[]): string {
  return frame(title, html`<p>${text}</p>`, links, menu, undefined);
}

function frame(title: string, body: Html, links: Links, menu: readonly MenuEntry[], basis: string | undefined): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title} · hullproof fleet</title>
        ${inline("style", pageStyle)}
      </head>
      <body>
        <div class="page">
          <header class="top">
            <p class="mark">
              <b><a href="${links.start}">hullproof fleet</a></b>
            </p>
            <h1>${title}</h1>
            ${basis === undefined ? undefined : html`<p class="soft small">${basis} <a href="${links.status}">What is not known</a></p>`}
            <form class="search" role="search" action="${links.page("find")}" method="get">
              <label class="unseen" for="find">Vulnerability, package, image digest or repository</label>
              <input
                id="find"
                name="text"
                placeholder="CVE-2021-44228, openssl, sha256:..., registry/team/app"
                autocomplete="off"
              />
              <button type="submit">Find</button>
            </form>
          </header>
          <nav class="toc" aria-label="Pages">
            <ul>
              ${menu.map((entry) => html`<li><a href="${entry.address}">${entry.title}</a></li>`)}
            </ul>
          </nav>
          <main>${body}</main>
          <footer><p>This page loads nothing from elsewhere, and works without script.</p></footer>
        </div>
      </body>
    </html> `;
  return page.markup;
}
