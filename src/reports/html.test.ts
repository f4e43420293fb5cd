import { describe, expect, it } from "vitest";
import { poison } from "../../test/reports/poison.ts";
import { checkReport, emptyReport, hardenReport } from "../../test/reports/sample-report.ts";
import { inspectReport } from "../../test/reports/sample-full-image.ts";
import { renderHtml } from "./html.ts";
import { html } from "./html/html.ts";

describe("html", () => {
  it("escapes every value but its own pieces", () => {
    const piece = html`<b title="${`"'><`}">${"&<b>"}</b>`;
    expect(html`<p>${piece}${[1, undefined, "<"]}</p>`.markup).toBe(
      '<p><b title="&quot;&#39;&gt;&lt;">&amp;&lt;b&gt;</b>1&lt;</p>',
    );
  });
});

describe("renderHtml", () => {
  const tags = (page: string) =>
    [...page.matchAll(/<\/?([a-zA-Z][a-zA-Z0-9]*)/g)].map(([, name]) => name!.toLowerCase());

  it.each([
    `<script>alert(1)</script>`,
    `"><img src=x onerror=alert(1)>`,
    `]]><!-- -->`,
    "</style></pre></title>",
    "' onload='",
  ])("gets no element or attribute from %j", (venom) => {
    const { diff, emitted } = hardenReport.harden!;
    const after = (text: string) => text.replaceAll(/(?<=.)$/gm, venom);
    const texts = {
      diff: after(diff),
      emitted: { dockerRun: after(emitted.dockerRun), compose: after(emitted.compose) },
    };
    const hostile = poison(hardenReport, venom);
    const page = renderHtml({ ...hostile, harden: { ...hostile.harden!, ...texts } });
    expect(tags(page)).toEqual(tags(renderHtml(hardenReport)));
    expect(page.match(/ on[a-z]+="/g)).toBeNull();
  });

  it("holds no script, no address to load from, and a policy that forbids both", () => {
    const page = renderHtml(hardenReport);
    expect(page.replaceAll("&#39;", "'")).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/<script|<link|<img|<iframe| src=| href="[^#]|url\(|@import/);
  });

  it("writes control characters out", () => {
    const page = renderHtml(poison(hardenReport, "\u001b[2J\u202e\u0000"));
    // oxlint-disable-next-line no-control-regex
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
    expect(page).toContain(String.raw`\x1b[2J\u{202e}\x00`);
  });

  it("has all ten practices in order, also where nothing was checked", () => {
    const ids = [...renderHtml(emptyReport).matchAll(/id="practice-([a-z-]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      "base-image",
      "updates",
      "layers",
      "cleanup",
      "vulnerabilities",
      "non-root",
      "limits",
      "capabilities",
      "secrets",
      "build",
    ]);
    expect(renderHtml(emptyReport).match(/No rule of this practice was run\./g)).toHaveLength(10);
  });

  it("counts the lines of both sides of the diff", () => {
    const page = renderHtml(hardenReport).replaceAll(/\s+(?=>)/g, "");
    expect(page).toContain(
      '<code class="del"><span class="no">1</span><span class="no"></span>-FROM python:3.8-slim\n</code>',
    );
    expect(page).toContain(
      '<code class="add"><span class="no"></span><span class="no">1</span>+FROM python:3.13-slim\n</code>',
    );
    expect(page).toContain('<span class="no">12</span><span class="no">9</span> CMD [&quot;python&quot;');
  });

  it("shows skipped and failed checks of a practice in the open", () => {
    const page = renderHtml(checkReport);
    expect(page).toMatch(
      /failed<\/span>\s*<code>vulnerabilities\/old-scanner<\/code> on\s+app\/DOCKER.md:\s+TypeError: tag is undefined/,
    );
  });

  it("shows packages by kind, equal files and masked secrets of an image", () => {
    const text = renderHtml(inspectReport);
    expect(text).toContain("1 group of equal files");
    expect(text).toContain("<code>-----BEGIN…</code>");
    expect(text).toContain("Packages: 5 npm, 1 only in lock files; 4 deb, 12.0 MiB");
  });
});
