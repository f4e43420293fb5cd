import { nodeOperand } from "./node-operand.ts";
import { definePackageManager } from "../package-manager.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";
import { elsewhere } from "./elsewhere.ts";
import { nodePinning } from "./node-pinning.ts";

/** Bun's manual, package manager. */
const table: VerbTable = {
  valued: words(
    "--cwd --cache-dir --backend --registry --filter --omit --config -c --linker --network-concurrency --concurrent-scripts --cpu --os",
  ),
  actions: {
    install: "install",
    i: "install",
    add: "install",
    a: "install",
    update: "upgrade",
    remove: "remove",
    rm: "remove",
    "pm cache": "clean",
  },
  operand: nodeOperand,
};

export default definePackageManager({
  name: "bun",
  programs: ["bun"],
  read: (args) => readVerb(args, table),
  lockFile: {
    verbs: /^(?:install|i)$/,
    list: "package.json",
    files: ["bun.lock", "bun.lockb"],
    frozen: new RegExp(`^(?:${elsewhere}|--frozen-lockfile|--no-save)$`),
    instead: "with `--frozen-lockfile` it does not",
    title: "keep to the lock file",
    option: "--frozen-lockfile",
    manual: [
      "--frozen-lockfile: exit with an error if package.json disagrees with the lock file",
      "Bun documentation, bun install",
    ],
  },
  pinning: {
    ...nodePinning,
    verbs: /^(?:a|add)$/,
    lock: "`bun install --frozen-lockfile` installs what bun.lock says",
    manual: ["bun add installs the latest version unless one is given", "Bun documentation, bun add"],
  },
});
