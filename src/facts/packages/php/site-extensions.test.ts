import { expect, it } from "vitest";
import { isShown, listed, probeFile } from "../../../../test/probe-file.ts";
import drupal from "../ecosystems/drupal.ts";
import siteExtension from "../ecosystems/site-extension.ts";
import wordpress from "../ecosystems/wordpress.ts";

const content = "/var/www/html/wp-content";
const header = `<?php
/**
 * @package Akismet
 */
/*
Plugin Name: Akismet Anti-spam: Spam Protection
Plugin URI: https://akismet.com/
Description: Version: of no use
Version: 5.3.1
Requires PHP: 5.6.20
License: GPLv2 or later
Requires Plugins: woocommerce, jetpack
*/
`;

it("reads a plug-in in a folder", () => {
  expect(probeFile(wordpress, `${content}/plugins/akismet/akismet.php`, header)?.packages).toEqual([
    {
      name: "plugins/akismet",
      version: "5.3.1",
      namespace: "plugins",
      purlName: "akismet",
      licenses: ["GPLv2 or later"],
      dependsOn: ["plugins/woocommerce", "plugins/jetpack"],
      owns: [`${content}/plugins/akismet/`],
    },
  ]);
});

it.each([
  [
    "a file alone",
    "plugins/hello.php",
    "<?php\n/* Plugin Name: Hello Dolly\n * Version: 1.7.2 */",
    "plugins/hello 1.7.2",
  ],
  ["must-use", "mu-plugins/cache.php", "<?php # Plugin Name: Cache\n# Version: 2", "plugins/cache 2"],
  [
    "must-use in a folder",
    "mu-plugins/cache/load.php",
    "<?php // Plugin Name: Cache\r\n// Version: 2\r\n",
    "plugins/cache 2",
  ],
  ["on one line with PHP", "plugins/a/a.php", "<?php /* Plugin Name: A\rVersion: 1.0-beta */", "plugins/a 1.0-beta"],
  ["upper case", "plugins/a/a.php", "<?php\n * PLUGIN NAME: A\n * VERSION: 3 ?>", "plugins/a 3"],
  ["a theme", "themes/twenty/style.css", "/*\nTheme Name: Twenty\nVersion: 1.2\n*/\nbody{}", "themes/twenty 1.2"],
])("%s", (_title, path, text, expected) => {
  expect(listed(probeFile(wordpress, `${content}/${path}`, text))).toEqual([expected]);
});

it("makes a child theme depend on its parent", () => {
  const text = "/*\nTheme Name: Child\nTemplate: twenty\nVersion: 1\n*/";
  expect(probeFile(wordpress, "/bedrock/web/app/themes/child/style.css", text)?.packages?.[0]?.dependsOn).toEqual([
    "themes/twenty",
  ]);
});

it("reports plug-ins without a version and ignores other files", () => {
  const path = `${content}/plugins/a/a.php`;
  expect(probeFile(wordpress, path, "<?php\n// Plugin Name: A\n")?.withoutVersion).toEqual([
    { name: "plugins/a", reason: "an extension of WordPress (A) whose header has no version" },
  ]);
  for (const version of ["@@VERSION@@", "trunk", "1.0 beta", "{{ 1 }}"])
    expect(probeFile(wordpress, path, `<?php\n// Plugin Name: A\n// Version: ${version}`)?.packages).toBeUndefined();
  expect(probeFile(wordpress, path, "<?php\necho 'Plugin Name: A';\n")).toBeUndefined();
  expect(probeFile(wordpress, path, "<?php\n/* Version: 1 */")).toBeUndefined();
  // WordPress itself reads no more.
  expect(probeFile(wordpress, path, `<?php\n${" ".repeat(8192)}\n/* Plugin Name: A\nVersion: 1 */`)).toBeUndefined();
  expect(probeFile(wordpress, path, ":".repeat(100_000))).toBeUndefined();
  for (const other of ["plugins/a/inc/b.php", "themes/twenty/functions.php", "themes/style.css", "plugins/a/style.css"])
    expect(isShown(wordpress, `${content}/${other}`)).toBe(false);
});

it("gives a Drupal module Composer's name and version", () => {
  const info = (version: string, project = "token") =>
    `name: 'Token'\ntype: module\ncore_version_requirement: ^9\ndependencies:\n  - version:x\n\n# Information added by Drupal.org packaging script\nversion: '${version}'\nproject: '${project}'\ndatestamp: 1\n`;
  const read = (text: string, path = "/var/www/html/modules/token/token.info.yml") =>
    listed(probeFile(drupal, path, text));
  expect(read(info("8.x-1.5"))).toEqual(["drupal/token 1.5.0"]);
  expect(read(info("8.x-1.0-rc2"))).toEqual(["drupal/token 1.0.0-rc2"]);
  expect(read(info("2.1.3"))).toEqual(["drupal/token 2.1.3"]);
  // Of the core, a module in a module, and one that nobody packaged.
  expect(read(info("10.2.3", "drupal"), "/var/www/html/core/modules/node/node.info.yml")).toEqual([]);
  expect(read(info("8.x-1.5"), "/var/www/html/modules/token/modules/a/a.info.yml")).toEqual([]);
  expect(read("name: Own\nversion: 1.0\n", "/var/www/html/modules/custom/own/own.info.yml")).toEqual([]);
});

it.each([
  [
    "custom_apps/calendar/appinfo/info.xml",
    "<info><id>calendar</id><version>5.0.3</version></info>",
    "nextcloud/calendar 5.0.3",
  ],
  ["apps/files/appinfo/info.xml", "<info><id>files</id><version>2.0.0</version></info>", undefined],
  [
    "administrator/components/com_akeeba/akeeba.xml",
    '<?xml version="1.0"?>\n<extension type="component" method="upgrade"><name>Akeeba</name><author>Nicholas</author><version>9.9.3</version></extension>',
    "joomla/com_akeeba 9.9.3",
  ],
  [
    "plugins/system/jce/jce.xml",
    '<extension version="4.0" type="plugin"><version>2.9.60</version></extension>',
    "joomla/plg_system_jce 2.9.60",
  ],
  [
    "templates/ja-purity/templateDetails.xml",
    '<extension type="template"><version>1.0</version></extension>',
    "joomla/tpl_ja-purity 1.0",
  ],
  ["templates/ja-purity/other.xml", '<extension type="template"><version>1.0</version></extension>', undefined],
  [
    "administrator/manifests/packages/pkg_jce.xml",
    '<extension type="package"><version>2.9</version></extension>',
    "joomla/pkg_jce 2.9",
  ],
  [
    "administrator/components/com_admin/admin.xml",
    '<extension type="component"><author>Joomla! Project</author><version>4.0.0</version></extension>',
    undefined,
  ],
  ["components/com_x/config.xml", "<config><version>1</version></config>", undefined],
  [
    "mod/attendance/version.php",
    "<?php\n$plugin->version = 2023020107;\n$plugin->release = '4.3.2 stable';\n$plugin->component = 'mod_attendance';\n",
    "moodle/mod_attendance 4.3.2",
  ],
  ["mod/quiz/version.php", "<?php\n$plugin->version = 2023100900;\n$plugin->component = 'mod_quiz';\n", undefined],
  ["version.php", "<?php\n$release = '4.3.2 (Build: 20231222)';\n", undefined],
])("%s", (path, text, expected) => {
  const found = listed(probeFile(siteExtension, `/var/www/html/${path}`, text));
  expect(found).toEqual(expected === undefined ? [] : [expected]);
});

it("reads any content of Nextcloud, Joomla and Moodle extensions in linear time", () => {
  const begin = performance.now();
  for (const part of ["<id>", "<version> ", "<extension ", "$plugin->component =", "<author>\n", "\n \n"])
    for (const path of ["/a/appinfo/info.xml", "/plugins/a/b/b.xml", "/a/version.php"])
      expect(probeFile(siteExtension, path, part.repeat(60_000 / part.length))).toBeUndefined();
  expect(isShown(siteExtension, "/a/appinfo/info.xml", 70_000)).toBe(false);
  expect(performance.now() - begin).toBeLessThan(2_000);
});
