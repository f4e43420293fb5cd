import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { poison } from "../../../test/reports/poison.ts";
import { fullImage, inspectReport } from "../../../test/reports/sample-full-image.ts";
import { inspections } from "../../../test/reports/sample-inspections.ts";
import type { Report } from "../../domain/report/report.ts";
import { renderTerminal } from "../terminal.ts";
import { displayWidth } from "./display-width.ts";

const plain = (report: Report, width = 80) => renderTerminal(report, { colour: false, width });
const closer = inspections.map((inspection) => ({ ...inspectReport, inspection }));
const [layer, tree, diff, packages] = closer.map((report) => plain(report));
const section = (text: string, title: string) =>
  text
    .slice(text.indexOf(`── ${title} `))
    .split("\n\n")[0]
    ?.split("\n")
    .slice(1) ?? [];
const whole = plain(inspectReport);

describe("an image in the terminal", () => {
  it("shows the start command, and missing settings", () => {
    const image = section(whole, "Image");
    expect(image).toContain('entrypoint  ["/usr/bin/tini","--"]');
    expect(image).toContain("healthcheck wget -q -O - http://localhost:8080/health");
    expect(image).toContain("digests     1 layer not compared with the digest");
    const { healthcheck: _, ...config } = { ...fullImage.config, entrypoint: [], exposedPorts: [] };
    const bare = section(plain({ ...inspectReport, image: { ...fullImage, user: "", config } }), "Image");
    expect(bare).toEqual(
      expect.arrayContaining([
        "user        root (none is set)",
        "entrypoint  none",
        "ports       none declared",
        "healthcheck none",
      ]),
    );
    const off = { ...fullImage.config, healthcheck: ["NONE"] };
    expect(plain({ ...inspectReport, image: { ...fullImage, config: off } })).toContain("healthcheck switched off");
  });

  it("lists layers with their changes, as far as the width allows", () => {
    expect(section(whole, "Layers").slice(0, 4)).toEqual([
      "  #  line       size      +     ~   -   wasted",
      "  0        100.0 MiB  +2098            9.0 MiB  ADD rootfs.tar /",
      "  1     3   17.0 MiB   +357                     RUN apt-get update",
      "  2     4   17.9 MiB   +375  ~120      1.0 MiB  RUN apt-get -y upgrade",
    ]);
    expect(section(plain(inspectReport, 60), "Layers")[0]).toBe("  #  line       size   wasted");
    expect(section(plain(inspectReport, 120), "Layers")[0]).toContain("compressed");
  });

  it("groups leftovers and packages by kind", () => {
    expect(section(whole, "Leftovers").join("\n")).toContain("3.0 MiB  documentation, 500 files: /usr/share/doc");
    expect(section(whole, "Packages")).toEqual([
      "     5 npm      their files are not known, 1 more only named by lock files",
      "     4 deb      12.0 MiB in the files of 1",
      "     1 generic  their files are not known",
      "     1 maven    their files are not known",
      "     1 pypi     their files are not known",
    ]);
  });

  it("shows relevant accounts, and only masked secrets", () => {
    expect(section(whole, "Accounts").join("\n")).toMatch(/toor.*logs in without a password[^]*app, group 1000/);
    expect(section(whole, "Secrets")[0]).toContain("Private key -----BEGIN…: /app/key.pem:1 of layer 5, hidden by");
  });

  it("distinguishes unchecked from not found", () => {
    const { secrets: _s, fileCapabilities: _f, accounts: _a, waste, ...rest } = fullImage;
    const { duplicates: _d, ...known } = waste;
    const unknown = plain({ ...inspectReport, image: { ...rest, waste: known } });
    expect(section(unknown, "Secrets")).toEqual(["Not looked for."]);
    expect(section(unknown, "File capabilities")[0]).toContain("Not looked for");
    expect(section(unknown, "Accounts")).toEqual(["The image has no /etc/passwd."]);
    expect(unknown).toContain("duplicates  not looked for");
    expect(section(plain({ ...inspectReport, image: { ...fullImage, secrets: [] } }), "Secrets")).toEqual([
      "None found.",
    ]);
  });

  it("sums up possible savings, without rounding waste away", () => {
    expect(whole).toContain("together    at most 30.2 MiB of 160.0 MiB");
    const almost = { ...fullImage, waste: { ...fullImage.waste, efficiency: 0.99999 } };
    expect(plain({ ...inspectReport, image: almost })).toContain("efficiency  99.9 %");
  });
});

describe("a view in the terminal", () => {
  it("replaces the whole image", () => {
    for (const report of closer) expect(plain(report)).not.toContain("── Image ─");
  });

  it("shows one layer", () => {
    expect(layer).toContain("made by  RUN /bin/sh -c apt-get -y upgrade # buildkit (line 4)");
    expect(layer).toContain("deleted  1 path; 4.0 KiB of them stay in the layers below");
    expect(layer).toContain("   1.0 KiB  /usr/lib/b, changed");
  });

  it("shows the tree by size", () => {
    expect(section(tree ?? "", "Final file system")).toEqual([
      "   4.0 KiB  /  (40 files)",
      "   3.0 KiB    usr/  (20 files)",
      "   2.0 KiB      big",
      "   1.0 KiB      … 5 smaller ones",
    ]);
  });

  it("shows two images", () => {
    expect(diff).toContain("size         160.0 MiB →   144.0 MiB    −16.0 MiB");
    expect(section(diff ?? "", "Configuration")).toEqual(["User", "- 1000", "Env.DEBUG", "+ 1"]);
    expect(section(diff ?? "", "Packages")).toEqual([
      "~ libc6 2.31 → 2.36, 2.37 (deb)",
      "+ a 1.0.0 (npm)",
      "+ b 1.0.0 (npm)",
      "+ … and 1 more",
      "- perl 5.32 (deb)",
    ]);
    expect(section(diff ?? "", "Files")).toContain("? 1 file of equal size whose contents were not compared");
    expect(section(diff ?? "", "Largest changes")[1]).toBe("~       −10 B  /etc/passwd (content, mode)");
  });

  it("shows packages, and missing data", () => {
    expect(packages).toContain("needs       nothing");
    expect(packages).toContain("needed by   pkg:deb/debian/bash@5");
    expect(packages).toContain("state       a lock file names it; nothing says that it is installed");
    expect(packages).toContain("licenses    its data names none");
    expect(packages).toContain("needs       its data does not say");
    expect(packages).toContain("needed by   unknown: packages of its kind");
  });
});

describe("every view", () => {
  const reports: readonly Report[] = [inspectReport, ...closer];

  it.each([50, 60, 80, 100, 120])("stays within %d columns for any text", (width) => {
    for (const venom of ["", "漢字テスト", "👩‍👩‍👧", "e\u0301\u0301", "x".repeat(3000)]) {
      for (const report of reports)
        for (const line of plain(poison(report, venom), width).split("\n"))
          expect(displayWidth(line), line).toBeLessThanOrEqual(width);
    }
  });

  it("escapes control characters, and prints the same text with colors", () => {
    const venom = "\u001b[2J\u009b1m\u202e\u0000\r";
    for (const report of reports) {
      // oxlint-disable-next-line no-control-regex
      expect(plain(poison(report, venom))).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      expect(stripVTControlCharacters(renderTerminal(report, { colour: true, width: 80 }))).toBe(plain(report));
    }
  });
});
