import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { renderHtml } from "../../src/reports/html.ts";
import { renderJson } from "../../src/reports/json.ts";
import { program } from "../cli/program.ts";
import { manyFiles } from "../reports/many-files.ts";
import { inspectReport } from "../reports/sample-full-image.ts";
import { askAxe } from "./axe.ts";
import { executablePath, startBrowser, type OpenedPages } from "./browser.ts";

const venom = `"><script>document.title="owned"</script><img src=x onerror="document.title='owned'">]]>\u001b[2J\u202e`;
const pageOf = (...files: ReturnType<typeof manyFiles>[]) => renderHtml({ ...inspectReport, files });

if (!existsSync(executablePath)) {
  it.skip("the map in a browser: left out, there is no /usr/bin/chromium (apt-get install -y chromium)");
} else {
  describe("the map of an image", () => {
    let pages: OpenedPages;
    beforeAll(async () => {
      pages = await startBrowser();
    });
    afterAll(() => pages[Symbol.asyncDispose]());

    /** Milliseconds from the start of the page to its mark. */
    const marked = async (page: Page) => {
      // The policy of the page lets no test evaluate text in it again and again (waitForFunction), so it is asked from outside.
      const at = () => page.evaluate<number>("performance.getEntriesByName('hullproof-map')[0]?.startTime ?? 0");
      await expect.poll(at, { timeout: 30_000 }).toBeGreaterThan(0);
      return at();
    };
    const choose = (page: Page, label: string) => page.getByLabel(label, { exact: true });
    const tile = (page: Page, name: string | RegExp) => page.locator(".map-tiles").getByRole("button", { name });

    it("leads from a tile to the instruction and the line of the Dockerfile that made it", async () => {
      const { page, noise } = await pages.open(pageOf(manyFiles(2_000)));
      await marked(page);
      await choose(page, "By").selectOption("layer");
      await tile(page, /^layer 1 /).click();
      await tile(page, /^opt /).hover();
      const link = page.locator(".map-detail a");
      expect(await link.textContent()).toBe("layer 1, line 4 of the Dockerfile: RUN make install");
      await page.getByText("The layers and their largest files").click();
      await link.click();
      expect(await page.locator(":target").innerText()).toContain(
        "layer 1, line 4 of the Dockerfile: RUN make install",
      );
      expect(noise).toEqual([]);
      await page.close();
    });

    it("is walked through with the keyboard alone", async () => {
      const { page } = await pages.open(pageOf(manyFiles(2_000, { used: true })));
      await marked(page);
      const focused = () =>
        page.evaluate<string>("document.activeElement.querySelector('.tile-label')?.firstChild.textContent");
      await page.getByLabel("Find a path").focus();
      await page.keyboard.press("Tab");
      const first = await focused();
      await page.keyboard.press("ArrowDown");
      const second = await focused();
      expect(second).not.toBe(first);
      await page.keyboard.press("ArrowRight");
      expect(await page.locator(".map-trail").innerText()).toContain(`whole image / ${second}`);
      await page.keyboard.press("Enter");
      expect(await page.locator(".map-trail").innerText()).toContain(`/ ${second} / part-0`);
      await page.keyboard.press("Backspace");
      await page.keyboard.press("ArrowLeft");
      expect(await focused()).toBe(second);
      await page.keyboard.press(first.slice(0, 1));
      expect(await focused()).toBe(first);
      await page.keyboard.press("End");
      await page.keyboard.press("Home");
      expect(await focused()).toBe(first);
      // One stop for the whole map: the next one is behind it.
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.closest('.map-tiles') === null")).toBe(true);
      await page.close();
    });

    it("shows what is wasted, what the workload did not use, and packages, with a table that says the same", async () => {
      const files = manyFiles(2_000, { used: true });
      const { page } = await pages.open(pageOf(files));
      await marked(page);
      await choose(page, "Size").selectOption("wasted");
      const names = await page.locator(".map-tiles button").count();
      expect(names).toBeGreaterThan(0);
      await choose(page, "By").selectOption("package");
      const rows = await page.locator(".map table tbody tr").allInnerTexts();
      expect(rows).toHaveLength(3);
      expect(rows.find((row) => row.startsWith("no package"))).toMatch(
        /^no package\s+[\d.]+ MiB\s+\u2013\s+[\d.]+ MiB\s+1600\s+layer \d/,
      );
      await choose(page, "Size").selectOption("unused");
      expect(await tile(page, /^no package/).getAttribute("title")).toMatch(/not used by the workload/);
      await page.close();
    });

    it("finds paths, says how many, and shows only the way to them", async () => {
      const { page } = await pages.open(pageOf(manyFiles(2_000)));
      await marked(page);
      await page.getByLabel("Find a path").fill("FILE-1234.");
      await page.getByText("1 file found.").waitFor();
      await tile(page, /^var /).waitFor();
      expect(await page.locator(".map table tbody tr").count()).toBe(1);
      await page.getByLabel("Find a path").fill("no such path");
      await page.getByText("Nothing of it was found here.").waitFor();
      await page.close();
    });

    it("goes from one file that was found to the next, and keeps its place in the address", async () => {
      const { page } = await pages.open(pageOf(manyFiles(2_000)));
      await marked(page);
      await choose(page, "By").selectOption("layer");
      const field = page.getByLabel("Find a path");
      await field.fill("file-12");
      await page.getByText("111 files found. Enter goes to the next.").waitFor();
      await field.press("Enter");
      await page.getByText(/^1 of 111: .*file-12/).waitFor();
      expect(await page.locator(".tile.hit").count()).toBe(1);
      const trail = await page.locator(".map-trail").innerText();
      expect(trail).toMatch(/whole image \/ layer \d \/ \w+ \/ part-0 \/ folder-\d+/);
      await field.press("Enter");
      await page.getByText(/^2 of 111: /).waitFor();
      const there = await page.locator(".map-trail").innerText();
      const address = page.url();
      expect(new URL(address).hash).toMatch(/map-0\.by=layer&map-0\.find=file-12&map-0\.at=layer/);
      await page.goto("about:blank");
      await page.goto(address);
      await expect.poll(() => page.locator(".map-trail").innerText()).toBe(there);
      expect(await field.inputValue()).toBe("file-12");
      await page.close();
    });

    it("passes over what an address names and is not there", async () => {
      const { page, noise } = await pages.open(pageOf(manyFiles(300)));
      const address = `${page.url()}#?map-0.by=nothing&map-0.size=%3Cb%3E&map-0.at=no&map-0.at=where&rows.severity=x`;
      await page.goto("about:blank");
      await page.goto(address);
      await marked(page);
      expect(await page.locator(".map-trail").innerText()).toMatch(/^whole image /);
      expect(await choose(page, "By").inputValue()).toBe("folder");
      expect(noise.filter((line) => !/report\.html|about:blank/.test(line))).toEqual([]);
      await page.close();
    });

    it("counts files, when that is what is asked for", async () => {
      const { page } = await pages.open(pageOf(manyFiles(2_000)));
      await marked(page);
      await choose(page, "Size").selectOption("number of files");
      expect(await page.locator(".map-trail").innerText()).toBe("whole image 2000 files");
      expect(await tile(page, /^usr /).getAttribute("title")).toMatch(/^\/usr: 500 files, 25 % of the whole image, /);
      await page.close();
    });

    it.each([320, 768, 1280])("has no tile that is too small to be hit, at %d pixels", async (width) => {
      // One file as large as all others together and more, which leaves these a sliver.
      const files = manyFiles(2_000);
      const bytes = files.bytes.map((one, at) => (at === 0 ? 4_000_000_000 : one));
      for (const one of [files, { ...files, bytes }]) {
        const { page } = await pages.open(pageOf(one), { viewport: { width, height: 800 } });
        await marked(page);
        for (const by of ["layer", "package", "folder"]) {
          await choose(page, "By").selectOption(by);
          const sides = await page
            .locator(".map-tiles button")
            .evaluateAll((all) => all.flatMap((tile) => [tile.clientWidth + 2, tile.clientHeight + 2]));
          expect(Math.min(...sides)).toBeGreaterThanOrEqual(23.5);
        }
        await page.close();
      }
    });

    it.each([
      ["light", { colorScheme: "light" }],
      ["dark", { colorScheme: "dark" }],
      ["forced colours", { forcedColors: "active" }],
    ] as const)("axe finds nothing in it: %s", async (look, options) => {
      const { page } = await pages.open(pageOf(manyFiles(2_000, { used: true })), options);
      await marked(page);
      const { violations, incomplete } = await askAxe(page);
      expect(violations).toEqual([]);
      // Letters are never on hatching or dots: each label has a ground of its own. Forced colours are the system's, and borders are thicker in them.
      const looked =
        look === "forced colours" ? /^color-contrast .*(?:too short|overlaps)/s : /^color-contrast .*too short/s;
      expect(incomplete.filter((line) => !looked.test(line))).toEqual([]);
      await page.close();
    });

    it("shows hostile names as text", async () => {
      const { page, noise } = await pages.open(pageOf(manyFiles(300, { used: true, venom })));
      await marked(page);
      for (const by of ["layer", "package", "folder"]) await choose(page, "By").selectOption(by);
      await page.locator(".map-tiles button").first().click();
      expect(await page.title()).not.toBe("owned");
      expect(await page.locator("img, iframe, link").count()).toBe(0);
      expect(await page.locator(".map").innerText()).toContain(String.raw`<script>document.title="owned"</script>`);
      expect(noise).toEqual([]);
      await page.close();
    });

    it("says what the largest files of each layer are without a script", async () => {
      const { page } = await pages.open(pageOf(manyFiles(2_000)), { javaScriptEnabled: false });
      await page.getByText("The layers and their largest files").click();
      expect(await page.locator("#map-0-layer-2").innerText()).toMatch(
        /line 7 of the Dockerfile: COPY \. \/app[^]*KiB \/\w+\/part-0\//,
      );
      await page.close();
    });

    it("works in the page that the built program writes, whose functions are other text", async () => {
      const folder = mkdtempSync(join(tmpdir(), "hullproof-map-"));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      writeFileSync(join(folder, "report.json"), renderJson({ ...inspectReport, files: [manyFiles(500)] }));
      const { stderr } = spawnSync(process.execPath, [program, "view", "report.json", "--output", "report.html"], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(stderr).toBe("");
      const { page, noise } = await pages.open(readFileSync(join(folder, "report.html"), "utf8"));
      await marked(page);
      expect(await page.locator(".map-tiles button").count()).toBeGreaterThan(3);
      expect(noise).toEqual([]);
      await page.close();
    });

    it("with 150,000 files is interactive within a few times what a page with a hundred takes", async () => {
      const [few, many] = [pageOf(manyFiles(100)), pageOf(manyFiles(150_000, { used: true }))];
      expect(many.length).toBeLessThan(4_000_000);
      const time = async (html: string) => {
        const { page } = await pages.open(html);
        const ms = await marked(page);
        const nodes = await page.evaluate<number>("document.querySelectorAll('.map *').length");
        await page.close();
        return { ms, nodes };
      };
      const small = await time(few);
      const large = await time(many);
      // Nodes are what makes a page slow, and their number is bounded whatever the image holds.
      expect(large.nodes).toBeLessThan(5_000);
      // Measured on two idle cores: about 6 times (0.9 s to 0.15 s). What this is to show is no page that hangs, even on a busy machine.
      expect(large.ms / small.ms).toBeLessThan(40);
    });
  });
}
