// `run-snyk.mjs FOLDER IMAGE OUT`: one scan with the snyk-docker-plugin that FOLDER holds; OUT gets what it found.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder = "", path = "", out = ""] = process.argv.slice(2);
const { scan } = createRequire(join(folder, "package.json"))("snyk-docker-plugin");
const { scanResults } = await scan({ path });
const packages = scanResults.flatMap(({ facts }) =>
  facts
    .filter(({ type }) => type === "depGraph")
    .flatMap(({ data }) => {
      const root = data.rootPkg;
      return data
        .getDepPkgs()
        .filter(({ name }) => name !== root.name)
        .map(({ name, version, purl }) => ({ type: data.pkgManager.name, name, version, purl }));
    }),
);
writeFileSync(out, JSON.stringify(packages));
// Its workers and sockets are no part of the work.
process.exit(0);
