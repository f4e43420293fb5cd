import type { ProjectResult } from "../../domain/report/project-result.ts";
import { serviceSettings } from "../content/service-settings.ts";
import { html, type Html } from "./html.ts";

/** The settings of each hardened service, and the services that stay unchanged. */
export function projectPart({ services, left, entry }: ProjectResult): Html {
  return html`<p>The steps are done at <code>${entry}</code>.</p>
    <div class="scroll" tabindex="0" role="group" aria-label="Services">
      <table>
        <thead>
          <tr>
            ${["service", "runs under"].map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${services.map(
            ({ name, profile, notes }) =>
              html`<tr>
                <td><code>${name}</code></td>
                <td>${[...serviceSettings(profile), ...notes].join(", ")}</td>
              </tr>`,
          )}
          ${left.map(
            ({ name, reason }) =>
              html`<tr>
                <td><code>${name}</code></td>
                <td>as before: ${reason}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
