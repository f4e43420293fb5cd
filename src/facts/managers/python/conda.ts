import type { ShellWord } from "../../dockerfile/dockerfile.ts";
import type { PackageOperand } from "../package-call.ts";
import { definePackageManager } from "../package-manager.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";

/** conda's manual, `conda install` and `conda env`; mamba and micromamba read the same. */
const table: VerbTable = {
  valued: words(
    "-c --channel -n --name -p --prefix -f --file --revision --solver --repodata-fn --subdir --platform --environment-specifier " +
      "-r --root-prefix --rc-file --channel-priority --clone",
  ),
  actions: {
    install: "install",
    create: "install",
    "env create": "install",
    "env update": "install",
    update: "upgrade",
    upgrade: "upgrade",
    remove: "remove",
    uninstall: "remove",
    clean: "clean",
  },
  operand,
  fromOption: ({ name, value, word }) =>
    (name === "-f" || name === "--file") && value !== undefined
      ? { word, name: value, kind: "requirements" }
      : undefined,
};

const cleaning: VerbTable = { valued: new Set(), actions: table.actions, operand };

export default definePackageManager({
  name: "conda",
  programs: ["conda", "mamba", "micromamba"],
  // `-f` of `conda clean` is --force-pkgs-dirs, a switch.
  read: (args) => readVerb(args, args.some(({ text }) => text === "clean") ? cleaning : table),
  dependencyCache: {
    verbs: /^(?:install|create|update|upgrade)$/,
    what: "package archives in conda's `pkgs` folder",
    off: /^--(?:dry-run|download-only)$/,
    settings: /CONDA_PKGS_DIRS/,
    mount: "/pkgs",
    removed: /\/pkgs\b|conda/,
    append: (program) => `${program} clean --all --yes`,
    applicability: "proven",
    homes: ["/.conda", "/.cache/conda", "/miniconda3/pkgs", "/micromamba/pkgs"],
    paths: ["/opt/conda/pkgs", "/opt/miniconda3/pkgs", "/opt/mamba/pkgs", "/opt/miniforge3/pkgs"],
    manual: [
      "conda clean --all removes index cache, lock files, unused cache packages, and tarballs",
      "conda documentation, conda clean",
    ],
  },
  unverified: {
    hint: /ssl.?verify/,
    options: [{ program: /^(conda|mamba|micromamba)$/, option: /^ssl_verify[ =](false|no|0)$/i, lacks: "server" }],
  },
  pinning: {
    verbs: /^(?:install|create)$/,
    pin: (name) => `${name}=VERSION`,
    lock: "an explicit list (`conda list --explicit`) pins the rest",
    manual: ["conda install --file accepts a list of exact builds", "conda documentation, Managing environments"],
  },
});

/** `conda-forge::numpy=1.26=py312*`, `numpy>=1.26`, `numpy==1.26` (conda's match specification). */
function operand(word: ShellWord): PackageOperand {
  const { text } = word;
  if (/^(?:https?|file):\/\//.test(text)) return { word, name: text, kind: "url" };
  if (/^\.{0,2}\/|\.(?:conda|tar\.bz2)$/.test(text)) return { word, name: text, kind: "path" };
  const [, name = text, version] = /^(?:[\w./-]+::)?([^\s=<>!~[]+)\s*([=<>!~].*)?$/s.exec(text) ?? [];
  const pinned = version === undefined ? {} : { version };
  return word.literal ? { word, name, kind: "named", ...pinned } : { word, name: text, kind: "dynamic", ...pinned };
}
