import type { Audit } from "../../domain/report/audit.ts";
import type { Report } from "../../domain/report/report.ts";
import { composeText, containerSummary, imageSummary, proofText, someNames } from "../content/audit-groups.ts";
import { table } from "./contents.ts";
import { html, type Html } from "./html.ts";

/** Running containers, whether they run as proven, and their numbers of findings. */
export function containersPart({ engine, containers }: Audit, { findings }: Report): Html {
  const rows = containers.map((container) => {
    const composeNote = composeText(container);
    return [
      html`<code>${container.name}</code
        >${composeNote === undefined ? undefined : html`<br /><span class="soft small">${composeNote}</span>`}`,
      html`<code>${container.image}</code>`,
      container.restarts === 0 ? container.status : `${container.status}, ${container.restarts} restarts`,
      proofText(container),
      containerSummary(container, findings),
    ];
  });
  return html`<p>
      ${engine.name} ${engine.version} at <code>${engine.endpoint}</code>; what is wrong with it holds for each of its
      containers.
    </p>
    ${rows.length === 0 ? html`<p>No container was found.</p>` : table(["container", "image", "state", "profile", "findings"], rows)}`;
}

/** Only if images were scanned: an empty list would look like clean images. */
export function imagesPart({ images }: Audit): Html | undefined {
  if (images === undefined) return undefined;
  const rows = images.map((one) => [html`<code>${one.name}</code>`, imageSummary(one), someNames(one.containers)]);
  return rows.length === 0 ? html`<p>No image runs.</p>` : table(["image", "vulnerabilities", "containers"], rows);
}
