import type { ShellWord } from "../../dockerfile/dockerfile.ts";
import type { PackageOperand, PackageOption } from "../package-call.ts";
import { definePackageManager } from "../package-manager.ts";
import { readPlain, words, type VerbTable } from "../verb-table.ts";
import { inOrder } from "../../../text/bounded.ts";

/** `go help build`: flags with a value; Go accepts one dash or two, and never bundles letters. */
const valued = words(
  "C o p ldflags tags gcflags asmflags gccgoflags mod modfile overlay pkgdir toolexec buildmode compiler installsuffix coverpkg " +
    "covermode pgo exec",
);

const table: VerbTable = {
  valued,
  actions: {
    install: "install",
    get: "install",
    "mod download": "install",
    "mod tidy": "install",
    "mod vendor": "install",
    clean: "clean",
  },
  operand,
};

export default definePackageManager({
  name: "go",
  programs: ["go"],
  read(args) {
    const options: PackageOption[] = [];
    const plain: ShellWord[] = [];
    for (let at = 0; at < args.length; at++) {
      const word = args[at];
      if (word === undefined) break;
      const flag = /^--?([a-zA-Z][^=]*)(?:=(.*))?$/s.exec(word.text);
      // Words after the program of `go run` are its arguments.
      if (flag === null || (plain[0]?.text === "run" && plain.length > 1)) {
        plain.push(word);
        continue;
      }
      const [, name = "", inline] = flag;
      const value = inline ?? (valued.has(name) ? args[++at]?.text : undefined);
      options.push({ name: `-${name}`, ...(value !== undefined && { value }), word });
    }
    return readPlain(plain, options, table);
  },
  dependencyCache: {
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
  pinning: {
    verbs: /^(?:install|get|run)$/,
    runs: /^run$/,
    // A module's path begins with a host; anything else is of the folder or of Go itself.
    isPackage: (path) => /.\../s.test(path.slice(0, Math.max(path.indexOf("/"), 0))),
    moving: /^(?:latest|none|upgrade|patch|master|main|HEAD)$/,
    pin: (name) => `${name}@v1.2.3`,
    lock: "a version also makes the call independent of the folder's go.mod",
    manual: ["@latest is whatever the newest tag is at the time of the build", "Go Modules Reference, version queries"],
  },
  unverified: { hint: /sumdb/, variables: [{ name: /^GOSUMDB$/, value: /^off$/ }] },
  installsList: { verb: /^download$/, title: "mod download" },
  // The compiled program runs with one of these (go help build, go help test, go help tool).
  purlType: "golang",
  // The compiler's own library is no module that could be required.
  bump: (name, to) =>
    name.includes("/") ? `go get ${name}@${to.startsWith("v") ? to : `v${to}`} && go mod tidy` : undefined,
  toolChain: { title: "Go", packages: ["stdlib", "toolchain"] },
});

/** `github.com/x/y@v1.2.3`; a path begins with `.` or `/` (`go help packages`). */
function operand(word: ShellWord): PackageOperand {
  const { text } = word;
  if (/^[./]|\.go$/.test(text)) return { word, name: text, kind: "path" };
  const at = text.lastIndexOf("@");
  const version = at > 0 ? { version: text.slice(at + 1) } : {};
  if (!word.literal && !text.endsWith("...")) return { word, name: text, kind: "dynamic", ...version };
  return { word, name: at > 0 ? text.slice(0, at) : text, kind: "named", ...version };
}
