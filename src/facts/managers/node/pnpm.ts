import { nodeOperand } from "./node-operand.ts";
import { definePackageManager } from "../package-manager.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";
import { elsewhere } from "./elsewhere.ts";
import { nodePinning } from "./node-pinning.ts";
import { strictSsl } from "./strict-ssl.ts";

/** pnpm's manual, command line. */
const table: VerbTable = {
  valued: words(
    "--filter -F --dir -C --store-dir --virtual-store-dir --modules-dir --lockfile-dir --registry --loglevel --reporter " +
      "--network-concurrency --child-concurrency --workspace-concurrency --config-dir --global-dir --global-bin-dir",
  ),
  actions: {
    install: "install",
    i: "install",
    add: "install",
    fetch: "install",
    update: "upgrade",
    up: "upgrade",
    upgrade: "upgrade",
    remove: "remove",
    rm: "remove",
    prune: "autoremove",
    "store prune": "clean",
    "cache delete": "clean",
  },
  operand: nodeOperand,
};

export default definePackageManager({
  name: "pnpm",
  programs: ["pnpm"],
  read: (args) => readVerb(args, table),
  lockFile: {
    verbs: /^(?:install|i)$/,
    list: "package.json",
    files: ["pnpm-lock.yaml"],
    frozen: new RegExp(`^(?:${elsewhere}|--frozen-lockfile|--no-frozen-lockfile|--no-lockfile|--lockfile-only)$`),
    settings: /\bCI=/,
    instead: "with `--frozen-lockfile` it does not",
    title: "keep to pnpm-lock.yaml",
    option: "--frozen-lockfile",
    manual: [
      "--frozen-lockfile: pnpm doesn't generate a lockfile and fails if it is out of sync",
      "pnpm documentation, pnpm install",
    ],
  },
  pinning: {
    ...nodePinning,
    verbs: /^add$/,
    lock: "`pnpm install --frozen-lockfile` installs what pnpm-lock.yaml says",
    manual: ["pnpm add installs the latest version unless one is given", "pnpm documentation, pnpm add"],
  },
  unverified: strictSsl(/^pnpm$/),
});
