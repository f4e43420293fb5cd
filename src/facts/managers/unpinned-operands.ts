import { ownValue } from "../../domain/own-value.ts";
import type { PackageCall, PackageOperand } from "./package-call.ts";

interface Manager {
  /** Verbs that are given packages by name. */
  readonly verbs: RegExp;
  /** Options after which the versions come from elsewhere. */
  readonly elsewhere?: RegExp;
  /** A version that is none: it moves. */
  readonly moving?: RegExp;
  /** How one package is pinned, and how the whole tree is. */
  readonly pin: (name: string) => string;
  readonly lock: string;
  /** Where the manual says so. */
  readonly manual: readonly [statement: string, source: string];
}

const pip: Manager = {
  verbs: /^install$/,
  elsewhere: /^(?:-c|--constraint)$/,
  pin: (name) => `${name}==VERSION`,
  lock: "`pip install --require-hashes -r requirements.txt` pins what they need in turn as well",
  manual: ["without a version, pip installs the newest one that fits", "pip documentation, Repeatable Installs"],
};
const node = { moving: /^(?:latest|next|canary|beta|alpha|rc|\*|x)$/, pin: (name: string) => `${name}@VERSION` };

/** By `PackageCall.manager`. */
export const pinning: Readonly<Record<string, Manager>> = {
  pip,
  pipx: { ...pip, lock: "what it needs in turn stays open" },
  uv: {
    ...pip,
    verbs: /^(?:install|add)$/,
    lock: "`uv sync --frozen` installs what uv.lock says",
    manual: [
      "uv sync --frozen installs from the lock file without updating it",
      "uv documentation, Locking and syncing",
    ],
  },
  poetry: {
    verbs: /^add$/,
    pin: (name) => `${name}==VERSION`,
    lock: "`poetry install` installs what poetry.lock says",
    manual: ["poetry install uses the exact versions of poetry.lock", "Poetry documentation, Basic usage"],
  },
  pipenv: {
    ...pip,
    lock: "`pipenv sync` installs what Pipfile.lock says",
    manual: ["pipenv sync installs all packages specified in Pipfile.lock", "Pipenv documentation, Commands"],
  },
  conda: {
    verbs: /^(?:install|create)$/,
    pin: (name) => `${name}=VERSION`,
    lock: "an explicit list (`conda list --explicit`) pins the rest",
    manual: ["conda install --file accepts a list of exact builds", "conda documentation, Managing environments"],
  },
  npm: {
    ...node,
    verbs: /^(?:i|in|ins|inst|insta|instal|install|add|it|install-test)$/,
    lock: "`npm ci` installs what package-lock.json says",
    manual: ["without a version, npm installs the `latest` tag", "npm documentation, npm-install"],
  },
  yarn: {
    ...node,
    verbs: /^add$/,
    lock: "`yarn install --frozen-lockfile` installs what yarn.lock says",
    manual: ["yarn add installs the latest version unless one is given", "Yarn documentation, yarn add"],
  },
  pnpm: {
    ...node,
    verbs: /^add$/,
    lock: "`pnpm install --frozen-lockfile` installs what pnpm-lock.yaml says",
    manual: ["pnpm add installs the latest version unless one is given", "pnpm documentation, pnpm add"],
  },
  bun: {
    ...node,
    verbs: /^(?:a|add)$/,
    lock: "`bun install --frozen-lockfile` installs what bun.lock says",
    manual: ["bun add installs the latest version unless one is given", "Bun documentation, bun add"],
  },
  gem: {
    verbs: /^(?:i|install)$/,
    pin: (name) => `${name}:VERSION`,
    lock: "`bundle install` with a Gemfile.lock and BUNDLE_FROZEN=true pins the whole tree",
    manual: ["without a version, gem installs the newest one", "RubyGems command reference, gem install"],
  },
  bundle: {
    verbs: /^add$/,
    pin: (name) => `${name} --version VERSION`,
    lock: "`bundle install` with a Gemfile.lock and BUNDLE_FROZEN=true pins the whole tree",
    manual: ["bundle add takes the newest version unless --version is given", "Bundler documentation, bundle add"],
  },
  go: {
    verbs: /^(?:install|get|run)$/,
    moving: /^(?:latest|none|upgrade|patch|master|main|HEAD)$/,
    pin: (name) => `${name}@v1.2.3`,
    lock: "a version also makes the call independent of the folder's go.mod",
    manual: ["@latest is whatever the newest tag is at the time of the build", "Go Modules Reference, version queries"],
  },
  cargo: {
    verbs: /^(?:install|binstall)$/,
    pin: (name) => `${name}@VERSION`,
    lock: "with `--locked`, what it needs in turn comes from its Cargo.lock",
    manual: ["without a version, cargo installs the newest release", "The Cargo Book, cargo install"],
  },
  composer: {
    verbs: /^require$/,
    pin: (name) => `${name}:VERSION`,
    lock: "`composer install` installs what composer.lock says",
    manual: ["composer install uses the exact versions of composer.lock", "Composer documentation, Basic usage"],
  },
};

/** Operands whose version the day of the build decides. */
export function unpinnedOperands({ manager, verb, operands, options, action }: PackageCall): readonly PackageOperand[] {
  const rules = ownValue(pinning, manager);
  if (rules === undefined || verb === undefined || !rules.verbs.test(verb.text)) return [];
  if (action !== "install" && verb.text !== "run") return [];
  if (rules.elsewhere !== undefined && options.some(({ name }) => rules.elsewhere?.test(name))) return [];
  const own = verb.text === "run" ? operands.slice(0, 1) : operands;
  return own.filter(({ kind, name, version }) => {
    // A module's path begins with a host; anything else is of the folder or of Go itself.
    if (manager === "go" && !/.\../s.test(name.slice(0, Math.max(name.indexOf("/"), 0)))) return false;
    if (version !== undefined) return kind === "named" && rules.moving?.test(version) === true;
    return kind === "named" || (kind === "url" && /^git|^ssh:|\.git$|^(?:github|gitlab|bitbucket):/.test(name));
  });
}
