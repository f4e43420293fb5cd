import type { StatusAnswer } from "../../../domain/fleet/answers.ts";
import { html } from "../../html/html.ts";
import { definePage } from "../fleet-page.ts";
import { numberText } from "../../content/units.ts";
import { tableOf, timeText } from "../table.ts";

export default definePage<StatusAnswer>({
  question: "status",
  menu: { title: "Status", order: 10 },
  title: () => "What is not known",
  body: ({ registries, queues, unread, shards, selfCheck }, links) =>
    html`<h2 id="registries">Registries</h2>
      ${tableOf(
        "Registries",
        registries,
        [
          { title: "Registry", cell: ({ host }) => host },
          { title: "Repositories", isNumber: true, cell: ({ repositories }) => numberText(repositories) },
          {
            title: "Requests",
            cell: ({ requests }) =>
              requests === undefined
                ? "no limit"
                : `${numberText(requests.sent)} of ${numberText(requests.limit)} in ${requests.seconds} s`,
          },
          { title: "Swept", cell: ({ sweptAt }) => timeText(sweptAt) },
          {
            title: "Note",
            cell: ({ note = "", pausedUntil, pauseReason = "" }) =>
              pausedUntil === undefined ? note : `paused until ${timeText(pausedUntil)}: ${pauseReason} ${note}`,
          },
        ],
        "No registry is named.",
      )}
      <h2 id="queues">Queues</h2>
      ${tableOf(
        "Queues",
        queues,
        [
          { title: "Queue", cell: ({ name }) => name },
          { title: "Waiting", isNumber: true, cell: ({ waiting }) => numberText(waiting) },
          { title: "In work", isNumber: true, cell: ({ active }) => numberText(active) },
        ],
        "Nothing waits.",
      )}
      <h2 id="unread">Not read</h2>
      ${tableOf(
        "What is not read, and why",
        unread,
        [
          { title: "What", cell: ({ what }) => what },
          { title: "Why", cell: ({ reason }) => reason },
          { title: "How many", isNumber: true, cell: ({ count }) => numberText(count) },
        ],
        "Everything that was found is read.",
      )}
      <h2 id="advisories">Advisories</h2>
      ${tableOf(
        "Shards of advisories",
        shards,
        [
          { title: "Shard", cell: ({ name }) => name },
          { title: "Judged", cell: ({ judgedAt }) => timeText(judgedAt) },
        ],
        "There are none: nothing is judged. hullproof advisories update downloads them.",
      )}
      <h2 id="self-check">Self-check</h2>
      <p>${numberText(selfCheck.checked)} images were read again without a cache in the last 30 days, and compared.</p>
      ${tableOf(
        "Differences",
        selfCheck.differences,
        [
          { title: "Image", cell: ({ digest }) => html`<a href="${links.image(digest)}">${digest.slice(0, 19)}</a>` },
          { title: "Difference", cell: ({ difference }) => difference },
        ],
        selfCheck.checked === 0 ? "Nothing was compared yet." : "No difference.",
      )}`,
});
