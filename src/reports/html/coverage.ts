import type { Coverage } from "../../domain/report/coverage.ts";
import { strengthText } from "../content/coverage-text.ts";
import { html, type Html } from "./html.ts";

/** Coverage of the image by the workload. */
export function coveragePart({ oracle, strength, endpoints, shares, syscalls, doubts }: Coverage): Html {
  return html`<p>
      <span class="badge ${strength === "answers" ? "good" : "bad"}">${strength}</span> ${strengthText[strength]}
      Exercised: ${oracle}.
    </p>
    ${
      endpoints.length === 0
        ? undefined
        : html`<ul>
            ${endpoints.map(({ what, times }) => html`<li><code>${what}</code>, ${times} times</li>`)}
          </ul>`
    }
    ${
      shares.length === 0
        ? undefined
        : html`<div class="scroll" tabindex="0" role="group" aria-label="What was touched">
            <table>
              <thead>
                <tr>
                  <th scope="col">of the image's</th>
                  <th scope="col" class="num">touched</th>
                  <th scope="col" class="num">present</th>
                  <th scope="col">not touched, for example</th>
                </tr>
              </thead>
              <tbody>
                ${shares.map(
                  ({ of, touched, present, untouched }) =>
                    html`<tr>
                      <th scope="row">${of}</th>
                      <td class="num">${touched}</td>
                      <td class="num">${present}</td>
                      <td>${untouched.map((name) => html`<code>${name}</code> `)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
    ${syscalls === undefined ? undefined : html`<p>${syscalls} different system calls were seen.</p>`}
    ${doubts.map((doubt) => html`<p class="soft">${doubt}</p>`)}`;
}
