import type { ShellWord } from "../../dockerfile/dockerfile.ts";
import { definePackageManager, type ReadCall } from "../package-manager.ts";
import { pipValued } from "./pip.ts";
import { pythonOperand, pythonOption } from "./python-operand.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";
import { pipPinning } from "./pip.ts";

/** uv's manual, command line reference; `uv pip` accepts pip's options too. */
const table: VerbTable = {
  valued: new Set([
    ...pipValued,
    ...words(
      "-p --directory --project --config-file --color --index --default-index --extra --group --no-group --only-group --package " +
        "--link-mode --index-strategy --exclude-newer --prerelease --resolution --with --with-editable --with-requirements " +
        "--overrides --override --tag --rev --branch --allow-insecure-host --python-platform --torch-backend " +
        "--requirements --python-preference --python-version --fork-strategy --find-links --keyring-provider --cache-dir --config-setting " +
        "--no-build-package --no-binary-package --upgrade-package --reinstall-package --exclude-newer-package --build-constraints --excludes --format",
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

export default definePackageManager({
  name: "uv",
  programs: ["uv"],
  read,
  dependencyCache: {
    verbs: /^(?:install|sync|add)$/,
    what: "its downloads in ~/.cache/uv",
    off: /^(?:--no-cache|-n|--cache-dir|--dry-run)$/,
    settings: /UV_NO_CACHE|UV_CACHE_DIR/,
    fills: /(?:^|\/)(?:\.?venv|virtualenv|site-packages)(?:\/|$)/,
    mount: ".cache/uv",
    removed: /\.cache/,
    insert: " --no-cache",
    applicability: "proven",
    homes: ["/.cache"],
    paths: [],
    manual: [
      "without a cache mount, --no-cache or UV_NO_CACHE reduces the image's size",
      "uv documentation, Using uv in Docker",
    ],
  },
  lockFile: {
    verbs: /^sync$/,
    list: "pyproject.toml",
    files: ["uv.lock"],
    frozen: /^(?:--frozen|--locked|--project|--directory|--no-lock)$/,
    settings: /UV_FROZEN|UV_LOCKED/,
    instead: "with `--locked` it fails instead",
    title: "keep to uv.lock",
    option: "--locked",
    manual: ["--locked: assert that the uv.lock will remain unchanged", "uv documentation, uv sync"],
  },
  installsFolder: /^(?:-r|--requirements?|--no-install-project)$/,
  unverified: {
    hint: /insecure/,
    options: [{ program: /^uvx?$/, option: /^--allow-insecure-host[ =]/, lacks: "server", exceptLocal: true }],
    variables: [{ name: /^UV_INSECURE_HOST$/, value: /./ }],
  },
  pinning: {
    ...pipPinning,
    verbs: /^(?:install|add)$/,
    lock: "`uv sync --frozen` installs what uv.lock says",
    manual: [
      "uv sync --frozen installs from the lock file without updating it",
      "uv documentation, Locking and syncing",
    ],
  },
});

function read(args: readonly ShellWord[]): ReadCall | undefined {
  const call = readVerb(args, table);
  // `uv pip sync` reads requirements files.
  if (call?.verb?.text !== "sync") return call;
  return { ...call, operands: call.operands.map(({ word, name }) => ({ word, name, kind: "requirements" })) };
}
