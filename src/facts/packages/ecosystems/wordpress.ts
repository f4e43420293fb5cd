import { bufferOf } from "../binary/header.ts";
import type { Ecosystem, PackageExtract } from "../ecosystem.ts";
import { fileHeaders, headerBytes } from "../php/file-headers.ts";
import { distinct } from "../text/names.ts";

/** `plugins/akismet/akismet.php`, `plugins/hello.php`, `mu-plugins/x.php`, `themes/twentytwenty/style.css`, wherever the content is. */
const places = /\/(plugins|mu-plugins|themes)\/(?:([^/]+)\/)?([^/]+)$/;

/**
 * Plug-ins and themes of WordPress by the headers that it reads itself (Plugin Handbook, "Header Requirements"; Theme Handbook, "Main Stylesheet").
 * Composer reports the packages it installed. `wordpress` is only a candidate of the purl specification; its namespaces are those of WordPress' own
 * repositories.
 */
const wordpress: Ecosystem = {
  name: "wordpress",
  type: "wordpress",
  unlessOwned: true,
  looksAt: { names: ["style.css"], endings: [".php"] },
  wants({ path }) {
    const [, kind, folder, base = ""] = places.exec(path) ?? [];
    if (kind === "themes") return folder !== undefined && base === "style.css";
    return kind !== undefined && base.endsWith(".php");
  },
  // No more than the head is read.
  maxBytes: 64 * 1024 * 1024,
  read({ path }, body): PackageExtract | undefined {
    const [, kind, folder, base = ""] = places.exec(path) ?? [];
    const text = bufferOf(body.read(0, headerBytes)).toString();
    const isTheme = kind === "themes";
    const headers = fileHeaders(text, isTheme ? themeHeaders : pluginHeaders);
    const title = headers.get(isTheme ? "theme name" : "plugin name");
    if (title === undefined) return undefined;
    const slug = folder ?? base.replace(/\.php$/, "");
    const namespace = isTheme ? "themes" : "plugins";
    const name = `${namespace}/${slug}`;
    const version = headers.get("version");
    // `@@VERSION@@` is what a build should have put there.
    if (version === undefined || !/^[\w.+~-]+$/.test(version) || !/\d/.test(version))
      return { withoutVersion: [{ name, reason: `an extension of WordPress (${title}) whose header has no version` }] };
    const licenses = distinct([headers.get("license")]);
    const parent = headers.get("template");
    const dependsOn = isTheme
      ? distinct(parent === undefined ? [] : [`themes/${parent}`])
      : distinct((headers.get("requires plugins") ?? "").split(",").flatMap((plugin) => pluginOf(plugin.trim())));
    return {
      packages: [
        {
          name,
          version,
          namespace,
          purlName: slug,
          ...(licenses === undefined ? {} : { licenses }),
          ...(dependsOn === undefined ? {} : { dependsOn }),
          ...(folder === undefined ? { owns: [path] } : { owns: [path.slice(0, -base.length)] }),
        },
      ],
    };
  },
};

export default wordpress;

const pluginHeaders = ["plugin name", "version", "license", "requires plugins"];
const themeHeaders = ["theme name", "version", "license", "template"];

function pluginOf(slug: string): string[] {
  return slug === "" ? [] : [`plugins/${slug}`];
}
