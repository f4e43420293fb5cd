import type { LeftoverKind } from "../../domain/image/image-info.ts";

/** Something that builds leave behind. */
export interface LeftoverPlace {
  readonly kind: LeftoverKind;
  readonly where:
    /** A folder with all below it, or a file, by its absolute path; `*` is one whole path part. */
    | { readonly at: string }
    /** A folder of this name anywhere, with all below it. */
    | { readonly folder: string }
    /** Files of this name anywhere. */
    | { readonly file: string }
    /** Files whose names end so, anywhere. */
    | { readonly ending: string };
  /** Whether it can be deleted without anyone missing it. */
  readonly safe: boolean;
  /** Why not, or when not. */
  readonly unless?: string;
  /** A file that a package of the distribution owns is not one: `/usr/lib/crt1.o` is the C library's. */
  readonly onlyUnowned?: true;
  readonly source: string;
}

const place = (
  kind: LeftoverKind,
  source: string,
  paths: readonly string[],
  more: Partial<Pick<LeftoverPlace, "safe" | "unless">> = {},
): LeftoverPlace[] => paths.map((at) => ({ kind, where: { at }, safe: true, source, ...more }));

/** In the homes of root and of ordinary users. */
const inHomes = (...paths: readonly string[]) => paths.flatMap((path) => [`/root/${path}`, `/home/*/${path}`]);

const needed = "the program is started by the build tool itself";
const licences = "licenses may ask that /usr/share/doc/*/copyright stays with the program";

/** First fit counts. `__pycache__` is not among them: Python reads it at every start. Neither is `target`: too many things are called so. */
export const leftoverPlaces: readonly LeftoverPlace[] = [
  ...place("package-lists", "apt.conf(5), Dir::State::lists", ["/var/lib/apt/lists"]),
  ...place("package-cache", "apt.conf(5), Dir::Cache", ["/var/cache/apt"]),
  ...place("package-cache", "debconf(7) and dpkg(1): copies of the state before the last change", [
    "/var/cache/debconf/config.dat-old",
    "/var/cache/debconf/templates.dat-old",
    "/var/lib/dpkg/status-old",
    "/var/lib/dpkg/available-old",
    "/var/lib/dpkg/diversions-old",
    "/var/lib/dpkg/statoverride-old",
  ]),
  ...place("package-cache", "apk-cache(5)", ["/var/cache/apk", "/etc/apk/cache"]),
  ...place("package-cache", "dnf.conf(5), cachedir; dnf5.conf(5); yum.conf(5)", [
    "/var/cache/dnf",
    "/var/cache/libdnf5",
    "/var/cache/yum",
    "/var/cache/tdnf",
    "/var/lib/dnf/history.sqlite",
    "/var/lib/dnf/history.sqlite-shm",
    "/var/lib/dnf/history.sqlite-wal",
  ]),
  ...place("package-cache", "zypper(8), FILES", ["/var/cache/zypp"]),
  ...place("package-cache", "pacman.conf(5), CacheDir and DBPath", ["/var/cache/pacman/pkg"]),
  ...place("package-lists", "pacman(8), --sync --refresh", ["/var/lib/pacman/sync"]),
  ...place("package-cache", "pip cache dir; uv cache dir; poetry config cache-dir; pipenv PIPENV_CACHE_DIR", [
    ...inHomes(".cache/pip", ".cache/uv", ".cache/pypoetry", ".cache/pipenv", ".cache/pip-tools"),
  ]),
  ...place("package-cache", "npm config cache; yarn cache dir; pnpm store path; bun pm cache; node-gyp --devdir", [
    ...inHomes(".npm", ".cache/yarn", ".yarn/berry/cache", ".cache/pnpm", ".bun/install/cache", ".cache/node-gyp"),
    ...inHomes(".node-gyp", ".cache/node/corepack"),
    "/usr/local/share/.cache/yarn",
  ]),
  {
    kind: "package-cache",
    where: { folder: "_cacache" },
    safe: true,
    source: "cacache, npm's content-addressable cache",
  },
  ...place("package-cache", "pnpm store path", inHomes(".local/share/pnpm/store"), {
    safe: false,
    unless: "node_modules links into it with --package-import-method=symlink",
  }),
  ...place("package-cache", "go help environment: GOMODCACHE, GOCACHE", [
    "/go/pkg/mod",
    "/go/pkg/sumdb",
    ...inHomes("go/pkg/mod", ".cache/go-build"),
  ]),
  ...place("package-cache", "The Cargo Book, Cargo Home", [
    "/usr/local/cargo/registry",
    "/usr/local/cargo/git",
    ...inHomes(".cargo/registry", ".cargo/git"),
  ]),
  ...place("package-cache", "Maven settings reference, localRepository", inHomes(".m2/repository"), {
    safe: false,
    unless: needed,
  }),
  ...place("package-cache", "Gradle user manual, Gradle user home", inHomes(".gradle/caches", ".gradle/wrapper"), {
    safe: false,
    unless: needed,
  }),
  ...place("package-cache", "sbt, Coursier and Ivy: their cache folders", inHomes(".cache/coursier", ".ivy2/cache")),
  ...place("package-cache", "gem environment; bundle config cache_path; composer config cache-dir", [
    ...inHomes(".bundle/cache", ".cache/composer", ".composer/cache", ".cache/rubygems", ".local/share/gem/specs"),
    "/usr/local/bundle/cache",
    "/tmp/composer-cache",
  ]),
  ...place(
    "package-cache",
    "conda info: package cache",
    ["/opt/conda/pkgs", ...inHomes(".conda/pkgs", "miniconda3/pkgs")],
    {
      safe: false,
      unless: "environments hold symbolic links instead of hard links into it (conda config allow_softlinks)",
    },
  ),
  ...place("package-cache", "NuGet: global packages folder", inHomes(".nuget/packages", ".local/share/NuGet"), {
    safe: false,
    unless: "the program is started by `dotnet run` and not from its published folder",
  }),
  ...place("log", "apt.conf(5), Dir::Log; dpkg(1); update-alternatives(1); apk(8); dnf.conf(5), logdir", [
    "/var/log/apt",
    "/var/log/dpkg.log",
    "/var/log/alternatives.log",
    "/var/log/bootstrap.log",
    "/var/log/fontconfig.log",
    "/var/log/apk.log",
    "/var/log/dnf.log",
    "/var/log/dnf.rpm.log",
    "/var/log/dnf.librepo.log",
    "/var/log/dnf5.log",
    "/var/log/hawkey.log",
    "/var/log/yum.log",
    "/var/log/zypper.log",
    "/var/log/zypp",
    "/var/log/pacman.log",
    "/var/log/anaconda",
  ]),
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
    unless: licences,
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
