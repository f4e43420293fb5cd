import type { Ecosystem, PackageExtract } from "../ecosystem.ts";
import { checkCount } from "../text/bounds.ts";
import { parseJsonObject } from "../text/json.ts";
import { distinct, wordOf } from "../text/names.ts";
import { folderOf, resolvePath } from "../text/paths.ts";
import { withoutEnd } from "../../../text/cut.ts";
import { listOf } from "../../../formats/json/values.ts";

/**
 * Packages of a conda environment: one `conda-meta/NAME-VERSION-BUILD.json` each (https://docs.conda.io, "conda-meta directory"), with its files
 * relative to the environment. Qualifiers as the purl specification has them for conda.
 */
const conda: Ecosystem = {
  name: "conda",
  type: "conda",
  looksAt: { endings: [".json"] },
  wants: (file) => /\/conda-meta\/[^/]+\.json$/.test(file.path),
  read(file, body): PackageExtract | undefined {
    const data = parseJsonObject(body.read(0, body.size));
    const name = wordOf(data.name);
    const version = wordOf(data.version);
    // Environments keep their own settings in that folder.
    if (name === undefined || version === undefined) return undefined;
    const environment = folderOf(folderOf(file.path).slice(0, -1));
    const license = wordOf(data.license);
    // `python >=3.9,<3.10.0a0`; `__glibc` is a property of the machine.
    const dependsOn = distinct(
      listOf(data.depends).map((dependency) =>
        wordOf(typeof dependency === "string" ? dependency.trim().split(/[\s=<>!~]/, 1)[0] : undefined),
      ),
    )?.filter((needed) => !needed.startsWith("__"));
    checkCount(listOf(data.files).length);
    return {
      packages: [
        {
          name,
          version,
          qualifiers: qualifiersOf(data),
          ...(license === undefined ? {} : { licenses: [license] }),
          ...(dependsOn === undefined ? {} : { dependsOn }),
          owns: [
            file.path,
            ...listOf(data.files).flatMap((path) =>
              typeof path === "string" && path.length <= 4_096 ? [resolvePath(environment, path)] : [],
            ),
          ],
        },
      ],
    };
  },
};

function qualifiersOf(data: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const build = wordOf(data.build) ?? wordOf(data.build_string);
  // An address (`https://host/pkgs/main/linux-64`) or a bare name.
  const channel = withoutEnd(wordOf(data.channel) ?? "", "/")
    .replace(/\/(?:linux|osx|win)-[^/]+$|\/noarch$/, "")
    .split("/")
    .at(-1);
  const subdir = wordOf(data.subdir);
  return {
    ...(build === undefined ? {} : { build }),
    ...(channel === undefined || channel === "" ? {} : { channel }),
    ...(subdir === undefined ? {} : { subdir }),
  };
}

export default conda;
