import type { LifecycleOutcome, Trial } from "../../domain/workload/trial.ts";
import { bytesText, countText, durationText } from "../content/units.ts";
import { html, type Html } from "./html.ts";
import { usageCourseOf, type Limits } from "./usage-series.ts";

/** Every run of the container; `limits` are the learned ones. The filter is plain CSS, so that it works without a script. */
export function trialsPart(trials: readonly Trial[], limits?: Limits): Html {
  const broken = trials.filter(({ outcome }) => outcome === "breaks").length;
  const total = trials.reduce((sum, { ms }) => sum + ms, 0);
  const filters = [
    ["all", "all", trials.length],
    ["only-passes", "passes", trials.length - broken],
    ["only-breaks", "breaks", broken],
  ] as const;
  return html`<p>
      ${countText(trials.length, "run")} of the container in ${durationText(total)}, each from a fresh start. A trial
      that breaks is no fault: it is what shows that something is needed.
    </p>
    <div class="trials">
      <fieldset class="filter">
        <legend>Show</legend>
        ${filters.map(
          ([id, label, count], index) =>
            html`<label
              ><input type="radio" name="trials" id="${id}" ${index === 0 ? html` checked` : undefined} /> ${label}
              (${count})</label
            >`,
        )}
      </fieldset>
      <div class="scroll" tabindex="0" role="group" aria-label="Trials">
        <table>
          <thead>
            <tr>
              <th scope="col">trial</th>
              <th scope="col">what it asks</th>
              <th scope="col">outcome</th>
              <th scope="col">what happened</th>
              <th scope="col" class="num">time</th>
              <th scope="col" class="num">memory peak</th>
              <th scope="col" class="num">processes</th>
            </tr>
          </thead>
          <tbody>
            ${trials.map((trial) => trialRow(trial, limits))}
          </tbody>
        </table>
      </div>
    </div>`;
}

function trialRow(trial: Trial, limits: Limits | undefined): Html {
  const { id, title, outcome, problems, lives, logTail, usage, ms } = trial;
  return html`<tr class="${outcome}" id="trial-${id}">
    <th scope="row">${id}</th>
    <td>${title}</td>
    <td><span class="badge ${outcome === "passes" ? "good" : "bad"}">${outcome}</span></td>
    <td>
      <details>
        <summary>${problems[0] ?? "as expected"}</summary>
        ${problems.slice(1).map((problem) => html`<p>${problem}</p>`)}
        <ul class="evidence">
          ${lives.map(lifeItem)}
        </ul>
        ${usageCourseOf(trial, limits)}
        ${logTail.length === 0 ? html`<p class="soft small">no log lines</p>` : html`<pre>${logTail.join("\n")}</pre>`}
      </details>
    </td>
    <td class="num">${durationText(ms)}</td>
    <td class="num">${usage.memoryPeakBytes === undefined ? "–" : bytesText(usage.memoryPeakBytes)}</td>
    <td class="num">${usage.pidsPeak ?? "–"}</td>
  </tr>`;
}

function lifeItem({ readyMs, steps, exitCode, stopMs, oomKilled }: LifecycleOutcome, index: number): Html {
  const facts = [
    readyMs === undefined ? "never ready" : `ready after ${durationText(readyMs)}`,
    ...(exitCode === undefined ? [] : [`exit code ${exitCode}`]),
    ...(stopMs === undefined ? [] : [`stopped in ${durationText(stopMs)}`]),
    ...(oomKilled ? ["killed for lack of memory"] : []),
  ];
  return html`<li>
    ${index === 0 ? "First start" : "After the restart"}: ${facts.join(", ")}
    ${steps.map(
      ({ name, ok, status, problem, ms }) =>
        html`<br />${ok ? "✔" : "✖"}
          ${name}${status === undefined ? undefined : html` → ${status}`}${problem === undefined ? undefined : html`: ${problem}`}
          <span class="soft">${durationText(ms)}</span>`,
    )}
  </li>`;
}
