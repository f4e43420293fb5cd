// The ten pages of a fleet in a browser, of images that are read and judged: at both widths, light and dark, by keyboard, without script.
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pages as fleetPages } from "../../src/reports/fleet/pages/index.ts";
import { serveFleet, type FleetServer } from "../../src/servers/fleet/serve-fleet.ts";
import { renewTotals } from "../../src/sources/fleet/totals.ts";
import { debianLayer, npmLayer, startFakeRegistry, type FakeRegistry } from "../fleet/fake-registry.ts";
import { startFleet, writeStore, type TestFleet } from "../fleet/test-fleet.ts";
import { askAxe } from "./axe.ts";
import { executablePath, startBrowser, type OpenedPages } from "./browser.ts";

if (!existsSync(executablePath)) {
  it.skip("pages of a fleet: left out, there is no /usr/bin/chromium (apt-get install -y chromium)");
} else {
  describe("pages of a fleet", () => {
    const hostile = "a<img src=x onerror=alert(1)>\u202e";
    let folder = "";
    let registry: FakeRegistry;
    let test: TestFleet;
    let server: FleetServer;
    let browser: OpenedPages;
    /** Path of each page, by its question. */
    let paths: ReadonlyMap<string, string>;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "hullproof-fleet-"));
      await writeStore(folder, ["GHSA-aaaa-bbbb-0001 lodash 4.17.21", "GHSA-aaaa-bbbb-0002 express 4.20.0"]);
      registry = await startFakeRegistry();
      const base = [debianLayer({ bash: "5.2-1" }), npmLayer({ lodash: "4.17.20" })];
      for (const [at, version] of ["4.18.0", "4.19.0", "4.20.0"].entries()) {
        const layers = [...base, npmLayer({ express: version, [hostile]: "1.0.0", ["long-".repeat(20)]: "1.0.0" })];
        registry.tags.set(`team/app:${at}`, registry.store.image({ layers }).digest);
      }
      const blobs = [{ bytes: Buffer.from("no tar"), mediaType: "application/vnd.oci.image.layer.v1.tar+gzip" }];
      registry.tags.set("team/damaged:1", registry.store.image({ blobs }).digest);
      test = await startFleet(folder, { kind: "embedded", folder: join(folder, "fleet") }, [registry.host]);
      await test.settled(4);
      await renewTotals(test.fleet.database.query);
      server = await serveFleet({ answers: test.answers, port: 0, version: "0", readFirst: async () => false });
      browser = await startBrowser();
      paths = new Map([
        ["start", ""],
        ["status", "status"],
        ["updates", "updates"],
        ["changes", "changes?since=2026-01-01"],
        ["end-of-life", "end-of-life"],
        ["configuration", "configurations?user=root"],
        ["packages", "packages?name=lodash"],
        ["vulnerability", "vulnerabilities/GHSA-aaaa-bbbb-0001"],
        ["repository", `repositories?name=${encodeURIComponent(`${registry.host}/team/app`)}`],
        ["image", `images/${registry.tags.get("team/app:0") ?? ""}`],
      ]);
    }, 120_000);
    afterAll(async () => {
      await browser[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await test[Symbol.asyncDispose]();
      await registry[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    }, 60_000);

    /** Everything that a page asked for from elsewhere, or complained about. */
    const listen = (page: Page): string[] => {
      const noise: string[] = [];
      page.on("request", (request) => {
        if (!request.url().startsWith(server.url)) noise.push(`request ${request.url()}`);
      });
      page.on("console", (message) => noise.push(`${message.type()} ${message.text()}`));
      page.on("pageerror", (error) => noise.push(String(error)));
      return noise;
    };

    it("are ten, and each is looked at", () => {
      expect([...paths.keys()].sort()).toEqual(fleetPages.map(({ question }) => question).sort());
    });

    it.each([
      { width: 360, colorScheme: "light" },
      { width: 1_440, colorScheme: "dark" },
    ] as const)("are accessible and fit at $width px, $colorScheme", async ({ width, colorScheme }) => {
      const page = await browser.browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      const noise = listen(page);
      for (const [question, path] of paths) {
        const response = await page.goto(server.url + path);
        expect(response?.status(), question).toBe(200);
        expect((await askAxe(page)).violations, question).toEqual([]);
        const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
        expect(await page.evaluate(overflow), `${question}: wider than the screen`).toBe(0);
      }
      expect(noise).toEqual([]);
      await page.close();
    });

    it("show all without script, under their own policy", async () => {
      const context = await browser.browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      const noise = listen(page);
      for (const [question, path] of paths) {
        await page.goto(server.url + path);
        expect(await page.locator("h1").innerText(), question).not.toBe("");
        // Of when it is, and what is not known.
        expect(await page.locator("header").innerText(), question).toMatch(/As of .*3 images read.*1 /s);
      }
      await page.goto(`${server.url}images/${registry.tags.get("team/app:0") ?? ""}`);
      expect(await page.locator("main").innerText()).toContain("a<img src=x onerror=alert(1)>");
      expect(noise).toEqual([]);
      await context.close();
    });

    it("lead by keyboard alone from the search to an image and its vulnerability", async () => {
      const context = await browser.browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(server.url);
      const focused = page.locator(":focus");
      const tabTo = async (isMeant: () => Promise<boolean>) => {
        for (let tabs = 0; tabs < 60; tabs++) {
          await page.keyboard.press("Tab");
          if ((await focused.count()) === 1 && (await isMeant())) return;
        }
        throw new Error("not reached by the keyboard");
      };
      await tabTo(async () => (await focused.getAttribute("id")) === "find");
      await page.keyboard.type("GHSA-aaaa-bbbb-0001");
      await page.keyboard.press("Enter");
      await page.waitForURL(/vulnerabilities\/GHSA-aaaa-bbbb-0001/);
      await tabTo(async () => /\/images\/sha256:/.test((await focused.getAttribute("href")) ?? ""));
      // What has the focus is seen to have it.
      expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).not.toBe("none");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/images\/sha256:/);
      await tabTo(async () => /vulnerabilities\/GHSA-aaaa-bbbb-000/.test((await focused.getAttribute("href")) ?? ""));
      await page.keyboard.press("Enter");
      await page.waitForURL(/vulnerabilities\//);
      expect(await page.locator("h1").innerText()).toContain("GHSA-aaaa-bbbb-000");
      await context.close();
    });
  });
}
