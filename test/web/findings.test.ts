import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderHtml } from "../../src/reports/html.ts";
import { largeReport } from "../reports/large-report.ts";
import { manyFindings } from "../reports/many-findings.ts";
import { askAxe } from "./axe.ts";
import { executablePath, startBrowser, type OpenedPages } from "./browser.ts";

if (!existsSync(executablePath)) {
  it.skip("findings in a browser: left out, there is no /usr/bin/chromium (apt-get install -y chromium)");
} else {
  describe("findings in a browser", () => {
    let pages: OpenedPages;
    beforeAll(async () => {
      pages = await startBrowser();
    });
    afterAll(() => pages[Symbol.asyncDispose]());
    const open: OpenedPages["open"] = (html, options) => pages.open(html, options);

    it.each([
      ["with its script", true],
      ["without", false],
    ])("is short and light before a rule is unfolded, and then shows all of it: %s", async (_, javaScriptEnabled) => {
      const report = largeReport();
      const { page } = await open(renderHtml(report), { javaScriptEnabled, viewport: { width: 1280, height: 800 } });
      const [height, elements, nodes] = await page.evaluate<number[]>(`(() => {
        const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
        let nodes = 0;
        while (walker.nextNode()) nodes++;
        return [document.documentElement.scrollHeight, document.querySelectorAll("*").length, nodes];
      })()`);
      expect(height).toBeLessThanOrEqual(4_000);
      expect(elements).toBeLessThanOrEqual(2_000);
      expect(nodes).toBeLessThanOrEqual(5_000);
      expect(await page.locator(".rule").count()).toBe(new Set(report.findings.map(({ rule }) => rule)).size);
      const text = await page.locator(".rules").evaluate((rules) => rules.textContent);
      for (const at of [0, 1, 777, 2_399]) {
        const { message, location } = report.findings[at]!;
        expect(text).toContain(message);
        if ("file" in location) expect(text).toContain(`${location.file}:${location.startLine}`);
      }
      await page.locator(".rule > summary").first().click();
      expect(await page.locator(".rule .lines:visible").last().innerText()).toContain("service-");
      await page.close();
    });

    it.each(["light", "dark"] as const)("axe finds nothing in folded rules, on a phone: %s", async (colorScheme) => {
      const { page } = await open(renderHtml(largeReport()), { colorScheme, viewport: { width: 400, height: 800 } });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(400);
      for (const at of [0, 30, -1]) await page.locator(".rule > summary").nth(at).click();
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(400);
      expect((await askAxe(page)).violations).toEqual([]);
      await page.close();
    });

    it("filters findings by file, service, practice and fix, and shows them again as they were", async () => {
      const report = largeReport();
      const { page } = await open(renderHtml(report));
      const shown = () =>
        page
          .locator(".rule:not([hidden]) [data-findings]")
          .evaluateAll(
            (all) =>
              all.flatMap((one) => one.textContent.split("\n").filter((line: string) => line.startsWith("service-")))
                .length,
          );
      const said = (count: number) => page.locator("#said", { hasText: `${count} of 2400 are shown.` }).waitFor();
      const whole = await page.locator(".rules").evaluate(({ textContent }) => textContent);
      const ask = async (label: string, text: string, count: number) => {
        await page.getByRole("searchbox", { name: label }).fill(text);
        await said(count);
        expect(await shown()).toBe(count);
        await page.getByRole("searchbox", { name: label }).fill("");
        await page.locator("#said", { hasText: "All 2400 are shown." }).waitFor();
      };
      const withFile = report.findings.filter(({ location }) => "file" in location);
      expect(withFile.length).toBeGreaterThan(1_000);
      await ask("File", "service-77/", 1);
      await ask("Service", "service-2399", 1);
      // A file is no service, nor a service a file.
      await ask("Service", "dockerfile", 0);
      const practices = report.findings.filter(({ practice }) => practice === "cleanup").length;
      await page.getByLabel("Practice", { exact: true }).selectOption("cleanup");
      await said(practices);
      await page.getByLabel("Practice", { exact: true }).selectOption("");
      await page.getByLabel("has a fix").check();
      await said(report.findings.filter(({ fix }) => fix !== undefined).length);
      await page.getByLabel("has a fix").uncheck();
      await page.locator("#said", { hasText: "All 2400 are shown." }).waitFor();
      expect(await page.locator(".rules").evaluate(({ textContent }) => textContent)).toBe(whole);
      await page.close();
    });

    it("filters findings by text and severity, and keeps that in its address", async () => {
      const { page, noise } = await open(renderHtml(manyFindings(200)));
      const shown = () =>
        page
          .locator(".rule:not([hidden]) .count")
          .evaluateAll((all) => all.reduce((sum, one) => sum + Number.parseInt(one.textContent, 10), 0));
      const all = await shown();
      expect(all).toBe(200);
      await page.getByLabel("Severity", { exact: true }).selectOption("error");
      await page.locator("#said", { hasText: / of 200 are shown\.$/ }).waitFor();
      const errors = await shown();
      expect(errors).toBeGreaterThan(0);
      expect(errors).toBeLessThan(200);
      await page.getByRole("searchbox", { name: "Find" }).fill("service-0/");
      await page.locator("#said", { hasText: "1 of 200 are shown." }).waitFor();
      expect(await page.locator(".rule:visible").count()).toBe(1);
      expect(new URL(page.url()).hash).toBe("#?findings.text=service-0%2F&findings.severity=0");
      await page.reload();
      await expect.poll(shown).toBe(1);
      expect(noise.filter((line) => !line.includes("report.html#"))).toEqual([]);
      await page.close();
    });
  });
}
