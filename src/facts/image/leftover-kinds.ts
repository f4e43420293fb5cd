import { managerLeftovers } from "../managers/leftovers.ts";
import { inHomes, place, type LeftoverPlace } from "../managers/leftover-place.ts";

const needed = "the program is started by the build tool itself";
const licenses = "licenses may ask that /usr/share/doc/*/copyright stays with the program";

/** First fit counts. `__pycache__` is not among them: Python reads it at every start. Neither is `target`: too many things are called so. */
export const leftoverPlaces: readonly LeftoverPlace[] = [
  ...managerLeftovers,
  ...place("package-cache", "Maven settings reference, localRepository", inHomes(".m2/repository"), {
    safe: false,
    unless: needed,
  }),
  ...place("package-cache", "Gradle user manual, Gradle user home", inHomes(".gradle/caches", ".gradle/wrapper"), {
    safe: false,
    unless: needed,
  }),
  ...place("package-cache", "sbt, Coursier and Ivy: their cache folders", inHomes(".cache/coursier", ".ivy2/cache")),
  ...place("log", "systemd-journald(8), FILES; shells' history files", [
    ...inHomes(".bash_history", ".ash_history", ".python_history", ".node_repl_history", ".wget-hsts"),
    ...inHomes(".lesshst", ".viminfo"),
    "/var/log/journal",
  ]),
  { kind: "vcs", where: { folder: ".git" }, safe: true, source: "gitrepository-layout(5)" },
  { kind: "vcs", where: { folder: ".hg" }, safe: true, source: "hg(1), FILES" },
  {
    kind: "vcs",
    where: { folder: ".svn" },
    safe: true,
    source: "Version Control with Subversion, administrative directory",
  },
  { kind: "vcs", where: { folder: ".bzr" }, safe: true, source: "Bazaar user guide" },
  { kind: "vcs", where: { folder: "CVS" }, safe: false, unless: "it is a folder of that name only", source: "cvs(5)" },
  { kind: "build", where: { folder: "CMakeFiles" }, safe: true, source: "CMake: folder of a build tree" },
  { kind: "build", where: { file: "CMakeCache.txt" }, safe: true, source: "cmake(1): file of a build tree" },
  {
    kind: "build",
    where: { file: "config.log" },
    safe: true,
    source: "Autoconf manual, config.log",
    onlyUnowned: true,
  },
  { kind: "build", where: { folder: "autom4te.cache" }, safe: true, source: "Autoconf manual, autom4te" },
  {
    kind: "build",
    where: { ending: ".o" },
    safe: false,
    unless: "a compiler in the image links it",
    source: "gcc(1), object files",
    onlyUnowned: true,
  },
  { kind: "build", where: { ending: ".orig" }, safe: true, source: "patch(1), backup files", onlyUnowned: true },
  { kind: "build", where: { ending: ".rej" }, safe: true, source: "patch(1), rejected hunks", onlyUnowned: true },
  { kind: "build", where: { ending: ".tsbuildinfo" }, safe: true, source: "TypeScript, incremental builds" },
  { kind: "build", where: { folder: ".nyc_output" }, safe: true, source: "nyc: raw coverage data" },
  { kind: "build", where: { folder: ".pytest_cache" }, safe: true, source: "pytest, cache_dir" },
  { kind: "build", where: { folder: ".mypy_cache" }, safe: true, source: "mypy, cache_dir" },
  { kind: "build", where: { folder: ".ruff_cache" }, safe: true, source: "ruff, cache-dir" },
  { kind: "build", where: { folder: ".tox" }, safe: true, source: "tox, work_dir" },
  { kind: "build", where: { folder: ".gradle" }, safe: false, unless: needed, source: "Gradle: project cache folder" },
  ...place("build", "docker-php-source(1) of the official php images", ["/usr/src/php", "/usr/src/php.tar.xz"], {
    safe: false,
    unless: "docker-php-ext-install is used in an image built from this one",
  }),
  ...place("build", "rpmbuild(8), the build tree", inHomes("rpmbuild")),
  { kind: "workspace", where: { folder: ".idea" }, safe: true, source: "JetBrains: project settings" },
  { kind: "workspace", where: { folder: ".vscode" }, safe: true, source: "Visual Studio Code: workspace settings" },
  { kind: "workspace", where: { folder: ".devcontainer" }, safe: true, source: "containers.dev specification" },
  { kind: "workspace", where: { file: ".DS_Store" }, safe: true, source: "macOS Finder's folder settings" },
  { kind: "workspace", where: { file: "Thumbs.db" }, safe: true, source: "Windows Explorer's thumbnails" },
  { kind: "workspace", where: { ending: ".swp" }, safe: true, source: "vim, swap-file" },
  ...place("docs", "Filesystem Hierarchy Standard 3.0, /usr/share", ["/usr/share/doc", "/usr/local/share/doc"], {
    safe: false,
    unless: licenses,
  }),
  ...place("docs", "Filesystem Hierarchy Standard 3.0, /usr/share; dpkg(1) path-exclude", [
    "/usr/share/man",
    "/usr/local/share/man",
    "/usr/local/man",
    "/usr/share/info",
    "/usr/local/share/info",
    "/usr/share/gtk-doc",
    "/usr/share/doc-base",
    "/usr/share/lintian",
    "/usr/share/linda",
    "/opt/conda/share/man",
    "/opt/conda/share/doc",
  ]),
  ...place("locale", "gettext manual: message catalogues", ["/usr/share/locale", "/usr/local/share/locale"], {
    safe: false,
    unless: "someone reads messages in another language than English",
  }),
  ...place("locale", "localedef(1): sources of locales", ["/usr/share/i18n/locales", "/usr/share/i18n/charmaps"], {
    safe: false,
    unless: "the container generates locales",
  }),
  ...place("temporary", "Filesystem Hierarchy Standard 3.0, /tmp and /var/tmp", ["/tmp", "/var/tmp"], {
    safe: false,
    unless: "an entrypoint expects a file there",
  }),
  ...place("temporary", "core(5); coredump.conf(5); apport(1)", ["/core", "/var/lib/systemd/coredump", "/var/crash"]),
];
