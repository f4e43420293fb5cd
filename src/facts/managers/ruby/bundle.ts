import type { ShellWord } from "../../dockerfile/dockerfile.ts";
import type { PackageOperand } from "../package-call.ts";
import { definePackageManager } from "../package-manager.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";

/** Bundler's manual. `bundle` alone installs what the Gemfile lists. */
const table: VerbTable = {
  valued: words(
    "--gemfile -j --jobs --path --with --without --retry -v --version --source -s --git --github --branch --ref --group -g --require -r --shebang --standalone --system --trust-policy",
  ),
  actions: {
    install: "install",
    i: "install",
    add: "install",
    update: "upgrade",
    remove: "remove",
    clean: "autoremove",
  },
  bare: "install",
  operand,
};

export default definePackageManager({
  name: "bundle",
  programs: ["bundle", "bundler"],
  read(args) {
    // `bundle _2.5.4_ install` chooses the version of Bundler itself.
    const bundleArguments = /^_.+_$/.test(args[0]?.text ?? "") ? args.slice(1) : args;
    if (/^(?:--version|-v|--help|-h)$/.test(bundleArguments[0]?.text ?? ""))
      return { action: "other", options: [], operands: [] };
    const call = readVerb(bundleArguments, table);
    const version = call?.options.find(({ name }) => /^(?:-v|--version|--ref)$/.test(name))?.value;
    return (
      call &&
      (version === undefined
        ? call
        : { ...call, operands: call.operands.map((packageOperand) => ({ ...packageOperand, version })) })
    );
  },
  pinning: {
    verbs: /^add$/,
    pin: (name) => `${name} --version VERSION`,
    lock: "`bundle install` with a Gemfile.lock and BUNDLE_FROZEN=true pins the whole tree",
    manual: ["bundle add takes the newest version unless --version is given", "Bundler documentation, bundle add"],
  },
  purlType: "gem",
  bump: (name) => `bundle update ${name} --conservative`,
});

function operand(word: ShellWord): PackageOperand {
  return { word, name: word.text, kind: word.literal ? "named" : "dynamic" };
}
