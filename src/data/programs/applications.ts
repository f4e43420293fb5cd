import type { Program } from "./program.ts";

/** Applications that are unpacked into a web folder; each has its version in a file. */
export const applications: readonly Program[] = [
  {
    name: "wordpress",
    bitnami: "wordpress",
    endOfLife: "wordpress",
    places: [
      { on: "version.php", in: /\/wp-includes\/$/, text: /^\$wp_version = '(\d+\.\d+(?:\.\d+)?(?:-[\w-]+)?)';/m },
    ],
  },
  {
    name: "joomla",
    bitnami: "joomla",
    endOfLife: "joomla",
    places: [
      {
        on: "Version.php",
        in: /\/libraries\/src\/$/,
        text: [/MAJOR_VERSION = (\d+);/, /MINOR_VERSION = (\d+);/, /PATCH_VERSION = (\d+);/],
      },
    ],
  },
  {
    name: "drupal",
    bitnami: "drupal",
    endOfLife: "drupal",
    alsoAs: "pkg:composer/drupal/core",
    places: [
      { on: "Drupal.php", in: /\/core\/lib\/$/, text: /const VERSION = '(\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?)'/ },
      { on: "bootstrap.inc", in: /\/includes\/$/, text: /define\('VERSION', '(7\.\d+)'\)/ },
    ],
  },
  {
    name: "nextcloud",
    bitnami: "nextcloud",
    endOfLife: "nextcloud",
    places: [{ on: "version.php", text: /^\$OC_VersionString = '(\d+\.\d+\.\d+(?: ?[A-Za-z]\w*)?)';/m }],
  },
  {
    name: "mediawiki",
    endOfLife: "mediawiki",
    places: [
      { on: "Defines.php", in: /\/includes\/$/, text: /define\( 'MW_VERSION', '(\d+\.\d+\.\d+(?:-[\w.]+)?)' \)/ },
    ],
  },
  {
    name: "phpmyadmin",
    bitnami: "phpmyadmin",
    endOfLife: "phpmyadmin",
    places: [
      {
        on: "Version.php",
        in: /\/libraries\/classes\/$/,
        text: /const VERSION = '(\d+\.\d+\.\d+(?:-\w+)?)'/,
      },
    ],
  },
  {
    name: "moodle",
    bitnami: "moodle",
    endOfLife: "moodle",
    // `$release` in the version.php of its root; plug-ins have `$plugin->release`.
    places: [{ on: "version.php", text: /^ *\$release *= '(\d+\.\d+(?:\.\d+)?)\+? \(Build: \d{8}\)'/m }],
  },
  {
    name: "gitlab",
    bitnami: "gitlab",
    endOfLife: "gitlab",
    places: [{ on: "VERSION", in: /\/gitlab-rails\/$/, text: /^(\d+\.\d+\.\d+)(?:-ee)?\s*$/ }],
  },
  {
    name: "discourse",
    bitnami: "discourse",
    // No version of the records matches a beta's number.
    places: [
      { on: "version.rb", in: /\/discourse\/lib\/$/, text: /^ +STRING (?:\|\|)?= "(\d+\.\d+\.\d+)"/m },
      {
        on: "version.rb",
        in: /\/discourse\/lib\/$/,
        text: [
          /^ +MAJOR (?:\|\|)?= (\d+)/m,
          /^ +MINOR (?:\|\|)?= (\d+)/m,
          /^ +TINY {1,2}(?:\|\|)?= (\d+)\n +PRE {1,3}(?:\|\|)?= nil/m,
        ],
      },
    ],
  },
  {
    name: "mastodon",
    bitnami: "mastodon",
    places: [
      {
        on: "version.rb",
        in: /\/lib\/mastodon\/$/,
        text: [/^ +def major\n +(\d+)$/m, /^ +def minor\n +(\d+)$/m, /^ +def patch\n +(\d+)$/m],
      },
    ],
  },
  {
    name: "kibana",
    bitnami: "kibana",
    endOfLife: "kibana",
    alsoAs: "pkg:npm/kibana",
    // Its distribution's own manifest, which is private.
    places: [
      {
        on: "package.json",
        in: /\/(?:share|opt|bitnami)\/kibana[^/]*\/$/,
        text: /^ {2}"version": "(\d+\.\d+\.\d+)"/m,
      },
    ],
  },
  // Installed by Composer only.
  { name: "magento", bitnami: "magento", alsoAs: "pkg:composer/magento/product-community-edition", places: [] },
  {
    name: "redmine",
    bitnami: "redmine",
    places: [
      { on: "version.rb", in: /\/lib\/redmine\/$/, text: [/ MAJOR += +(\d+)/, / MINOR += +(\d+)/, / TINY += +(\d+)/] },
    ],
  },
  {
    name: "odoo",
    bitnami: "odoo",
    endOfLife: "odoo",
    alsoAs: "pkg:pypi/odoo",
    places: [{ on: "release.py", in: /\/odoo\/$/, text: /^version_info = \((\d+), (\d+), (\d+), FINAL/m }],
  },
  {
    name: "ghost",
    bitnami: "ghost",
    alsoAs: "pkg:npm/ghost",
    places: [
      {
        on: "package.json",
        in: /\/ghost\/(?:versions\/[\d.]+\/|current\/)?$/,
        text: /"name": *"ghost",\s+"version": *"(\d+\.\d+\.\d+)"/,
      },
    ],
  },
];
