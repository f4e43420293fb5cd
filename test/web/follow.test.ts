import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { follow } from "../../src/pipeline/verbs/view/follow.ts";
import { recordRun } from "../../src/pipeline/verbs/view/run-record.ts";
import { renderJson } from "../../src/reports/json.ts";
import { servePage } from "../../src/servers/view/serve-page.ts";
import { hardenReport } from "../reports/sample-report.ts";
import { askAxe } from "./axe.ts";
import { executablePath, startBrowser, type OpenedPages } from "./browser.ts";

if (!existsSync(executablePath)) {
  it.skip("a run in a browser: left out, there is no /usr/bin/chromium (apt-get install -y chromium)");
} else {
  describe("a run in a browser", () => {
    let pages: OpenedPages;
    const home = mkdtempSync(join(tmpdir(), "hullproof-follow-web-"));
    beforeAll(async () => {
      pages = await startBrowser();
    });
    afterAll(async () => {
      await pages[Symbol.asyncDispose]();
      rmSync(home, { recursive: true });
    });

    it("is followed trial by trial under the page's policy, and its report takes the place of the page", async () => {
      const venom = "<img src=x onerror=\"document.title='owned'\">";
      const view = follow({ report: "none.json" }, home, { cwd: home, today: "2026-11-28", version: "0" });
      const about = { verb: "learn", target: venom, cwd: home, began: "2026-11-28T10:00:00.000Z" };
      const run = recordRun(home, about, () => {});
      while (!(await view.isLive())) await new Promise((resolve) => setTimeout(resolve, 20));
      await using server = await servePage(0, view.page, view.live);
      const page = await pages.browser.newPage();
      const noise: string[] = [];
      page.on("request", (request) => {
        if (!request.url().startsWith(server.url)) noise.push(request.url());
      });
      page.on("console", (message) => noise.push(message.text()));
      page.on("pageerror", (error) => noise.push(String(error)));
      await page.goto(server.url);
      expect(await page.locator("h1").textContent()).toBe(venom);
      run.progress({ stage: "learn", message: `1 of about 9: ${venom}`, line: true });
      await page.locator("#rows tr").first().waitFor();
      expect(await page.locator("#rows tr").first().locator("td").last().textContent()).toBe(`1 of about 9: ${venom}`);
      run.progress({ stage: "learn", message: "2 of about 9", line: true });
      await page.locator("#rows tr").nth(1).waitFor();
      // The latest stands first, and after the page was loaded again too.
      const order = () => page.locator("#rows tr td:last-child").allTextContents();
      expect(await order()).toEqual(["2 of about 9", `1 of about 9: ${venom}`]);
      await page.reload();
      expect(await order()).toEqual(["2 of about 9", `1 of about 9: ${venom}`]);
      run.progress({ stage: "learn", message: "stopping it" });
      await page.locator("#now", { hasText: "learn: stopping it" }).waitFor();
      expect(await page.locator("#rows tr").count()).toBe(2);
      expect((await askAxe(page)).violations).toEqual([]);
      writeFileSync(join(home, "report.json"), renderJson(hardenReport));
      run.done(join(home, "report.json"));
      await run[Symbol.asyncDispose]();
      await page.locator("#privileges").waitFor();
      expect(await page.title()).not.toBe("owned");
      expect(noise).toEqual([]);
      await page.close();
    });

    it("a harden is followed through its stages and trials, in dark and on a phone, and one that fails is not taken for an older report", async () => {
      const cwd = mkdtempSync(join(home, "project-"));
      mkdirSync(join(cwd, ".hullproof"));
      writeFileSync(join(cwd, ".hullproof/report.json"), renderJson(hardenReport));
      const view = follow({ report: ".hullproof/report.json" }, home, { cwd, today: "2026-11-28", version: "0" });
      const run = recordRun(home, { verb: "harden", target: ".", cwd, began: "2026-11-28T11:00:00.000Z" }, () => {});
      while (!(await view.isLive())) await new Promise((resolve) => setTimeout(resolve, 20));
      await using server = await servePage(0, view.page, view.live);
      const page = await pages.browser.newPage({ colorScheme: "dark", viewport: { width: 360, height: 740 } });
      await page.goto(server.url);
      run.progress({ stage: "find", message: "12 findings in 3 files of .", done: true });
      run.progress({ stage: "build", message: "original: RUN pip install" });
      await page.locator("#now", { hasText: "build: original: RUN pip install" }).waitFor();
      const trial = (number: number, about: number) =>
        run.progress({
          stage: "learn",
          message: `trial ${number} of about ${about}: without SETUID: breaks`,
          line: true,
          trial: { number, about },
        });
      trial(3, 24);
      trial(4, 24);
      await page.locator("#rows tr").nth(2).waitFor();
      expect(await page.locator("#rows tr").first().innerText()).toContain("trial 4 of about 24");
      await page.getByRole("progressbar", { name: /^Trial 4 of about 24, about .+ left$/ }).waitFor();
      expect(
        await page.getByRole("progressbar").evaluate((bar) => [bar.getAttribute("value"), bar.getAttribute("max")]),
      ).toEqual(["4", "24"]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
      expect((await askAxe(page)).violations).toEqual([]);
      run.progress({ stage: "verify", message: "holds", done: true });
      await page.getByRole("progressbar").waitFor({ state: "hidden" });
      // As of a build that breaks: it ends without a report of its own.
      await run[Symbol.asyncDispose]();
      await page.locator('#run[data-state="failed"]').waitFor();
      expect(await page.locator("#now").innerText()).toContain("The terminal that it was started in says why");
      expect(await page.locator("#rows tr").count()).toBe(4);
      await page.close();
    });
  });
}
