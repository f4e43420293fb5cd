import type { FixOutcome, Report } from "../../domain/report/report.ts";
import type { Proof } from "../../domain/workload/trial.ts";
import type { PlatformText } from "../content/platform-texts.ts";
import { unanswered, unreadTexts, type Unanswered } from "../content/unanswered.ts";
import { standingSummary, standingTexts } from "../content/standing-texts.ts";
import { replayCommand } from "../content/replay.ts";
import { keptText } from "../content/kept-text.ts";
import { fixOutcomeText } from "../content/fix-outcome-text.ts";
import { witnessLabel } from "../content/witness-label.ts";
import { countText } from "../content/units.ts";
import { copyable } from "./copyable.ts";
import { foldedLines } from "./folded-lines.ts";
import { table } from "./contents.ts";
import { html, type Content, type Html } from "./html.ts";
import { withCode } from "./with-code.ts";

type ReportProof = NonNullable<Report["proof"]>;
type Harden = NonNullable<Report["harden"]>;

/** Maximum number of unfolded failures and unread parts. */
const inSight = 4;

/** How to run the proven profile; the first platform is unfolded. */
export function runPart([first, ...others]: readonly PlatformText[], masked: string | undefined): Html {
  return html`${first === undefined ? undefined : copyable(`run-${first.id}`, `text for ${first.title}`, shellLines(first.text))}
  ${others.map(
    ({ id, title, text }) =>
      html`<details>
        <summary>The same for ${title}</summary>
        ${copyable(`run-${id}`, `text for ${title}`, text)}
      </details>`,
  )}
  ${masked === undefined ? undefined : html`<p>${masked}</p>`}`;
}

function shellLines(text: string): Content {
  return text
    .split(/(?<=\n)/)
    .map((line) => (line.startsWith("#") ? html`<span class="comment">${line}</span>` : line));
}

const verdicts = { holds: "good", breaks: "bad", unsure: "unsure" } as const satisfies Record<Proof["verdict"], string>;

export function proofPart({ proofs, witnesses, suggestions = [], profile, validity }: ReportProof): Html {
  const { required, soft } = profile.capabilities;
  const none =
    required.length === 0 ? html`<li>No capability is needed: the workload passes with none.</li>` : undefined;
  const tolerated =
    soft.length === 0
      ? undefined
      : html`<li>${soft.join(", ")}: used, but nothing broke without it, so it is dropped.</li>`;
  return html`<ul class="list">
      ${proofs.map(
        ({ claim, verdict, detail, culprit, trials }) =>
          html`<li>
            <span class="badge ${verdicts[verdict]}">${verdict}</span>${claim}<br /><span class="soft small"
              >${culprit === undefined ? undefined : `${culprit}: `}${detail}${trials.length === 0 ? undefined : html` (${trialLinks(trials)})`}</span
            >
          </li>`,
      )}
    </ul>
    ${validity === undefined ? undefined : standingPart(validity)}
    <h3>Required privileges</h3>
    <ul class="list">
      ${none}
      ${witnesses.map(
        (witness) =>
          html`<li>
            <strong>${witnessLabel(witness)}</strong>: without it ${trialLinks(witness.trials)} broke
            <pre>${witness.problem}</pre>
            <code class="small">${replayCommand(witness)}</code>
          </li>`,
      )}
      ${tolerated}
    </ul>
    ${suggestions.map(
      ({ title, detail, dockerfile, flags, trials }) =>
        html`<h3>Proven recommendations: ${title}</h3>
          <p>${detail} (${trialLinks(trials)})</p>
          <pre>${[...dockerfile, `docker run ${flags.join(" ")}`].join("\n")}</pre>`,
    )}`;
}

function standingPart(standing: NonNullable<ReportProof["validity"]>): Html {
  const texts = standingTexts(standing);
  return html`<h3>Proof validity</h3>
    <p>${standingSummary(standing)}</p>
    ${
      texts.length === 0
        ? undefined
        : html`<ul class="list">
            ${texts.map((text) => html`<li><span class="badge warning">differs</span>${text}</li>`)}
          </ul>`
    }`;
}

function trialLinks(trials: readonly string[]): Content {
  return trials.map(
    (id, index) =>
      html`${index === 0 ? undefined : index === trials.length - 1 ? " and " : ", "}<a href="#trial-${id}">${id}</a>`,
  );
}

const outcomes = { applied: "good", dropped: "bad", "not-tried": "unsure" } as const satisfies Record<
  FixOutcome["outcome"],
  string
>;

export function fixesPart({ fixes }: Harden): Html {
  return html`<ul class="list">
    ${fixes.map(
      (fix) =>
        html`<li>
          <span class="badge ${fix.notProven === undefined ? outcomes[fix.outcome] : "warning"}"
            >${fix.outcome.replace("-", " ")}</span
          >${withCode(fix.title)}<br />
          <span class="soft small"
            >${fix.line > 0 ? `line ${fix.line} · ` : undefined}<code>${fix.rule}</code> · ${fixOutcomeText(fix)}</span
          >
        </li>`,
    )}
  </ul>`;
}

export function buildsPart({ builds, mirrors, noise, undeclared, image }: Harden): Html {
  return html`${table(
    ["build", "seconds", "image"],
    builds.map(({ name, seconds, digest }) => [name, seconds.toFixed(1), html`<code>${digest}</code>`]),
  )}
  ${image && html`<p>${withCode(keptText(image))}</p>`}
  ${mirrors.map(({ image, mirror, reason }) => html`<p><span class="badge warning">stand-in</span> <code>${mirror}</code> stood in for <code>${image}</code>: ${reason}</p>`)}
  ${
    undeclared.length === 0
      ? undefined
      : html`<p>
            <span class="badge bad">undeclared</span> The fixes changed ${countText(undeclared.length, "path")} that
            they did not declare
          </p>
          ${pathList(undeclared)}`
  }
  ${
    noise.length === 0
      ? undefined
      : html`<p class="soft">
            Two builds of the original differ in ${countText(noise.length, "path")} without any change
          </p>
          ${pathList(noise)}`
  }`;
}

function pathList(paths: readonly string[]): Html {
  return html`<details>
    <summary>${countText(paths.length, "path")}</summary>
    <pre class="paths">${paths.join("\n")}</pre>
  </details>`;
}

/** All unanswered checks, or undefined if there are none. Failures are unfolded; their rules and skipped checks fold away. */
export function notCheckedPart(report: Report): Html | undefined {
  const groups = unanswered(report.rules);
  const parts = [...(report.harden?.notChecked ?? []), ...unreadTexts(report)];
  if (groups.length + parts.length === 0) return undefined;
  const failed = groups.filter(({ verdict }) => verdict === "failed");
  const folded = (verdict: Unanswered["verdict"]): Html | undefined => {
    const checks = report.rules.filter((result) => result.verdict === verdict).length;
    const lines = groups.filter((one) => one.verdict === verdict).map((one) => unansweredText(one));
    return foldedLines(`${countText(checks, "check")} ${verdict}`, lines);
  };
  return html`<ul class="list">
      ${failed.slice(0, inSight).map((one) => html`<li><span class="badge bad">failed</span>${withCode(unansweredText(one, maxRules))}</li>`)}
      ${parts.slice(0, inSight).map((text) => html`<li>${withCode(text)}</li>`)}
    </ul>
    ${foldedLines(`${parts.length - inSight} more`, parts.slice(inSight))} ${folded("failed")} ${folded("skipped")}`;
}

/** An unreadable file fails for every rule. */
const maxRules = 4;

function unansweredText({ reason, rules, targets }: Unanswered, maxNamedRules = Number.POSITIVE_INFINITY): string {
  const ruleText = rules.length > maxNamedRules ? countText(rules.length, "rule") : rules.join(", ");
  return `${reason}: ${ruleText} on ${targets.length === 1 ? (targets[0] ?? "") : countText(targets.length, "target")}`;
}
