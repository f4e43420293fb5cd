import { decode, type Ecosystem, type PackageExtract } from "../ecosystem.ts";
import { keyAndValue, linesOf } from "../text/lines.ts";
import { wordOf } from "../text/names.ts";
import { folderOf } from "../text/paths.ts";
import { lastPart } from "../../../text/cut.ts";

/**
 * Modules, themes and profiles of Drupal 8 and later that were unpacked from drupal.org, whose packaging adds project and version to `NAME.info.yml`
 * (Drupal.org, "Let Drupal know about your module"). They are named as Composer names them (drupal.org's own repository for it), by which the advisories
 * know them too; Composer reports the packages it installed, and core modules belong to the core.
 */
const drupal: Ecosystem = {
  name: "drupal",
  type: "composer",
  unlessOwned: true,
  looksAt: { endings: [".yml"] },
  wants: ({ path }) => path.endsWith(".info.yml"),
  maxBytes: 1024 * 1024,
  read({ path }, body): PackageExtract | undefined {
    const fields = new Map<string, string>();
    for (const line of linesOf(decode(body.read(0, body.size)))) {
      const pair = /^[a-z]/.test(line) ? keyAndValue(line) : undefined;
      if (pair !== undefined) fields.set(pair[0], pair[1]);
    }
    const project = wordOf(fields.get("project"));
    const version = wordOf(fields.get("version"));
    // A project nests modules: the one with its name represents all.
    if (project === undefined || version === undefined || lastPart(path) !== `${project}.info.yml`) return undefined;
    if (project === "drupal" || !/^\w+$/.test(project)) return undefined;
    return {
      packages: [
        {
          name: `drupal/${project}`,
          version: composerVersion(version),
          namespace: "drupal",
          purlName: project,
          owns: [folderOf(path)],
        },
      ],
    };
  },
};

export default drupal;

/** `8.x-1.5-beta3` is `1.5.0-beta3`: the core version is not part of it. */
function composerVersion(version: string): string {
  return version.replace(/^\d{1,2}\.x-(\d+)\.(\d+)/, "$1.$2.0");
}
