// Facts about a package manager besides its calls, each declared in the manager's own file.
import type { ImageInfo } from "../../domain/image/image-info.ts";

export interface DependencyCache {
  /** Verbs after which the cache is filled. */
  readonly verbs: RegExp;
  readonly what: string;
  /** Options that disable or move it. */
  readonly off?: RegExp;
  /** Settings anywhere in the file that switch it off or move it. */
  readonly settings?: Pick<RegExp, "test">;
  /** Path of the folder that it fills from a lock file: where that is there already, nothing is downloaded. */
  readonly fills?: RegExp;
  /** Part of the path, as a mount or an `rm` names it. */
  readonly mount: string;
  readonly removed: RegExp;
  /** The command that removes it when appended to the RUN, or the option after the verb that prevents it. */
  readonly append?: (program: string) => string;
  readonly insert?: string;
  /** Never safe: files of the project may move the cache or share it. */
  readonly applicability?: "proven";
  /** Below each home, and elsewhere. */
  readonly homes: readonly string[];
  readonly paths: readonly string[];
  readonly manual: readonly [statement: string, source: string];
}

export interface LockFile {
  /** Verbs that install what the list says; `` is a call without one. */
  readonly verbs: RegExp;
  readonly list: string;
  readonly files: readonly string[];
  /** Options with which it keeps to the lock file, or is no plain install. */
  readonly frozen: RegExp;
  /** Settings anywhere in the file that do the same. */
  readonly settings?: RegExp;
  readonly instead: string;
  readonly title: string;
  /** Replaces the verb, or follows it. */
  readonly verb?: string;
  readonly option?: string;
  /** The option where a file of the project's top folder says that it is another version of the manager. */
  readonly optionBeside?: { readonly file: string; readonly option: string };
  readonly manual: readonly [statement: string, source: string];
}

export interface Pinning {
  /** Verbs that are given packages by name. */
  readonly verbs: RegExp;
  /** Options after which the versions come from elsewhere. */
  readonly elsewhere?: RegExp;
  /** A version that is not one: it moves. */
  readonly moving?: RegExp;
  /** Options, or a first word, that install outside any project: no lock file applies. */
  readonly beside?: RegExp;
  /** Verbs that run what their first operand names, and hand on the others. */
  readonly runs?: RegExp;
  /** Where packages are named by paths: whether a path is a package's, and none of the folder or of the tool itself. */
  readonly isPackage?: (path: string) => boolean;
  /** How one package is pinned, and how the whole tree is. */
  readonly pin: (name: string) => string;
  readonly lock: string;
  /** Where the manual says so. */
  readonly manual: readonly [statement: string, source: string];
}

/** Options that accept packages from unverified servers, or unsigned ones. */
export interface Unverified {
  /** Something of every text that says so, in any case: looked for before words are read. */
  readonly hint: RegExp;
  readonly options?: readonly UnverifiedOption[];
  /** Variables, and their values. */
  readonly variables?: readonly { readonly name: RegExp; readonly value: RegExp }[];
}

export interface UnverifiedOption {
  readonly program: RegExp;
  /** Tested against one argument, or against one with the next for an option that takes a value. */
  readonly option: RegExp;
  /** The skipped check. */
  readonly lacks: "server" | "signature";
  /** It does no harm in a call that names this very machine. */
  readonly exceptLocal?: true;
}

/** The option that disables a manager's prompts, in its manual's words. */
export interface Consent {
  readonly names: readonly string[];
  readonly word: string;
  /** How it is said in a configuration file or the environment, or in the value of an option. */
  readonly setting: RegExp;
  readonly manual: string;
  /** Given twice, `-q` answers as well (apt-get(8): `-qq` implies `-y`). */
  readonly quiet?: true;
}

/** Its download cache, and the command that deletes it. */
export interface LayerCache {
  readonly paths: readonly string[];
  readonly clean: string;
}

/** How newer packages of a distribution are taken in, for what an image's vulnerabilities ask to do. */
export interface SystemUpgrade {
  /** Of packages of its type, those of this distribution are its own; absent: of every other one that has them. */
  readonly isOf?: (os: ImageInfo["os"]) => boolean;
  /** `names` are fit for a shell, with blanks between them. */
  readonly command: (names: string) => string;
}

/** Programs that it installs outside any project, each with copies of its dependencies in its own folder. */
export interface OwnCopies {
  /** The program that brought the file at a path. */
  readonly holder: (path: string) => string | undefined;
  /** The command that installs the newest release of such a program. */
  readonly command: (program: string) => string;
}

/** The tool chain that it belongs to, which advisories list as packages. */
export interface ToolChain {
  readonly title: string;
  readonly packages: readonly string[];
}
