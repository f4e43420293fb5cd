import { definePackageManager } from "../package-manager.ts";
import { pythonOperand } from "./python-operand.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";

/** Poetry's manual, command line. */
const table: VerbTable = {
  valued: words(
    "-C --directory -P --project -G --group --with --without --only -E --extras --source --python --platform --markers",
  ),
  actions: {
    install: "install",
    sync: "install",
    add: "install",
    update: "upgrade",
    remove: "remove",
    "self add": "install",
    "self update": "upgrade",
    "cache clear": "clean",
  },
  operand: pythonOperand,
};

export default definePackageManager({ name: "poetry", programs: ["poetry"], read: (args) => readVerb(args, table) });
