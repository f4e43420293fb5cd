// The man pages are those of the help, they are all packed, and man(1) renders them.
import { execFileSync, spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { manPages } from "../scripts/generate/man-pages.ts";

const root = join(import.meta.dirname, "..");
const there = globSync("man/*.1", { cwd: root }).sort();

it("there is one for the program and one for each verb, as the help says it, and no other", () => {
  const pages = manPages();
  expect(there).toEqual(pages.map(({ path }) => path).sort());
  expect(
    pages.filter(({ path, text }) => readFileSync(join(root, path), "utf8") !== text).map(({ path }) => path),
    "npm run generate",
  ).toEqual([]);
  expect(there).toContain("man/hullproof-check.1");
  expect(there).toContain("man/hullproof-advisories-update.1");
});

it("npm installs each of them", () => {
  const { man, files } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<
    "man" | "files",
    string[]
  >;
  expect(man.toSorted()).toEqual(there);
  expect(files).toContain("man");
});

const hasMan = spawnSync("man", ["--version"]).status === 0 && spawnSync("groff", ["--version"]).status === 0;

it.skipIf(!hasMan)("man renders them without a warning, with each flag as it is typed", { timeout: 60_000 }, () => {
  const env = { ...process.env, MANWIDTH: "100", MAN_KEEP_FORMATTING: "", LC_ALL: "C.UTF-8" };
  for (const path of there) {
    const { stdout, stderr, status } = spawnSync("man", ["--warnings", "-P", "cat", "-l", join(root, path)], {
      encoding: "utf8",
      env,
    });
    expect([status, stderr], path).toEqual([0, ""]);
    expect(stdout, path).toMatch(/^NAME$/m);
  }
  const page = execFileSync("man", ["-P", "cat", "-l", join(root, "man/hullproof-check.1")], { encoding: "utf8", env });
  for (const flag of ["--format", "--fail-on", "--allow-host", "hullproof check --fail-on warning examples/app-python"])
    expect(page).toContain(flag);
});

const hasMandoc = spawnSync("mandoc", ["-Tlint", "-"], { input: "" }).error === undefined;

it.skipIf(!hasMandoc)(
  "mandoc has no word against them but that no day is named, which would change with each build",
  () => {
    const { stdout } = spawnSync("mandoc", ["-Tlint", "-W", "warning", ...there], { cwd: root, encoding: "utf8" });
    expect(stdout.split("\n").filter((line) => line !== "" && !line.includes("missing date"))).toEqual([]);
  },
);
