import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { buildSite } from "../../scripts/site/build-site.ts";
import { askAxe } from "./axe.ts";
import { executablePath, startBrowser } from "./browser.ts";

if (!existsSync(executablePath)) {
  it.skip("the documentation in a browser: left out, there is no /usr/bin/chromium (apt-get install -y chromium)");
} else {
  it("the documentation opens from the disk, and is searched there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hullproof-site-"));
    for (const { path, text } of buildSite(join(import.meta.dirname, "../..")).files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    await using pages = await startBrowser();
    const page = await pages.browser.newPage();
    const noise: string[] = [];
    const home = pathToFileURL(folder).href;
    page.on("request", (request) => {
      if (!request.url().startsWith(home)) noise.push(request.url());
    });
    page.on("console", (message) => noise.push(message.text()));
    page.on("pageerror", (error) => noise.push(String(error)));
    await page.goto(`${home}/practices/capabilities.html`);
    expect((await askAxe(page)).violations).toEqual([]);
    await page.keyboard.press("/");
    await page.keyboard.type("cpu-shares");
    await page.locator("#found a", { hasText: "--cpu-shares used as a limit" }).first().click();
    await page.locator("h1", { hasText: "--cpu-shares used as a limit" }).waitFor();
    expect(page.url()).toContain("/rules/limits/cpu-shares.html");
    await page.locator("a", { hasText: "the rule" }).click();
    await page.locator("h1", { hasText: "src/rules/limits/cpu-shares.ts" }).waitFor();
    await page.goto(`${home}/index.html`);
    await page.locator("#search").fill("qvxzj wzqkv");
    expect(await page.locator("#search-says").textContent()).toBe("Nothing found");
    await page.keyboard.press("Escape");
    expect(await page.locator("#article").isVisible()).toBe(true);
    expect(noise).toEqual([]);
    rmSync(folder, { recursive: true });
  });
}
