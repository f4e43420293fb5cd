import { existsSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Vulnerability } from "../../src/domain/advisory/vulnerability.ts";
import { renderHtml } from "../../src/reports/html.ts";
import { hostileScan, scanReport, vulnerability } from "../reports/sample-scan.ts";
import { executablePath, startBrowser, type OpenedPages } from "./browser.ts";

const severities = ["critical", "high", "medium", "low"] as const;
/** Of 25 packages, the same for the same number. */
const many = (count: number): Vulnerability[] =>
  Array.from({ length: count }, (_, at) => {
    const name = `package-${String(at % 25).padStart(2, "0")}`;
    return vulnerability({
      id: `CVE-2024-${10_000 + at}`,
      name,
      purl: `pkg:deb/debian/${name}@1.0?arch=amd64`,
      installed: "1.0",
      severity: severities[at % 4] ?? "low",
      summary: `Weakness number ${at}`,
      inUse: at % 3 === 0,
      epss: { score: (at % 100) / 100, percentile: 0.5 },
      ...(at % 5 === 0 ? { status: "deferred", reason: "minor issue" } : { fixedIn: `1.${at % 7}` }),
      ...(at % 50 === 0 && { kev: { added: "2024-02-01", due: "2024-02-22", ransomware: false } }),
    });
  }).map((one) => {
    if (one.status === "fixed") return one;
    const { fixedIn: _, ...open } = one;
    return open;
  });

if (!existsSync(executablePath)) {
  it.skip("vulnerabilities in a browser: left out, there is no /usr/bin/chromium (apt-get install -y chromium)");
} else {
  describe("vulnerabilities", () => {
    let pages: OpenedPages;
    beforeAll(async () => {
      pages = await startBrowser();
    });
    afterAll(() => pages[Symbol.asyncDispose]());

    const shown = async (page: Page) =>
      (await page
        .locator("main")
        .evaluate((main) =>
          [...main.querySelectorAll(".row-group:not([hidden]) .block:not([hidden]) tbody tr")].map(
            (row) => row.textContent,
          ),
        )) as string[];
    const said = (page: Page, text: RegExp) => page.locator("#said", { hasText: text }).waitFor();

    it("are grouped by what fixes them, and filtered and sorted in their groups", async () => {
      const { page, noise } = await pages.open(renderHtml(scanReport(many(600))));
      const all = await shown(page);
      expect(all).toHaveLength(600);
      expect(await page.locator(".row-group h3").allInnerTexts()).toEqual(
        expect.arrayContaining([expect.stringMatching(/^Upgrade|^Rebuild/), expect.stringMatching(/^Deferred/)]),
      );
      await page.getByLabel("exploited", { exact: true }).check();
      await said(page, /^12 of 600 are shown\.$/);
      expect(await shown(page)).toHaveLength(12);
      await page.getByLabel("in use").check();
      await said(page, /^4 of 600 are shown\.$/);
      await page.getByLabel("exploited", { exact: true }).uncheck();
      await page.getByLabel("in use").uncheck();
      await page.getByLabel("has a fix").check();
      await said(page, /^480 of 600 are shown\.$/);
      await page.getByLabel("Severity", { exact: true }).selectOption("critical");
      await said(page, /^120 of 600 are shown\.$/);
      expect((await shown(page)).every((row) => row.includes("critical") && !row.includes("minor issue"))).toBe(true);
      await page.getByLabel("Order", { exact: true }).selectOption("by EPSS");
      await page.getByLabel("Find").fill("package-0");
      await said(page, /^\d+ of 600 are shown\.$/);
      await page.getByLabel("Find").fill("");
      await page.getByLabel("has a fix").uncheck();
      await page.getByLabel("Severity", { exact: true }).selectOption("any");
      await said(page, /^All 600 are shown\.$/);
      expect((await shown(page)).toSorted()).toEqual(all.toSorted());
      const epss = await page
        .locator(".row-group")
        .first()
        .locator("tbody tr")
        .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-epss"))));
      expect(epss).toEqual([...epss].sort((a, b) => b - a));
      await page.getByLabel("Order", { exact: true }).selectOption("by urgency");
      await expect.poll(async () => (await shown(page))[0]).toBe(all[0]);
      expect(await shown(page)).toEqual(all);
      expect(noise).toEqual([]);
      await page.close();
    });

    it("say the vendor's reason, whether they are in use and how likely they are exploited, without a script", async () => {
      const { page } = await pages.open(renderHtml(scanReport(many(50))), { javaScriptEnabled: false });
      const text = (await shown(page)).join("\n").replaceAll(/\s+/g, " ");
      expect(text).toContain("deferred: minor issue");
      expect(text).toContain("exploited");
      expect(text).toMatch(/ yes 12 %|yes 12 %/);
      expect(await page.locator("#row-filter").isVisible()).toBe(false);
      await page.close();
    });

    it("show hostile text as text, filtered or not", async () => {
      const { page, noise } = await pages.open(
        renderHtml(hostileScan(`"><script>document.title="owned"</script><img src=x onerror=1>`)),
      );
      await page.getByLabel("Find").fill("<script>");
      await said(page, /are shown/);
      expect(await page.title()).not.toBe("owned");
      expect(await page.locator("img").count()).toBe(0);
      expect(noise).toEqual([]);
      await page.close();
    });

    it("are 5,000 on a page that answers soon after it is there", async () => {
      const marked = async (html: string) => {
        const { page } = await pages.open(html);
        const ms = await page.evaluate<number>("performance.getEntriesByName('hullproof-rows')[0].startTime");
        const from = performance.now();
        await page.getByLabel("exploited", { exact: true }).check();
        await said(page, /are shown/);
        const answer = performance.now() - from;
        await page.close();
        return { ms, answer };
      };
      const few = await marked(renderHtml(scanReport(many(50))));
      const all = await marked(renderHtml(scanReport(many(5_000))));
      // Measured on two idle cores: about 6 times. What this is to show is no page that hangs, even on a busy machine.
      expect(all.ms / few.ms).toBeLessThan(60);
      expect(all.answer / few.answer).toBeLessThan(60);
    });
  });
}
