import fc from "fast-check";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toDocument } from "../../src/reports/content/rule-results.ts";
import { reportSchema } from "../../src/reports/report-schema.ts";
import { renderHtml } from "../../src/reports/html.ts";
import { filledReport, filledVerbs, type FilledVerb } from "../reports/filled-report.ts";
import { manyFiles } from "../reports/many-files.ts";
import { seed } from "../seed.ts";
import { executablePath, startBrowser, type OpenedPages } from "./browser.ts";

/** What would run, load, end a script or an attribute, steer a terminal or turn a line around. */
const pieces = [
  "<script>document.title='owned'</script>",
  "</script><script>document.title='owned'</script>",
  "</style><script>document.title='owned'</script>",
  "</title><script>document.title='owned'</script>",
  "<img src=http://127.0.0.1:9/x onerror=\"document.title='owned'\">",
  '" onmouseover="document.title=\'owned\'" autofocus onfocus="document.title=\'owned\'" x="',
  "' onclick='document.title=1' '",
  "<svg/onload=document.title='owned'>",
  "<a href=\"javascript:document.title='owned'\">x</a>",
  "<base href=http://127.0.0.1:9/>",
  '<meta http-equiv=refresh content="0;url=http://127.0.0.1:9/">',
  "<form action=http://127.0.0.1:9/><button>x</button></form>",
  "<iframe srcdoc=\"<script>parent.document.title='owned'</script>\"></iframe>",
  "<style>*{background:url(http://127.0.0.1:9/x)}</style>",
  "<!--",
  "]]>",
  "<![CDATA[",
  "${document.title}",
  "javascript:document.title='owned'",
  "\u001b[2J\u001b]8;;http://127.0.0.1:9\u0007x\u001b]8;;\u0007",
  "\u202eevil\u2066",
  "\u0000\u0008\r",
  "`code` `",
  "__proto__",
] as const;

/** What must be readable of a report of each verb: what it found, where, and what to do. */
const read: Readonly<Record<FilledVerb, readonly string[]>> = {
  check: [
    "findings[].message",
    "findings[].location.file",
    "findings[].evidence[0].text",
    "findings[].evidence[2].detail",
    "findings[].evidence[4].purl",
    "findings[].evidence[5].quote",
    "findings[].evidence[6].statement",
    "findings[].fix.title",
    "targets[].name",
    "unread[].path",
    "unread[].reason",
    "notChecked[]",
    "baseline.fixed[].message",
  ],
  inspect: [
    "image.layers[].createdBy",
    "image.packages[].name",
    "image.packages[].version",
    "image.setuid[].path",
    "image.leftovers[].path",
    "image.waste.paths[].path",
    "image.secrets[].masked",
    "image.updates.pending[].name",
    "image.os.prettyName",
  ],
  scan: [
    "vulnerabilities[].id",
    "vulnerabilities[].name",
    "vulnerabilities[].installed",
    "vulnerabilities[].fixedIn",
    "vulnerabilities[].path",
    "vulnerabilities[].summary",
    "vulnerabilities[].suppressed.reason",
    "remedies[].title",
    "remedies[].command",
    "remedies[].notes[]",
    "remedies[].packages[].name",
    "scanners[].scanner",
    "scannersFailed[].message",
    "advisories.sources[].name",
  ],
  base: ["bases.candidates[].name", "bases.recommended", "bases.reason", "bases.unread[].name", "bases.pin.diff"],
  learn: [
    "proof.trials[].title",
    "proof.trials[].problems[]",
    "proof.trials[].logTail[]",
    "proof.proofs[].claim",
    "proof.proofs[].detail",
    "proof.witnesses[].problem",
    "proof.profile.tmpfs[].path",
    "proof.coverage.endpoints[].what",
    "proof.profile.untested[].what",
  ],
  harden: [
    "harden.original",
    "harden.diff",
    "harden.fixes[].title",
    "harden.fixes[].notProven",
    "harden.builds[].digest",
  ],
  project: ["project.services[].name", "project.left[].name", "project.left[].reason", "project.entry"],
  audit: ["audit.containers[].name", "audit.containers[].image", "audit.images[].name", "audit.engine.endpoint"],
};

/** How a page shows a character that it may not hold. */
const plain = (text: string) => text.replaceAll(/\s+/g, " ");

if (!existsSync(executablePath)) {
  it.skip("hostile reports in a browser: left out, there is no /usr/bin/chromium (apt-get install -y chromium)");
} else {
  describe("a report with a hostile text in each of its fields", () => {
    let pages: OpenedPages;
    beforeAll(async () => {
      pages = await startBrowser();
    });
    afterAll(() => pages[Symbol.asyncDispose]());

    /** Opens the page, uses what it has, and says what it did besides showing it. */
    async function misdeeds(html: string): Promise<{ text: string; wrong: string[] }> {
      const { page, noise } = await pages.open(html);
      await page.locator("details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")));
      for (const field of await page.getByRole("searchbox").all()) await field.fill("<script>").catch(() => {});
      await page.mouse.move(300, 300);
      const { text, attributes, foreign, title } = await page.evaluate<{
        text: string;
        attributes: string[];
        foreign: string[];
        title: string;
      }>(`({
        text: document.body.textContent,
        attributes: [...document.body.querySelectorAll("*")].flatMap((one) => [...one.attributes]).flatMap(({ name, value }) =>
          /^on/i.test(name) || (name === "href" && !/^(?:#|https:)/.test(value)) || ["src", "srcdoc", "action", "style"].includes(name) && !value.includes("%") ? [name + "=" + value] : []),
        foreign: [...document.querySelectorAll("img, iframe, link, base, form, object, embed, script:not([type])")].slice(1).map(({ outerHTML }) => outerHTML.slice(0, 200)),
        title: document.title,
      })`);
      await page.close();
      // Whatever steers a terminal or turns a line around is written out.
      const control = /\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.exec(plain(text));
      return {
        text: plain(text),
        wrong: [
          ...noise,
          ...attributes,
          ...foreign,
          ...(title === "owned" ? ["a script ran"] : []),
          ...(control === null ? [] : [`control character ${JSON.stringify(control[0])}`]),
        ],
      };
    }

    it.each(filledVerbs)("runs and loads nothing, and shows it: %s", async (verb) => {
      const places: string[] = [];
      const report = filledReport(verb, (place) => {
        places.push(place);
        return `{${place}}${pieces.slice(0, 16).join("")}`;
      });
      expect(reportSchema.safeParse(toDocument(report)).error?.issues ?? []).toEqual([]);
      const files = [manyFiles(40, { used: true, venom: pieces.slice(0, 16).join("") })];
      const { text, wrong } = await misdeeds(
        renderHtml(verb === "inspect" ? { ...report, files } : report, { all: true }),
      );
      expect(wrong).toEqual([]);
      const venom = plain(pieces.slice(0, 16).join(""));
      expect(read[verb].filter((place) => !text.includes(`{${place}}${venom.slice(0, 60)}`))).toEqual([]);
      expect(places.length).toBeGreaterThan(50);
    });

    it("whatever the text", { timeout: 300_000 }, async () => {
      const hostile = fc
        .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary", maxLength: 12 })), {
          minLength: 1,
          maxLength: 6,
        })
        .map((parts) => parts.join("").toWellFormed());
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...filledVerbs), hostile, async (verb, venom) => {
          const { wrong } = await misdeeds(
            renderHtml(
              filledReport(verb, () => venom),
              { all: true },
            ),
          );
          expect(wrong).toEqual([]);
        }),
        { numRuns: 12, seed },
      );
    });
  });
}
