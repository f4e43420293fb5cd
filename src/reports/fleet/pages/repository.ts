import type { RepositoryAnswer } from "../../../domain/fleet/answers.ts";
import { html } from "../../html/html.ts";
import { definePage } from "../fleet-page.ts";
import { countText, nextLink, tableOf, timeText } from "../table.ts";

export default definePage<RepositoryAnswer>({
  question: "repository",
  title: ({ name }) => name,
  body: ({ sweptAt, note, tags, rows, next }, links) =>
    html`<p class="soft">Swept ${timeText(sweptAt)}. ${note ?? ""}</p>
      <h2 id="tags">Tags: ${countText(tags)}</h2>
      ${tableOf(
        "Tags",
        rows,
        [
          { title: "Tag", cell: ({ tag }) => tag },
          {
            title: "Image",
            cell: ({ images, reason = "", digest }) =>
              images.length === 0
                ? html`<code>${digest.slice(0, 19)}</code> ${reason}`
                : images.map(
                    (image) =>
                      html`<a href="${links.image(image.digest)}"><code>${image.digest.slice(0, 19)}</code></a>
                        ${image.platform} ${image.state} `,
                  ),
          },
          { title: "Since", cell: ({ since }) => timeText(since) },
        ],
        "It has none.",
      )}
      ${nextLink(next, links)}`,
});
