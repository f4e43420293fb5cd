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

export default definePackageManager({
  name: "poetry",
  programs: ["poetry"],
  read: (args) => readVerb(args, table),
  dependencyCache: {
    verbs: /^(?:install|sync|add|update)$/,
    what: "its downloads in ~/.cache/pypoetry",
    off: /^--(?:no-cache|dry-run)$/,
    settings: /POETRY_CACHE_DIR|POETRY_NO_CACHE/,
    fills: /(?:^|\/)(?:\.?venv|virtualenv|site-packages)(?:\/|$)/,
    mount: ".cache/pypoetry",
    removed: /pypoetry|\.cache/,
    insert: " --no-cache",
    applicability: "proven",
    homes: ["/.cache/pypoetry"],
    paths: [],
    manual: ["--no-cache disables Poetry source caches", "Poetry documentation, Commands"],
  },
  installsFolder: /^--no-root$/,
  pinning: {
    verbs: /^add$/,
    pin: (name) => `${name}==VERSION`,
    lock: "`poetry install` installs what poetry.lock says",
    manual: ["poetry install uses the exact versions of poetry.lock", "Poetry documentation, Basic usage"],
  },
});
