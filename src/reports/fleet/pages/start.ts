import type { StartAnswer } from "../../../domain/fleet/answers.ts";
import { html } from "../../html/html.ts";
import { definePage } from "../fleet-page.ts";
import { numberText } from "../../content/units.ts";
import { countText, tableOf, timeText } from "../table.ts";

export default definePage<StartAnswer>({
  question: "start",
  menu: { title: "Start", order: 1 },
  title: () => "Images of the fleet",
  body: ({ at, severities, top, repositories, images }, links) =>
    html`<dl class="tiles">
        <div>
          <dt>Images read</dt>
          <dd>${numberText(images.read)}</dd>
        </div>
        <div>
          <dt>Repositories</dt>
          <dd>${countText(repositories)}</dd>
        </div>
        <div>
          <dt>Not read</dt>
          <dd><a href="${links.status}">${numberText(images.waiting + images.refused)}</a></dd>
        </div>
      </dl>
      <h2 id="severities">Vulnerabilities</h2>
      <p class="soft">
        ${at === undefined ? "Not computed yet." : `Distinct ones in tagged images, computed ${timeText(at)}.`}
      </p>
      ${tableOf(
        "Vulnerabilities by severity",
        severities,
        [
          { title: "Severity", cell: ({ severity }) => severity },
          { title: "Vulnerabilities", isNumber: true, cell: ({ vulnerabilities }) => numberText(vulnerabilities) },
          { title: "With a fix", isNumber: true, cell: ({ fixable }) => numberText(fixable) },
          { title: "Exploited", isNumber: true, cell: ({ exploited }) => numberText(exploited) },
        ],
        "None known in what was judged.",
      )}
      <h2 id="top">Most urgent</h2>
      ${tableOf(
        "Most urgent vulnerabilities",
        top,
        [
          { title: "Vulnerability", cell: ({ id }) => html`<a href="${links.vulnerability(id)}">${id}</a>` },
          { title: "Severity", cell: ({ severity }) => severity },
          { title: "Exploited", cell: ({ exploited }) => (exploited ? "yes" : "") },
          { title: "EPSS", isNumber: true, cell: ({ epss }) => epss?.toFixed(3) },
          { title: "Images", isNumber: true, cell: ({ images: count }) => numberText(count) },
        ],
        "None known in what was judged.",
      )}`,
});
