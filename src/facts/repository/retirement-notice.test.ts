import { expect, it } from "vitest";
import { isReadme, isRetirementNotice } from "./retirement-notice.ts";

it.each([
  "# Shop\n\n**This repository has been archived.** It went to another one.\n",
  "# Shop\n\nThis repository is no longer being maintained.\n",
  "> [!CAUTION]\n> **THIS REPOSITORY IS NO LONGER MAINTAINED.**\n",
  "# Shop\n\nThis Docker image is now deprecated. Use another one.\n",
  "# [Deprecated] Shop\n\nA shop.\n",
  "# Shop (unmaintained)\n",
  "# DEPRECATED: Shop\n",
  "## DEPRECATED 🚨\n\nA shop.\n",
  "<p align=center><img src=a.png></p>\n\n# 🚨 REPOSITORY ARCHIVED\n",
  "Shop\n====\n\n.. image:: a.svg\n\n**Note that this repository is no longer being maintained**.\n",
  "# Shop\n\n:warning: **This project has moved to https://git.example/shop.**\n",
  "# Shop\n\nThis project is not actively maintained. Forks are welcome.\n",
  "# Shop\n\nThis repository is no longer active and was archived in 2023.\n",
  "# Shop\n\nOur project has been discontinued.\n",
])("is one: %j", (text) => {
  expect(isRetirementNotice(text)).toBe(true);
});

it.each([
  "# Shop\n\nThis project is actively maintained.\n",
  "# Shop\n\nThis repository is not archived, only quiet.\n",
  "# Shop\n\nThis repository replaces the [deprecated shop-docker repository](https://git.example/old).\n",
  "# Shop\n\n## Deprecated tags\n\nThese tags are no longer supported.\n",
  "# Shop\n\n- [Deprecated](#deprecated)\n- [Install](#install)\n",
  "# Shop\n\nThe `v1` API is deprecated. This project is stable.\n",
  "# Shop\n\nThis image is not maintained by Docker, but by us.\n",
  "# Shop\n\nThis project was moved from a private server.\n",
  "# Shop\n\nThis project has moved to TypeScript.\n",
  "# Shop\n\nA fork: the original is abandoned.\n",
  "# Shop\n\nThis project will be archived one day.\n",
  "# Shop\n\nThis package is used for archived messages.\n",
  `# Shop\n${"\nA line.\n".repeat(60)}\nThis repository is archived.\n`,
  "# Mail archive\n\nKeeps archived mail of a deprecated server.\n",
  "",
])("is none: %j", (text) => {
  expect(isRetirementNotice(text)).toBe(false);
});

it("a README is one of the top alone", () => {
  expect(["README.md", "readme.rst", "README"].map(isReadme)).toEqual([true, true, true]);
  expect(["a/README.md", "README.de.md", "READMES"].map(isReadme)).toEqual([false, false, false]);
});
