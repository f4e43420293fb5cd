import type { UpdatesAnswer } from "../../../domain/fleet/answers.ts";
import { numberText } from "../../content/units.ts";
import { html } from "../../html/html.ts";
import { definePage } from "../fleet-page.ts";
import { tableOf, timeText } from "../table.ts";

export default definePage<UpdatesAnswer>({
  question: "updates",
  menu: { title: "Updates that help most", order: 2 },
  title: () => "Updates that help most",
  body: ({ at, rows }, links) =>
    html`<p class="soft">Packages with a fix, by images and vulnerabilities; computed ${timeText(at)}.</p>
      ${tableOf(
        "Updates",
        rows,
        [
          { title: "Package", cell: ({ name }) => html`<a href="${links.packageNamed(name)}">${name}</a>` },
          { title: "Kind", cell: ({ type }) => type },
          { title: "Images", isNumber: true, cell: ({ images }) => numberText(images) },
          { title: "Vulnerabilities", isNumber: true, cell: ({ vulnerabilities }) => numberText(vulnerabilities) },
          { title: "Exploited", isNumber: true, cell: ({ exploited }) => numberText(exploited) },
        ],
        "No vulnerability with a fix is known in what was judged.",
      )}`,
});
