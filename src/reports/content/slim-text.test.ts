import { describe, expect, it } from "vitest";
import type { SlimResult } from "../../domain/report/slim-result.ts";
import { slimTexts } from "./slim-text.ts";

const result: SlimResult = {
  status: "removed",
  packages: [],
  witnesses: [],
  notExercised: [],
  modules: [],
  lost: [],
  probes: [],
  folders: [],
};
const stays = (name: string, needClass: SlimResult["notExercised"][number]["class"], bytes: number) => ({
  name,
  purl: `pkg:deb/debian/${name}@1`,
  class: needClass,
  bytes,
});
const unopened = (name: string, status: SlimResult["modules"][number]["status"]) => ({
  name,
  purl: `pkg:npm/${name}@1`,
  path: `/app/node_modules/${name}/package.json`,
  bytes: 1_048_576,
  status,
});

describe("slimTexts", () => {
  it("names what Depends alone keep, where it weighs something", () => {
    const heavy = [stays("libperl", "depends-only", 3 * 1_048_576), stays("llvm", "linked", 9_000_000)];
    expect(slimTexts({ ...result, notExercised: heavy })).toContain(
      "Only Depends keep 1 package, 3.0 MiB: libperl; slim.drop tries without them",
    );
    const light = [stays("mawk", "depends-only", 200_000)];
    expect(slimTexts({ ...result, notExercised: light }).join("\n")).not.toContain("Only Depends");
  });

  it("names packages of npm and PyPI by what asks for them, whether packages left or not", () => {
    const modules = [unopened("vitest", "development"), unopened("stray", "undeclared"), unopened("lazy", "declared")];
    const texts = [
      "Development dependencies: 1 package of npm or PyPI, 1.0 MiB: vitest; npm ci --omit=dev leaves those of npm out",
      "Undeclared: 1 package of npm or PyPI, 1.0 MiB: stray; no file of the project and no package asks for them",
      "Declared and not opened: 1 package of npm or PyPI, 1.0 MiB: lazy; they stay: a module may be loaded late",
    ];
    for (const status of ["removed", "available", "none"] as const)
      expect(slimTexts({ ...result, status, modules })).toEqual(expect.arrayContaining(texts));
    expect(slimTexts(result).join("\n")).not.toMatch(/Undeclared|npm/);
  });
});
