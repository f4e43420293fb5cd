import { definePackageManager } from "../package-manager.ts";
import { pythonOperand } from "./python-operand.ts";
import { readVerb, words } from "../verb-table.ts";
import { pipPinning } from "./pip.ts";

/** pipx's manual, `pipx install`. */
const table = {
  valued: words("--suffix --python -i --index-url --pip-args --backend --fetch-missing-python --preinstall"),
  actions: { install: "install", upgrade: "upgrade", "upgrade-all": "upgrade", uninstall: "remove" },
  operand: pythonOperand,
} as const;

export default definePackageManager({
  name: "pipx",
  programs: ["pipx"],
  read: (args) => readVerb(args, table),
  pinning: { ...pipPinning, lock: "what it needs in turn stays open" },
});
