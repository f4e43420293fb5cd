// The package as `npm install` leaves it, from its packed tarball, without a network: its dependencies are those of this repository.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { root } from "./cli/run-cli.ts";

/** A temporary folder with the tarball and what it holds. */
export function packed(): { readonly folder: string; readonly tarball: string; readonly content: string } {
  const folder = mkdtempSync(join(tmpdir(), "hullproof-test-package-"));
  const made = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
    cwd: root,
    encoding: "utf8",
  });
  const said: unknown = JSON.parse(made);
  const [one] = (Array.isArray(said) ? said : Object.values(said as object)) as readonly {
    readonly filename: string;
  }[];
  const tarball = join(folder, one?.filename ?? "");
  execFileSync("tar", ["-xzf", tarball, "-C", folder]);
  return { folder, tarball, content: join(folder, "package") };
}

/** A new folder in which the package is installed. */
export function installed({ content }: { readonly content: string }, names: readonly string[]): string {
  const place = mkdtempSync(join(tmpdir(), "hullproof-test-installed-"));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  cpSync(content, join(place, "node_modules/hullproof"), { recursive: true });
  for (const name of names) {
    const to = join(place, "node_modules", name);
    mkdirSync(dirname(to), { recursive: true });
    symlinkSync(join(root, "node_modules", name), to);
  }
  return place;
}
