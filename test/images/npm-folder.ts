import { existsSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Of the npm that is on PATH: `npm` is a link to its bin/npm-cli.js. @throws Error where npm is missing. */
export function npmFolder(): string {
  const paths = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "npm"));
  const found = paths.find((path) => existsSync(path));
  if (found === undefined) throw new Error("These images take the npm on PATH, and npm is not installed. Install npm.");
  return join(realpathSync(found), "../..");
}

/** Undefined, or why npm does not run where only its folder is: Debian's own takes its parts from packages of their own. */
export const noWholeNpm = existsSync(join(npmFolder(), "node_modules/semver"))
  ? undefined
  : "the npm on PATH is not whole in its folder";
