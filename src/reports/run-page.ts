import { followRun } from "../browser/follow-run.ts";
import type { RunRow, RunSeen } from "../domain/report/run-record.ts";
import { escapeReport } from "./content/escape-report.ts";
import { countText, durationText } from "./content/units.ts";
import { html } from "./html/html.ts";
import { inline, pagePolicy } from "./html/policy.ts";
import { textOf } from "./html/script.ts";
import { style } from "./html/style.ts";

const script = `"use strict";\n(${textOf(followRun)})(globalThis);\n`;

/** Seconds between two reloads of a page without a script. */
const againSeconds = 3;

const states = {
  running: ["unsure", "Running"],
  done: ["good", "Done"],
  failed: ["bad", "It ended without a result"],
  killed: ["bad", "It was killed"],
} as const satisfies Record<RunSeen["state"], readonly [string, string]>;

/** A page that follows a running command; all its text is foreign and escaped. */
export function renderRun(run: RunSeen, version: string): string {
  const { verb, target, began, state, rows, before } = escapeReport(run);
  const [tone, word] = states[state];
  const isLive = state === "running";
  const trials = isLive ? trialsOf(run) : undefined;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${pagePolicy(style, script, "connect-src 'self'")}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        ${isLive ? html`<noscript><meta http-equiv="refresh" content="${againSeconds}" /></noscript>` : undefined}
        <title>${verb} ${target} · hullproof</title>
        ${inline("style", style)}
      </head>
      <body>
        <div class="page">
          <header class="top">
            <p class="mark">
              <b>hullproof</b>
              <span
                >${verb}, began ${began.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, "$1 $2 UTC")}</span
              >
            </p>
            <h1>${target}</h1>
            <div class="verdict ${tone}" id="run" data-state="${state}" data-shown="${before + rows.length}">
              <strong>${word}</strong>
              <p class="says" id="now">${sentence(run)}</p>
              <p id="trials" ${trials === undefined ? html` hidden` : undefined}>
                <span id="trials-say">${trials?.says}</span>
                <progress
                  id="bar"
                  aria-labelledby="trials-say"
                  max="${trials?.about ?? 1}"
                  value="${trials?.number ?? 0}"
                ></progress>
              </p>
            </div>
          </header>
          <main>
            <section aria-labelledby="steps">
              <h2 id="steps">Steps</h2>
              <p class="soft">
                ${before === 0 ? "The latest is the first." : `${countText(before, "earlier one")} left out.`}
                ${isLive ? "The report takes the place of this page when the run is done." : "It wrote no report that is here: learn --report FILE does, and harden always."}
              </p>
              <div class="scroll" tabindex="0" role="region" aria-label="Table of steps">
                <table>
                  <thead>
                    <tr>
                      <th scope="col" class="num">After</th>
                      <th scope="col">Stage</th>
                      <th scope="col">What</th>
                    </tr>
                  </thead>
                  <tbody id="rows">
                    ${rows.toReversed().map(
                      (row) =>
                        html`<tr>
                          <td class="num">${afterText(row)}</td>
                          <td>${row.stage}</td>
                          <td>${row.message}</td>
                        </tr> `,
                    )}
                  </tbody>
                </table>
              </div>
            </section>
          </main>
          <footer>
            <p>Made by hullproof ${version}. This page asks only the address that it came from.</p>
          </footer>
          <p id="said" class="said" role="status"></p>
        </div>
        ${isLive ? inline("script", script) : undefined}
      </body>
    </html> `;
  return `${page.markup.trim()}\n`;
}

/** The data that an open page requests: the sentence, and the visible rows. */
export function runJson(run: RunSeen | undefined): string {
  if (run === undefined) return JSON.stringify({ state: "gone", total: 0, says: "", rows: [] });
  const trials = trialsOf(run);
  const { state, rows, before } = escapeReport(run);
  return JSON.stringify({
    state,
    total: before + rows.length,
    says: sentence(run),
    ...(trials && { trials }),
    rows: rows.map((row) => [afterText(row), row.stage, row.message]),
  });
}

/** Progress of the trials of a stage. Without an estimate the bar shows no fraction. */
function trialsOf({ trials }: RunSeen): { says: string; number: number; about: number } | undefined {
  if (trials === undefined) return undefined;
  const { number, about, secondsLeft } = trials;
  if (about === undefined) return { says: `Trial ${number}`, number: 0, about: 1 };
  const timeText = secondsLeft === undefined ? "" : `, about ${leftText(secondsLeft)} left`;
  return { says: `Trial ${number} of about ${about}${timeText}`, number, about };
}

/** An estimate has no tenths. */
function leftText(seconds: number): string {
  return seconds < 59.5 ? `${Math.max(1, Math.round(seconds))} s` : durationText(seconds * 1000);
}

function sentence(run: RunSeen): string {
  const { now, rows, state, problem } = escapeReport(run);
  if (state === "failed" && problem !== undefined) return problem;
  if (state === "failed") return "The terminal that it was started in says why.";
  if (state === "killed") return "Start it again: what it has tried is kept.";
  const at = now ?? rows.at(-1);
  return at === undefined ? "It begins." : `${at.stage}: ${at.message}`;
}

function afterText({ at }: RunRow): string {
  return durationText(at);
}
