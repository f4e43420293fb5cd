import { shippedNextcloudApps } from "../../../data/nextcloud-apps.ts";
import { bufferOf } from "../binary/header.ts";
import type { Ecosystem, PackageExtract } from "../ecosystem.ts";
import { folderOf } from "../text/paths.ts";

interface Form {
  readonly of: string;
  /** Its groups are the extension's name, unless the text says it. */
  readonly path: RegExp;
  readonly read: (text: string, match: RegExpExecArray) => { name: string; version: string } | undefined;
}

const mostBytes = 64 * 1024;

const forms: readonly Form[] = [
  {
    // Nextcloud Developer Manual, "App metadata".
    of: "nextcloud",
    path: /\/appinfo\/info\.xml$/,
    read(text) {
      const name = /<id>([^<]*)</.exec(text)?.[1]?.trim() ?? "";
      return shippedNextcloudApps.has(name) ? undefined : validRelease(name, versionIn(text));
    },
  },
  {
    // Joomla Programmers Documentation, "Manifest files"; those of its own core say so.
    of: "joomla",
    path: /\/(?:components\/(com_\w+)|modules\/(mod_\w+)|plugins\/(\w+\/\w+)|templates\/([\w-]+)|manifests\/(?:packages|libraries))\/([\w-]+)\.xml$/,
    read(text, [, component, module, plugin, template, file = ""]) {
      const root = text.indexOf("<extension ");
      if (root === -1 || !text.slice(root, root + 512).includes(" type=")) return undefined;
      if (/<author>\s*Joomla! Project/.test(text)) return undefined;
      if (template !== undefined && file !== "templateDetails") return undefined;
      const pluginName = plugin === undefined ? undefined : `plg_${plugin.replace("/", "_")}`;
      return validRelease(
        component ?? module ?? pluginName ?? (template === undefined ? file : `tpl_${template}`),
        versionIn(text),
      );
    },
  },
  {
    // Moodle Developer Resources, "version.php"; those of its own core have no release.
    of: "moodle",
    path: /\/version\.php$/,
    read: (text) =>
      validRelease(
        /^\$plugin->component *= *['"](\w+)['"]/m.exec(text)?.[1],
        /^\$plugin->release *= *['"]v?(\d[\w.+-]*)/m.exec(text)?.[1],
      ),
  },
];

/** Extensions that were unpacked into Nextcloud, Joomla and Moodle: each has its name and version in a separate file. */
const siteExtension: Ecosystem = {
  name: "site-extension",
  type: "generic",
  unlessOwned: true,
  looksAt: { names: ["version.php"], endings: [".xml"] },
  wants: ({ path, size }) => size <= mostBytes && forms.some((form) => form.path.test(path)),
  read({ path }, body): PackageExtract | undefined {
    const text = bufferOf(body.read(0, mostBytes)).toString();
    for (const form of forms) {
      const match = form.path.exec(path);
      const release = match === null ? undefined : form.read(text, match);
      if (release === undefined) continue;
      const { name, version } = release;
      const folder = folderOf(path).replace(/\/appinfo\/$/, "/");
      const owns = form.of === "joomla" ? path : folder;
      return { packages: [{ name: `${form.of}/${name}`, version, namespace: form.of, purlName: name, owns: [owns] }] };
    }
    return undefined;
  },
};

export default siteExtension;

function versionIn(text: string): string | undefined {
  return /<version>([^<]*)</.exec(text)?.[1]?.trim();
}

function validRelease(
  name: string | undefined,
  version: string | undefined,
): { name: string; version: string } | undefined {
  const fits = /^\w[\w.+-]*$/;
  return name !== undefined &&
    version !== undefined &&
    fits.test(name) &&
    fits.test(version) &&
    name.length + version.length < 256
    ? { name, version }
    : undefined;
}
