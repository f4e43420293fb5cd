import { nodeOperand } from "./node-operand.ts";
import { definePackageManager } from "../package-manager.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";

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

export default definePackageManager({ name: "bun", programs: ["bun"], read: (args) => readVerb(args, table) });
