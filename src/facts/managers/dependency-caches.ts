import type { PackageCall } from "./package-call.ts";
import { inOrder } from "../../text/bounded.ts";

export interface DependencyCache {
  /** Verbs after which the cache is filled. */
  readonly verbs: RegExp;
  readonly what: string;
  /** Options with which it is not, or lies elsewhere. */
  readonly off?: RegExp;
  /** Settings anywhere in the file that switch it off or move it. */
  readonly settings?: Pick<RegExp, "test">;
  /** Part of the path, as a mount or an `rm` names it. */
  readonly mount: string;
  readonly removed: RegExp;
  /** What removes it when appended to the RUN, or what stands behind the verb so that it is never written. */
  readonly append?: (program: string) => string;
  readonly insert?: string;
  /** Never safe: files of the project may say where the cache lies and who else uses it. */
  readonly applicability?: "proven";
  /** Below each home, and elsewhere. */
  readonly homes: readonly string[];
  readonly paths: readonly string[];
  readonly manual: readonly [statement: string, source: string];
}

/** By `PackageCall.manager`. pnpm and Bun link their stores into node_modules: removing them saves next to nothing. */
export const dependencyCaches: Readonly<Record<string, DependencyCache>> = {
  composer: {
    verbs: /^(?:install|i|require|create-project|update|u|upgrade)$/,
    what: "its downloads in Composer's cache",
    off: /^--(?:no-cache|dry-run)$/,
    settings: /COMPOSER_CACHE_DIR|COMPOSER_HOME/,
    mount: ".composer",
    removed: /composer/,
    append: (program) => `${program} clear-cache`,
    applicability: "proven",
    homes: ["/.composer", "/.cache/composer"],
    paths: ["/tmp/cache"],
    manual: [
      "clear-cache deletes all content from Composer's cache directory",
      "Composer documentation, Command-line interface",
    ],
  },
  conda: {
    verbs: /^(?:install|create|update|upgrade)$/,
    what: "package archives in conda's `pkgs` folder",
    off: /^--(?:dry-run|download-only)$/,
    settings: /CONDA_PKGS_DIRS/,
    mount: "/pkgs",
    removed: /\/pkgs\b|conda/,
    append: (program) => `${program} clean --all --yes`,
    applicability: "proven",
    homes: ["/.conda", "/.cache/conda", "/miniconda3/pkgs", "/micromamba/pkgs"],
    paths: ["/opt/conda/pkgs", "/opt/miniconda3/pkgs", "/opt/mamba/pkgs", "/opt/miniforge3/pkgs"],
    manual: [
      "conda clean --all removes index cache, lock files, unused cache packages, and tarballs",
      "conda documentation, conda clean",
    ],
  },
  uv: {
    verbs: /^(?:install|sync|add)$/,
    what: "its downloads in ~/.cache/uv",
    off: /^(?:--no-cache|-n|--cache-dir|--dry-run)$/,
    settings: /UV_NO_CACHE|UV_CACHE_DIR/,
    mount: ".cache/uv",
    removed: /\.cache/,
    insert: " --no-cache",
    applicability: "proven",
    homes: ["/.cache"],
    paths: [],
    manual: [
      "without a cache mount, --no-cache or UV_NO_CACHE reduces the image's size",
      "uv documentation, Using uv in Docker",
    ],
  },
  poetry: {
    verbs: /^(?:install|sync|add|update)$/,
    what: "its downloads in ~/.cache/pypoetry",
    off: /^--(?:no-cache|dry-run)$/,
    settings: /POETRY_CACHE_DIR|POETRY_NO_CACHE/,
    mount: ".cache/pypoetry",
    removed: /pypoetry|\.cache/,
    insert: " --no-cache",
    applicability: "proven",
    homes: ["/.cache/pypoetry"],
    paths: [],
    manual: ["--no-cache disables Poetry source caches", "Poetry documentation, Commands"],
  },
  gem: {
    verbs: /^(?:install|i|update)$/,
    what: "the archive of each gem beside the installed gem",
    mount: "/cache",
    removed: /cache/,
    append: () => 'rm -rf "$(gem env gemdir)"/cache/*.gem',
    applicability: "proven",
    homes: ["/.gem", "/.local/share/gem"],
    paths: ["/usr/local/bundle/cache", "/usr/local/lib/ruby/gems", "/var/lib/gems"],
    manual: ["downloaded gems are kept in the cache folder of the gem directory", "RubyGems Guides, gem pristine"],
  },
  go: {
    verbs: /^(?:install|build|test)$/,
    what: "its build cache in ~/.cache/go-build, and the toolchain is in the image too",
    settings: { test: (text) => text.includes("GOCACHE") || inOrder(/GOFLAGS=/, /-n\b/).test(text) },
    mount: ".cache/go-build",
    removed: /go-build|\.cache/,
    append: () => "go clean -cache",
    applicability: "proven",
    homes: ["/.cache/go-build", "/.config/go"],
    paths: [],
    manual: ["go clean -cache removes the entire go build cache", "go command documentation, go clean"],
  },
  cargo: {
    verbs: /^(?:install|fetch|build)$/,
    what: "the sources of all crates in Cargo's registry, and the toolchain is in the image too",
    settings: /CARGO_HOME=\/tmp/,
    mount: "/registry",
    removed: /registry|cargo/,
    homes: [],
    paths: [],
    manual: ["Cargo keeps the index and the sources of crates in CARGO_HOME/registry", "The Cargo Book, Cargo Home"],
  },
};

/** A call that fills the cache, if the RUN has one that no later call in it cleans. */
export function fillingCall(row: DependencyCache, calls: readonly PackageCall[]): PackageCall | undefined {
  const filling = calls.findLast(
    ({ verb, options }) =>
      verb !== undefined && row.verbs.test(verb.text) && !options.some(({ name }) => row.off?.test(name) === true),
  );
  const cleaned =
    filling !== undefined &&
    calls.some(({ action, command }) => action === "clean" && command.span.start > filling.command.span.start);
  return cleaned ? undefined : filling;
}
