import type { Ecosystem, PackageExtract } from "../ecosystem.ts";
import { decode } from "../ecosystem.ts";
import { readHeaders } from "../text/headers.ts";
import { distinct, wordOf } from "../text/names.ts";
import { folderOf } from "../text/paths.ts";

/**
 * Installed R packages by their `DESCRIPTION` (Writing R Extensions, 1.1.1), which has the same form as mail headers. Only an installation adds
 * `Built`: sources have none.
 */
const cran: Ecosystem = {
  name: "cran",
  type: "cran",
  looksAt: { names: ["DESCRIPTION"] },
  maxBytes: 1024 * 1024,
  read(file, body): PackageExtract | undefined {
    const fields = readHeaders(decode(body.read(0, body.size)));
    const name = wordOf(fields.get("package")?.[0]);
    const version = wordOf(fields.get("version")?.[0]);
    if (name === undefined || version === undefined || !fields.has("built")) return undefined;
    const license = wordOf(fields.get("license")?.[0]);
    const needed = ["depends", "imports", "linkingto"].flatMap((field) => (fields.get(field)?.[0] ?? "").split(","));
    const dependsOn = distinct(
      needed.map((requirement) => /^\s{0,64}([A-Za-z][A-Za-z0-9.]{0,255})/.exec(requirement)?.[1]),
    )?.filter((packageName) => packageName !== "R");
    return {
      packages: [
        {
          name,
          version,
          ...(license === undefined ? {} : { licenses: [license] }),
          ...(dependsOn === undefined || dependsOn.length === 0 ? {} : { dependsOn }),
          owns: [folderOf(file.path)],
        },
      ],
    };
  },
};

export default cran;
