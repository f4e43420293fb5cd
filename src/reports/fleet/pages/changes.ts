import type { ChangesAnswer } from "../../../domain/fleet/answers.ts";
import { html } from "../../html/html.ts";
import { definePage } from "../fleet-page.ts";
import { nextLink, tableOf, timeText } from "../table.ts";

export default definePage<ChangesAnswer>({
  question: "changes",
  menu: { title: "Changes", order: 3 },
  title: ({ since }) => `Changes since ${timeText(since)}`,
  body: ({ rows, next }, links) =>
    html`${tableOf(
      "Changes",
      rows,
      [
        { title: "When", cell: ({ at }) => timeText(at) },
        { title: "What", cell: ({ kind }) => kind.replace("-", " ") },
        {
          title: "Subject",
          cell: ({ kind, subject }) =>
            kind.startsWith("vulnerability")
              ? html`<a href="${links.vulnerability(subject)}">${subject}</a>`
              : html`<a href="${links.repository(subject.slice(0, subject.lastIndexOf(":")))}">${subject}</a>`,
        },
        { title: "Detail", cell: ({ detail }) => detail.slice(0, 80) },
      ],
      "Nothing changed.",
    )}
    ${nextLink(next, links)}`,
});
