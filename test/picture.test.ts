import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SaxesParser } from "saxes";
import { expect, it } from "vitest";
import { svgOf, textOf } from "../scripts/picture/svg.ts";

const read = (path: string) => readFileSync(join(import.meta.dirname, "..", path), "utf8");

it("a picture says the same words as the terminal, and is well-formed whatever they are", () => {
  const esc = "\u001b";
  const svg = svgOf(
    'a "title" & <more>',
    `${esc}[1m${esc}[32m✔ better${esc}[39m${esc}[22m  <b>&amp;</b>\n\n${esc}[2mdim${esc}[22m plain\n`,
  );
  const names: string[] = [];
  const parser = new SaxesParser();
  parser.on("opentag", ({ name }) => void names.push(name));
  parser.write(svg).close();
  expect(new Set(names)).toEqual(new Set(["svg", "title", "style", "rect", "text", "tspan"]));
  expect(textOf(svg)).toBe("✔ better  <b>&amp;</b>\ndim plain");
  expect(svg).toContain('class="b g">✔ better<');
  expect(svg).not.toContain(esc);
});

it("the picture and the table of the README are of one run of the demo", () => {
  const readme = read("README.md");
  expect(readme).toContain("](docs/picture.svg)");
  const [, table = ""] = /^Result [^`]*```\n([^`]*)```/m.exec(readme) ?? [];
  const rows = table
    .trimEnd()
    .split("\n")
    .map((line) => line.trimEnd());
  expect(rows.length).toBeGreaterThan(10);
  const shown = textOf(read("docs/picture.svg"))
    .split("\n")
    .map((line) => line.trimEnd());
  for (const row of rows) expect(shown).toContain(row);
});
