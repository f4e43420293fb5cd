import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";

export const executablePath = "/usr/bin/chromium";
const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface OpenedPages extends AsyncDisposable {
  readonly browser: Browser;
  /** The page, and everything that it asked for or complained about. */
  open(html: string, options?: Parameters<Browser["newPage"]>[0]): Promise<{ page: Page; noise: string[] }>;
}

export async function startBrowser(): Promise<OpenedPages> {
  const browser = await chromium.launch({ executablePath, args });
  const folder = mkdtempSync(join(tmpdir(), "hullproof-web-"));
  return {
    browser,
    async open(html, options = {}) {
      const file = join(folder, "report.html");
      writeFileSync(file, html);
      const page = await browser.newPage(options);
      const noise: string[] = [];
      const { href } = pathToFileURL(file);
      page.on("request", (request) => {
        if (request.url() !== href) noise.push(`request ${request.url()}`);
      });
      page.on("console", (message) => noise.push(`${message.type()} ${message.text()}`));
      page.on("pageerror", (error) => noise.push(String(error)));
      await page.goto(href);
      return { page, noise };
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}
