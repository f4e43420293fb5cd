import type { Program } from "./program.ts";

/** Releases have a patch number; other parts of the program have a branch without one: `153.0.8010.0`. */
const release = /^(\d{2,3}\.0\.\d{4}\.[1-9]\d*)$/;

/** Browsers that test tools and applications include: Playwright, Puppeteer, Selenium, Electron. */
export const browsers: readonly Program[] = [
  {
    name: "chromium",
    places: [
      // Puppeteer: `chrome/linux-131.0.6778.85/chrome-linux64/chrome`; Selenium: `chrome/linux64/131.0.6778.85/chrome`.
      {
        on: "chrome chrome-headless-shell headless_shell",
        path: /[/-](\d{2,3}\.0\.\d{4}\.\d+)\/(?:chrome[\w-]*\/)?(?:chrome|chrome-headless-shell|headless_shell)$/,
      },
      // Playwright numbers its folders itself (`ms-playwright/chromium-1148`). Those of Linux distributions belong to packages.
      { on: "chrome chrome-headless-shell headless_shell chromium", in: /^(?!\/usr\/(?:lib|bin)\/)/, alone: release },
    ],
  },
  {
    name: "firefox",
    places: [
      {
        on: "application.ini",
        text: /^Name=Firefox\r?\n(?:(?!Version=)[^\n]*\n){0,6}Version=(\d+\.\d+[\w.]*)/m,
      },
    ],
  },
  {
    name: "electron",
    alsoAs: "pkg:npm/electron",
    // `dist/version` of the npm package, and of the applications it builds.
    places: [{ on: "version", in: /\/electron[^/]*\/(?:dist\/)?$/, text: /^v?(\d+\.\d+\.\d+(?:-[\w.]+)?)\s*$/ }],
  },
];
