import type { ShellWord } from "../../dockerfile/dockerfile.ts";
import type { PackageOperand } from "../package-call.ts";
import { definePackageManager } from "../package-manager.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";

/** Composer's manual, command line. */
const table: VerbTable = {
  valued: words(
    "-d --working-dir --prefer-install --ignore-platform-req --apcu-autoloader-prefix -s --stability --repository --repository-url",
  ),
  actions: {
    install: "install",
    i: "install",
    require: "install",
    "global require": "install",
    "global install": "install",
    "create-project": "install",
    update: "upgrade",
    u: "upgrade",
    upgrade: "upgrade",
    remove: "remove",
    "clear-cache": "clean",
    clearcache: "clean",
    cc: "clean",
  },
  operand,
};

export default definePackageManager({
  name: "composer",
  programs: ["composer", "composer.phar"],
  read: (args) => readVerb(args, table),
  dependencyCache: {
    verbs: /^(?:install|i|require|create-project|update|u|upgrade)$/,
    what: "its downloads in Composer's cache",
    off: /^--(?:no-cache|dry-run)$/,
    settings: /COMPOSER_CACHE_DIR|COMPOSER_HOME/,
    fills: /(?:^|\/)vendor(?:\/|$)/,
    mount: ".composer",
    removed: /composer/,
    append: (program) => `${program} clear-cache`,
    applicability: "proven",
    homes: ["/.composer", "/.cache/composer"],
    paths: ["/tmp/cache"],
    manual: [
      "clear-cache deletes all content from Composer's cache directory",
      "Composer documentation, Command-line interface",
    ],
  },
  pinning: {
    verbs: /^require$/,
    beside: /^(?:-g|--global|global)$/,
    pin: (name) => `${name}:VERSION`,
    lock: "`composer install` installs what composer.lock says",
    manual: ["composer install uses the exact versions of composer.lock", "Composer documentation, Basic usage"],
  },
  unverified: {
    hint: /disable-tls|secure-http/,
    options: [{ program: /^composer$/, option: /^(disable-tls|secure-http false|disable-tls true)$/, lacks: "server" }],
  },
  purlType: "composer",
  bump: (name, to) => `composer require ${name}:^${to} --with-all-dependencies`,
});

/** `vendor/package`, followed by `:^1.2`, `=1.2`, `@dev` or ` 1.2`. */
function operand(word: ShellWord): PackageOperand {
  const [, name = word.text, version] = /^([^:=@\s]+)[:=@\s](.+)$/s.exec(word.text) ?? [];
  const pinned = version === undefined ? {} : { version };
  return word.literal
    ? { word, name, kind: "named", ...pinned }
    : { word, name: word.text, kind: "dynamic", ...pinned };
}
