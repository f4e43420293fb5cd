import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderHtml } from "../../src/reports/html.ts";
import { poison } from "../reports/poison.ts";
import { manyFiles } from "../reports/many-files.ts";
import { inspectReport } from "../reports/sample-full-image.ts";
import { checkReport, emptyReport, hardenReport } from "../reports/sample-report.ts";
import { scanReport } from "../reports/sample-scan.ts";
import { askAxe } from "./axe.ts";
import { executablePath, startBrowser, type OpenedPages } from "./browser.ts";
import { long } from "../long.ts";

const venom = `"><script>document.title="owned"</script><img src="http://127.0.0.1:9/x" onerror="document.title='owned'">]]>`;

if (!existsSync(executablePath)) {
  it.skip("HTML report in a browser: left out, there is no /usr/bin/chromium (apt-get install -y chromium)");
} else {
  describe("HTML report in a browser", () => {
    let pages: OpenedPages;
    beforeAll(async () => {
      pages = await startBrowser();
    });
    afterAll(() => pages[Symbol.asyncDispose]());
    const open: OpenedPages["open"] = (html, options) => pages.open(html, options);

    it.each([
      ["harden", hardenReport],
      ["check", checkReport],
      ["empty", emptyReport],
      ["hostile", poison(hardenReport, venom)],
    ] as const)("loads nothing and says nothing on the console: %s", async (_, report) => {
      const { page, noise } = await open(renderHtml(report));
      expect(noise).toEqual([]);
      await page.close();
    });

    it("shows hostile text as text", async () => {
      const { page } = await open(renderHtml(poison(hardenReport, venom)));
      expect(await page.title()).not.toBe("owned");
      expect(await page.locator("img, iframe, link").count()).toBe(0);
      expect(await page.locator("script").count()).toBe(1);
      expect(await page.locator("h1").textContent()).toContain(venom);
      await page.close();
    });

    it("has headings without gaps, header cells in every table and a name for every section", async () => {
      const { page } = await open(renderHtml(hardenReport));
      const levels = await page
        .locator("h1, h2, h3, h4")
        .evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
      expect(levels[0]).toBe(1);
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
      const heads = await page
        .locator("table")
        .evaluateAll((tables) => tables.map((table) => table.querySelectorAll("th[scope=col]").length));
      expect(Math.min(...heads)).toBeGreaterThan(1);
      const broken = await page.evaluate(
        `[...document.querySelectorAll("a[href^='#']")].filter((link) => !document.getElementById(link.hash.slice(1))).length`,
      );
      expect(broken).toBe(0);
      await page.close();
    });

    const looks = [
      ["light", { colorScheme: "light" }],
      ["dark", { colorScheme: "dark" }],
      ["forced colours", { forcedColors: "active" }],
      ["reduced motion, narrow", { reducedMotion: "reduce", viewport: { width: 360, height: 740 } }],
    ] as const;
    /**
     * What axe can't decide, and a person looked at: one letter of text, the heading of a group of rows, and cells that a narrow box scrolls out of sight,
     * which are judged where the page is wide.
     */
    const looked = (what: string) =>
      /narrow|hostile/.test(what)
        ? /^(?:color-contrast .*(?:partially obscured|too short)|th-has-data-cells (?:\.compare|div\[aria-label="Privileges"))/s
        : /^(?:color-contrast .*too short|th-has-data-cells (?:\.compare|div\[aria-label="Privileges"))/s;
    const reports = [
      ["harden", hardenReport],
      ["check", checkReport],
      ["inspect", inspectReport],
      ["scan", scanReport()],
      ["hostile", poison(hardenReport, venom)],
    ] as const;
    const all = looks.flatMap(([look, options]) =>
      reports.map(([name, report]) => [look, name, options, report] as const),
    );
    // That of a harden has all parts of a page.
    it.each(all.filter(([look, name]) => long || look === "light" || /harden|hostile/.test(name)))(
      "axe finds nothing in it: %s, %s",
      async (look, name, options, report) => {
        const { page } = await open(renderHtml(report), options);
        await page.locator("details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")));
        const { violations, incomplete } = await askAxe(page);
        expect(violations).toEqual([]);
        expect(incomplete.filter((line) => !looked(`${look} ${name}`).test(line))).toEqual([]);
        await page.close();
      },
    );

    it("shows buttons that copy, and says when it did", async () => {
      const { page, noise } = await open(renderHtml(hardenReport), {
        permissions: ["clipboard-write", "clipboard-read"],
      });
      await page.getByRole("button", { name: "Copy the text for docker run" }).click();
      await page.getByText(/^(?:Copied\.|Selected: press Ctrl\+C to copy it\.)$/).waitFor();
      expect(noise).toEqual([]);
      await page.close();
    });

    it("selects the text where the clipboard is refused", async () => {
      const { page } = await open(renderHtml(hardenReport));
      await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
      await page.getByRole("button", { name: "Copy the text for docker run" }).click();
      await page.getByText("Selected: press Ctrl+C to copy it.").waitFor();
      expect(await page.evaluate("getSelection().toString()")).toContain("docker run");
      await page.close();
    });

    it("is complete without a script, and shows no button that would do nothing", async () => {
      const text = async (javaScriptEnabled: boolean) => {
        const { page } = await open(renderHtml(hardenReport), { javaScriptEnabled });
        const main = await page.locator("main").innerText();
        const buttons = await page.locator("button:visible").count();
        await page.close();
        return { main: main.replaceAll(/^Copy.*$\n+/gm, "").replaceAll(/\s+/g, " "), buttons };
      };
      const [without, withScript] = [await text(false), await text(true)];
      expect(without.buttons).toBe(0);
      expect(withScript.buttons).toBeGreaterThan(0);
      expect(without.main.length).toBeGreaterThan(2_000);
    });

    it("runs no script but its own", async () => {
      const { page, noise } = await open(
        renderHtml(checkReport).replace(
          "</main>",
          "</main><script>document.title = 'owned'</script><p id=x style='color: red'>",
        ),
      );
      expect(await page.title()).not.toBe("owned");
      expect(noise.filter((line) => line.includes("Content Security Policy")).length).toBe(2);
      await page.close();
    });

    it.each([320, 400, 768, 1280])("needs no sideways scrolling at %d pixels", async (width) => {
      for (const report of [hardenReport, poison(hardenReport, "x".repeat(300))]) {
        const { page } = await open(renderHtml(report), { viewport: { width, height: 800 } });
        const over = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        expect(over).toBe(0);
        await page.close();
      }
    });

    it("draws before and after as bars that are as long as their amounts", async () => {
      const { page } = await open(renderHtml(hardenReport));
      const { before, after } = hardenReport.proof!;
      const widths = await page
        .locator(".compare tr", { hasText: "Size" })
        .first()
        .locator("rect")
        .evaluateAll((all) => all.map((one) => Number(one.getAttribute("width"))));
      expect(widths).toEqual([100, expect.closeTo((after!.sizeBytes / before!.sizeBytes) * 100, 1)]);
      await page.close();
    });

    it("is walked through with the Tab key from top to bottom, and every stop has a name", async () => {
      const { page } = await open(renderHtml(hardenReport));
      const stops: { place: string; top: number }[] = [];
      for (let at = 0; at < 400; at++) {
        await page.keyboard.press("Tab");
        const stop = await page.evaluate<{ place: string; top: number } | null>(`(() => {
          const one = document.activeElement;
          if (one === null || one === document.body) return null;
          const name = one.getAttribute("aria-label") ?? one.textContent.trim();
          return { place: one.tagName.toLowerCase() + " " + (name || one.id), top: one.getBoundingClientRect().top + scrollY };
        })()`);
        if (stop === null) break;
        stops.push(stop);
      }
      const kinds = [...new Set(stops.map(({ place }) => place.split(" ")[0]))];
      expect(kinds).toEqual(expect.arrayContaining(["a", "button", "pre", "summary", "input"]));
      expect(stops.length).toBeLessThan(400);
      expect(stops.filter(({ place }) => /^\w+ $/.test(place))).toEqual([]);
      // The first are the contents, in the order of the chapters.
      const contents = await page.locator(".toc a").allInnerTexts();
      expect(stops.slice(0, contents.length).map(({ place }) => place)).toEqual(contents.map((text) => `a ${text}`));
      // No stop is far above the one before it: a button stands at the upper edge of what it copies.
      const rest = stops.slice(contents.length);
      const back = rest.filter(({ top }, at) => at > 0 && top < (rest[at - 1]?.top ?? 0) - 60);
      expect(back).toEqual([]);
      await page.close();
    });

    it("prints links with where they lead, and no control that paper can't use", async () => {
      const { page } = await open(renderHtml(scanReport()));
      await page.emulateMedia({ media: "print" });
      expect(await page.locator("button:visible, input:visible, select:visible, nav:visible").count()).toBe(0);
      const after = await page.evaluate<string>(
        `getComputedStyle(document.querySelector('a[href^="http"]'), "::after").content`,
      );
      expect(after).toMatch(/https:/);
      // Grounds that mean something are printed, whatever the browser's settings.
      const { page: map } = await open(renderHtml({ ...inspectReport, files: [manyFiles(300)] }));
      await map.locator(".tile").first().waitFor();
      await map.emulateMedia({ media: "print" });
      expect(await map.evaluate('getComputedStyle(document.querySelector(".tile")).printColorAdjust')).toBe("exact");
      await map.close();
      await page.close();
    });

    it("filters trials by outcome, without a script", async () => {
      const { page } = await open(renderHtml(hardenReport), { javaScriptEnabled: true });
      const shown = async () => await page.locator(".trials tbody tr:visible").count();
      expect(await shown()).toBe(13);
      await page.getByLabel(/breaks/).check();
      expect(await shown()).toBe(7);
      await page.getByLabel(/passes/).check();
      expect(await shown()).toBe(6);
      await page.close();
    });

    it("prints what is folded away", async () => {
      const { page } = await open(renderHtml(hardenReport));
      const hidden = page.getByText("/usr/lib/x86_64-linux-gnu/libcrypto.so.1.1");
      const height = async () => (await hidden.boundingBox())?.height ?? 0;
      await expect.poll(height).toBe(0);
      await page.emulateMedia({ media: "print" });
      await expect.poll(height).toBeGreaterThan(0);
      await page.close();
    });
  });
}
