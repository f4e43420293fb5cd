import { nodeOperand } from "./node-operand.ts";
import { definePackageManager } from "../package-manager.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";

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

export default definePackageManager({ name: "pnpm", programs: ["pnpm"], read: (args) => readVerb(args, table) });
