import { describe, expect, it } from "vitest";
import { poison } from "../../test/reports/poison.ts";
import { checkReport, hardenReport } from "../../test/reports/sample-report.ts";
import { fullImage, inspectReport } from "../../test/reports/sample-full-image.ts";
import { renderMarkdown } from "./markdown.ts";
import { code, fenced, message, prose, table } from "./content/markdown-text.ts";

describe("renderMarkdown", () => {
  it("shows the verdict first, then before and after", () => {
    const text = renderMarkdown(hardenReport);
    expect(text).toContain(
      "**Proven.** The hardened container answers as the original does, before and after a restart",
    );
    expect(text).toContain("| Capabilities | 14 | **2** | −12 |");
    expect(text).toContain(
      "- **skipped** no image was given: `secrets/key-in-image`, `secrets/password-in-image` on 1 target",
    );
  });

  it("shows a finding with its place, evidence and fix", () => {
    const text = renderMarkdown(checkReport, { view: "long" });
    expect(text.slice(text.indexOf("## Base image"), text.indexOf("## Updates"))).toMatchInlineSnapshot(`
      "## Base image: 1 error

      - **error** python:3.8-slim is past its end of life: no security fixes since 2024-10-07  
        \`app/Dockerfile:1:6\` \`base-image/end-of-life\`, also \`trivy/AVD-EOL\`
        - app/Dockerfile:1:1: \`FROM python:3.8-slim\`
        - Python 3.8 reached its end of life on 2024-10-07 (https&#58;//peps.python.org/pep-0569/)
        - fix (proven): Move to python:3.13-slim

      "
    `);
  });

  it.each([
    "\n# heading\n",
    "<img src=x>",
    "![x](http://x)",
    "[x](javascript:alert)",
    "@everyone",
    "\n\n```\n# out\n",
    "|a|b|",
    "\n- item\n",
  ])("escapes headings, lists, tables and HTML in %j", (venom) => {
    const blocks = (text: string) =>
      text
        .replaceAll(/^(`{3,})\S*\n[\s\S]*?\n\1$/gm, "")
        .split("\n")
        .map((line) => /^(#+ |\s*- |\| |$|\s*)/.exec(line)![0]);
    expect(blocks(renderMarkdown(poison(hardenReport, venom)))).toEqual(blocks(renderMarkdown(hardenReport)));
    expect(
      renderMarkdown(poison(checkReport, venom))
        .replaceAll("<!-- -->", "")
        .replaceAll(/`+[^`\n]*`+/g, ""),
    ).not.toContain("<");
  });
});

describe("markdown text", () => {
  it("escapes special characters", () => {
    expect(prose("# *a* [b](c) <d> `e` x_y")).toBe(String.raw`\# \*a\* \[b\](c) &lt;d\> \`e\` x\_y`);
    expect(prose("1. item")).toBe(String.raw`1\. item`);
    expect(prose("160.0 MiB")).toBe("160.0 MiB");
    expect(prose("- item")).toBe(String.raw`\- item`);
  });

  it("keeps only the code of our messages", () => {
    expect(message("move to `a|b` *now* `x")).toBe("move to `a|b` \\*now\\* \\`x");
    expect(message("`a` b")).toBe("`a` b");
  });

  it("keeps backticks inside code", () => {
    expect(code("a `b` c")).toBe("``a `b` c``");
    expect(code("`x`")).toBe("`` `x` ``");
    expect(fenced("sh", "```\nx")).toBe("````sh\n```\nx\n````");
  });

  it("keeps a bar inside its cell", () => {
    expect(table(["a"], [[code("x | y")], [prose("p | q")]])).toBe("| a |\n| --- |\n| `x \\| y` |\n| p \\| q |");
  });

  it("shows an inspected image: layers, packages by kind, masked secrets", () => {
    const text = renderMarkdown(inspectReport);
    expect(text).toContain("| 2 | 17.9 MiB | 375 | 120 | 0 | 1.0 MiB | `RUN apt-get -y upgrade` |");
    expect(text).toContain("| `npm` | 5 | 1 | not known |");
    expect(text).toContain("- Private key `-----BEGIN…`: /app/key.pem:1 of layer 5");
    const { secrets: _, ...image } = fullImage;
    expect(renderMarkdown({ ...inspectReport, image })).toContain("Secrets were not looked for.");
  });
});
