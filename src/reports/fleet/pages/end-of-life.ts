import type { EndOfLifeAnswer } from "../../../domain/fleet/answers.ts";
import { numberText } from "../../content/units.ts";
import { html } from "../../html/html.ts";
import { definePage } from "../fleet-page.ts";
import { tableOf } from "../table.ts";

export default definePage<EndOfLifeAnswer>({
  question: "end-of-life",
  menu: { title: "End of life", order: 4 },
  title: () => "Distributions and their end of life",
  body: ({ rows }) =>
    html`${tableOf(
      "Distributions",
      rows,
      [
        { title: "System", cell: ({ os, version }) => (os === "" ? "not known" : `${os} ${version}`) },
        { title: "Images", isNumber: true, cell: ({ images }) => numberText(images) },
        { title: "Last day with fixes", cell: ({ until = "not known" }) => until },
        {
          title: "State",
          cell: ({ past }) => (past === undefined ? "not known" : past ? "past its end of life" : "has fixes"),
        },
      ],
      "No image is read yet.",
    )}`,
});
