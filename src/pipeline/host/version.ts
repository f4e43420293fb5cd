import { readFileSync } from "node:fs";

/** Of the package; the bundle lies one folder below it, and this file three. */
export const version = readVersion();

function readVersion(): string {
  for (const path of ["../package.json", "../../../package.json"]) {
    try {
      const { name, version: found } = JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as {
        name: string;
        version: string;
      };
      if (name === "hullproof") return found;
    } catch {
      // The other place.
    }
  }
  throw new Error("package.json is missing");
}
