import type { ShellWord } from "../../dockerfile/dockerfile.ts";
import type { PackageOperand, PackageOption } from "../package-call.ts";
import { definePackageManager } from "../package-manager.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";

/** The Cargo book, `cargo install` and the options common to all commands. */
const table: VerbTable = {
  valued: words(
    "--version --vers --git --branch --tag --rev --path --root --index --registry -F --features --profile --target --target-dir " +
      "-j --jobs --color --config -Z -C --manifest-path --message-format -p --package --bin --example",
  ),
  actions: { install: "install", binstall: "install", fetch: "install", update: "upgrade", uninstall: "remove" },
  operand,
  fromOption: source,
};

export default definePackageManager({
  name: "cargo",
  programs: ["cargo"],
  read(args) {
    const call = readVerb(args[0]?.text.startsWith("+") === true ? args.slice(1) : args, table);
    if (call === undefined) return undefined;
    const valueOf = (name: RegExp) => call.options.find((option) => name.test(option.name))?.value;
    // From a repository or a folder, the words only choose among its crates.
    const elsewhere = call.operands.filter(({ kind }) => kind === "url" || kind === "path");
    const version = valueOf(/^--(?:version|vers)$/) ?? (elsewhere.length > 0 ? valueOf(/^--(?:tag|rev)$/) : undefined);
    const operands = elsewhere.length > 0 ? elsewhere : call.operands;
    return {
      ...call,
      operands: version === undefined ? operands : operands.map((packageOperand) => ({ version, ...packageOperand })),
    };
  },
  dependencyCache: {
    verbs: /^(?:install|fetch|build)$/,
    what: "the sources of all crates in Cargo's registry, and the toolchain is in the image too",
    settings: /CARGO_HOME=\/tmp/,
    mount: "/registry",
    removed: /registry|cargo/,
    homes: [],
    paths: [],
    manual: ["Cargo keeps the index and the sources of crates in CARGO_HOME/registry", "The Cargo Book, Cargo Home"],
  },
  pinning: {
    verbs: /^(?:install|binstall)$/,
    pin: (name) => `${name}@VERSION`,
    lock: "with `--locked`, what it needs in turn comes from its Cargo.lock",
    manual: ["without a version, cargo installs the newest release", "The Cargo Book, cargo install"],
  },
  purlType: "cargo",
  bump: (name, to) => `cargo update -p ${name} --precise ${to}`,
});

/** `ripgrep`, `ripgrep@14.1.1`. */
function operand(word: ShellWord): PackageOperand {
  const at = word.text.indexOf("@");
  const version = at > 0 ? { version: word.text.slice(at + 1) } : {};
  if (!word.literal) return { word, name: word.text, kind: "dynamic", ...version };
  return { word, name: at > 0 ? word.text.slice(0, at) : word.text, kind: "named", ...version };
}

function source({ name, value, word }: PackageOption): PackageOperand | undefined {
  if (value === undefined || (name !== "--git" && name !== "--path")) return undefined;
  return { word, name: value, kind: name === "--git" ? "url" : "path" };
}
