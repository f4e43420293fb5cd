import type { RenderOptions } from "../format.ts";
import { aboutProofs } from "../../domain/report/about-proofs.ts";
import type { Report } from "../../domain/report/report.ts";
import { shownRemedies } from "../content/vulnerability-rows.ts";
import { maskedText } from "../content/masked-text.ts";
import { proofInShort } from "../content/what-a-proof-is.ts";
import { platformTexts } from "../content/platform-texts.ts";
import { containersPart, imagesPart } from "./audit.ts";
import { basesPart, pinPart } from "./bases.ts";
import { contentsPart, updatesPart, vulnerabilitiesPart } from "./contents.ts";
import { diffPart } from "./diff.ts";
import { findingsPart } from "./findings.ts";
import { buildsPart, fixesPart, notCheckedPart, proofPart, runPart } from "./hardening.ts";
import { html, type Html } from "./html.ts";
import { withCode } from "./with-code.ts";
import { layersPart } from "./layers.ts";
import { projectPart } from "./project.ts";
import { mapsPart } from "./maps.ts";
import { practiceTiles } from "./practices.ts";
import { advisoriesPart, comparisonPart, stepsPart } from "./scan.ts";
import { privilegesPart } from "./privileges.ts";
import { scannedPart } from "./vulnerabilities.ts";
import { inline, pagePolicy } from "./policy.ts";
import { pageScript } from "./script.ts";
import { style } from "./style.ts";
import { originTexts, subject, top } from "./top.ts";
import { comparisonTable } from "./comparison.ts";
import { comparedPart } from "./compared.ts";
import { slimPart } from "./slim.ts";
import { needsPart } from "./needs.ts";
import { coveragePart } from "./coverage.ts";
import { untestedPart } from "./untested.ts";
import { trialsPart } from "./trials.ts";

interface Part {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

/** The whole page, from an escaped report. */
export function page(report: Report, { all = false, origin }: Pick<RenderOptions, "all" | "origin"> = {}): Html {
  const parts = partsOf(report, all);
  const policy = pagePolicy(style, pageScript);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${[...originTexts(origin), subject(report)].join(" · ")} · hullproof</title>
        ${inline("style", style)}
      </head>
      <body>
        <div class="page">
          ${top(report, origin)}
          <nav class="toc" aria-label="Contents">
            <ul>
              ${parts.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
            </ul>
          </nav>
          <main>
            ${parts.map(
              ({ id, title, body }) =>
                html`<section aria-labelledby="${id}">
                  <h2 id="${id}">${title}</h2>
                  ${body}
                </section> `,
            )}
          </main>
          <footer>
            ${
              report.proof === undefined
                ? undefined
                : html`<details>
                    <summary>What a proof shows, and what it does not</summary>
                    <p>${proofInShort}</p>
                  </details>`
            }
            <p>${withCode(`What verdicts mean: \`${aboutProofs}\``)}</p>
            <p>
              Made by hullproof ${report.tool.version}. This page loads nothing and sends nothing; it can be read
              without its script.
            </p>
          </footer>
          <p id="said" class="said" role="status"></p>
        </div>
        ${inline("script", pageScript)}
      </body>
    </html> `;
}

function partsOf(report: Report, withNegligible: boolean): Part[] {
  const { proof, harden, project, image, vulnerabilities, remedies, bases, audit, needs } = report;
  const diff = harden?.diff ?? project?.files.map((one) => one.diff).join("") ?? "";
  const trials = proof?.trials ?? project?.trials;
  const part = (id: string, title: string, body: Html | undefined): Part[] =>
    body === undefined ? [] : [{ id, title, body }];
  const { before, after } = proof ?? {};
  const texts = platformTexts(report);
  const steps = shownRemedies(report, withNegligible);
  return [
    ...part("compared", "Since another report", comparedPart(report)),
    ...part("before-after", "Before and after", before && after && comparisonTable(before, after)),
    ...part("run", "Run command", texts.length > 0 ? runPart(texts, maskedText(report)) : undefined),
    ...part("services", "Services", project && projectPart(project)),
    ...part("proof", "Proof", proof && proofPart(proof)),
    ...part("privileges", "Privileges and limits", proof && privilegesPart(proof)),
    ...part("containers", "Containers", audit && containersPart(audit, report)),
    ...part("images", "Images", audit && imagesPart(audit)),
    ...part("steps", "What to do", steps.length > 0 ? stepsPart(steps) : undefined),
    ...part("vulnerabilities", "Vulnerabilities", remedies && scannedPart(report, withNegligible)),
    ...part("comparison", "Other sources", comparisonPart(report)),
    ...part("advisories", "Advisory sources", remedies && advisoriesPart(report)),
    // `inspect` and `learn` run no rules, so ten tiles would be empty.
    ...part("bases", "Base images", bases && basesPart(bases)),
    ...part("pin", "What to write", bases && pinPart(bases)),
    ...part(
      "practices",
      "Practices",
      report.rules.length === 0 && (image || bases || proof) ? undefined : practiceTiles(report),
    ),
    ...part("findings", "Findings", findingsPart(report)),
    ...part("not-checked", "Not checked", notCheckedPart(report)),
    ...part("fixes", "Fixes", harden && harden.fixes.length > 0 ? fixesPart(harden) : undefined),
    ...part("diff", "Diff", diff === "" ? undefined : diffPart(diff, harden?.fixes)),
    ...part("slim", "Packages that left", harden?.slim && slimPart(harden.slim)),
    ...part("layers", whichImage("Layers", report), image && remedies === undefined ? layersPart(image) : undefined),
    ...part("map", "What the image holds", report.files && mapsPart(report.files)),
    ...part("updates", whichImage("Pending updates", report), image?.updates && updatesPart(image.updates)),
    ...part(
      "vulnerabilities",
      "Vulnerabilities",
      remedies === undefined && vulnerabilities && vulnerabilities.length > 0
        ? vulnerabilitiesPart(vulnerabilities)
        : undefined,
    ),
    ...part(
      "contents",
      whichImage("Contents", report),
      image && remedies === undefined ? contentsPart(image) : undefined,
    ),
    ...part("needs", "Why packages stay", needs && needsPart(needs)),
    ...part("coverage", "Workload coverage", proof?.coverage && coveragePart(proof.coverage)),
    ...part("untested", "Limits of the proof", proof?.profile && untestedPart(proof.profile)),
    ...part("trials", "Trials", trials && trialsPart(trials, proof?.profile)),
    ...part("builds", "Builds", harden && buildsPart(harden)),
  ];
}

/** In a report with two images, a part names its image. */
function whichImage(title: string, { image, proof }: Report): string {
  if (image === undefined) return title;
  if (image.digest === proof?.before?.digest) return `${title} of the original`;
  return image.digest === proof?.after?.digest ? `${title} of the hardened image` : title;
}
