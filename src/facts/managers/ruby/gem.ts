import type { ShellWord } from "../../dockerfile/dockerfile.ts";
import type { PackageOperand } from "../package-call.ts";
import { definePackageManager } from "../package-manager.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";

/** RubyGems' command reference, `gem install`. */
const table: VerbTable = {
  valued: words(
    "-v --version -i --install-dir -n --bindir --platform --build-root -P --trust-policy -s --source --config-file -B --bulk-threshold",
  ),
  actions: { install: "install", i: "install", update: "upgrade", uninstall: "remove", cleanup: "autoremove" },
  operand,
};

export default definePackageManager({
  name: "gem",
  programs: ["gem"],
  read(args) {
    // Words after `--` go to the extension's build.
    const end = args.findIndex(({ text }) => text === "--");
    const call = readVerb(end === -1 ? args : args.slice(0, end), table);
    // `-v` is the version of every gem without its own.
    const version = call?.options.find(({ name }) => name === "-v" || name === "--version")?.value;
    if (call === undefined || version === undefined) return call;
    return {
      ...call,
      operands: call.operands.map((packageOperand) =>
        packageOperand.kind === "path" ? packageOperand : { version, ...packageOperand },
      ),
    };
  },
  dependencyCache: {
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
  pinning: {
    verbs: /^(?:i|install)$/,
    pin: (name) => `${name}:VERSION`,
    lock: "`bundle install` with a Gemfile.lock and BUNDLE_FROZEN=true pins the whole tree",
    manual: ["without a version, gem installs the newest one", "RubyGems command reference, gem install"],
  },
});

/** `rails:7.1`, `./x.gem`. */
function operand(word: ShellWord): PackageOperand {
  const { text } = word;
  if (/^\.{0,2}\/|\.gem$/.test(text)) return { word, name: text, kind: "path" };
  const colon = text.indexOf(":");
  const version = colon > 0 ? { version: text.slice(colon + 1) } : {};
  if (!word.literal) return { word, name: text, kind: "dynamic", ...version };
  return { word, name: colon > 0 ? text.slice(0, colon) : text, kind: "named", ...version };
}
