import type { ShellWord } from "../../dockerfile/dockerfile.ts";
import { definePackageManager, type ReadCall } from "../package-manager.ts";
import { pipValued } from "./pip.ts";
import { pythonOperand, pythonOption } from "./python-operand.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";

/** uv's manual, command line reference; `uv pip` takes pip's options too. */
const table: VerbTable = {
  valued: new Set([
    ...pipValued,
    ...words(
      "-p --directory --project --config-file --color --index --default-index --extra --group --no-group --only-group --package " +
        "--link-mode --index-strategy --exclude-newer --prerelease --resolution --with --with-editable --with-requirements " +
        "--overrides --override --tag --rev --branch --allow-insecure-host --python-platform --torch-backend",
    ),
  ]),
  actions: {
    "pip install": "install",
    "pip sync": "install",
    "pip uninstall": "remove",
    sync: "install",
    add: "install",
    remove: "remove",
    "tool install": "install",
    "tool upgrade": "upgrade",
    "cache clean": "clean",
    "cache prune": "clean",
  },
  operand: pythonOperand,
  fromOption: pythonOption,
};

export default definePackageManager({ name: "uv", programs: ["uv"], read });

function read(args: readonly ShellWord[]): ReadCall | undefined {
  const call = readVerb(args, table);
  // `uv pip sync` takes files with requirements.
  if (call?.verb?.text !== "sync") return call;
  return { ...call, operands: call.operands.map(({ word, name }) => ({ word, name, kind: "requirements" })) };
}
