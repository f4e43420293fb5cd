import { readFileSync } from "node:fs";

/** Version of the package; the bundle is one folder below it, and this file three. */
export const version = readVersion();

function readVersion(): string {
  for (const path of ["../package.json", "../../../package.json"]) {
    try {
      const { name, version: packageVersion } = JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as {
        name: string;
        version: string;
      };
      if (name === "hullproof") return packageVersion;
    } catch {
      // Try the next path.
    }
  }
  throw new Error("package.json is missing");
}
