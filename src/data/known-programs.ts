/**
 * Programs of which it is known what they can touch, by their manual pages (GNU coreutils 9, findutils 4, tar 1.35, shadow 4,
 * POSIX 2024 for the builtins). Written 2026-11 by hand: a program that is missing counts as unknown, which is the safe side.
 */
export interface ProgramGroup {
  /** Why running one of them needs nothing but what its words name. */
  readonly why: string;
  readonly names: readonly string[];
  /** Reads the trees that its operands name. */
  readonly reads?: true;
  /** Puts files where its operands say. */
  readonly writes?: true;
  /** Among its words joined by blanks: it runs other programs, so that nothing is known. */
  readonly unless?: RegExp;
}

const names = (list: string): readonly string[] => list.split(" ");

export const programGroups: readonly ProgramGroup[] = [
  {
    why: "builtins that change nothing but the shell that runs them (POSIX, Special Built-In Utilities)",
    names: names(
      ": [ [[ (( test true false echo printf cd pushd popd pwd set export unset umask wait break continue shift read local readonly exit return declare typeset",
    ),
  },
  {
    why: "deletes what its operands name and reads nothing",
    names: names("rm rmdir unlink"),
    unless: /--files0-from/,
  },
  {
    why: "makes or marks what its operands name and reads no content",
    names: names("mkdir chmod chown chgrp touch mktemp truncate"),
    writes: true,
  },
  {
    why: "copies, moves or links what its operands name",
    names: names("cp mv ln install dd tee"),
    reads: true,
    writes: true,
    unless: /--strip-program/,
  },
  {
    why: "prints what its operands name",
    names: names(
      "cat head tail wc cut tr uniq basename dirname readlink realpath stat ls du df date id whoami hostname uname sleep seq md5sum sha1sum sha224sum sha256sum sha384sum sha512sum cksum base64 diff cmp grep egrep fgrep nproc arch expr which printenv getconf locale paste comm nl od fold tac",
    ),
    reads: true,
  },
  { why: "sorts what its operands name", names: names("sort"), reads: true, unless: /--compress-program/ },
  {
    why: "edits what its operands name; GNU sed runs programs with `e` alone",
    names: names("sed"),
    reads: true,
    writes: true,
    // Behind a line number or a separator, or as a flag of `s`.
    unless: /(?:^|\s)(?:-[a-zA-Z]*f|--file)|(?:^|[\s;{}\d])e(?:\s|$)|[^\w\s][gimpIM0-9]*e[gimpIMw0-9]*(?:[\s;}]|$)/,
  },
  {
    why: "edits text; awk runs programs with system() and pipes alone",
    names: names("awk gawk mawk"),
    reads: true,
    unless: /\bsystem\s*\(|\||getline|@load|(?:^|\s)(?:-[a-zA-Z]*[fEil]|--(?:file|exec|include|load))/,
  },
  {
    why: "looks at the trees that its operands name; it runs programs with -exec and -ok alone",
    names: names("find"),
    reads: true,
    unless: /\s-(?:exec|ok)(?:dir)?\s+(?!(?:rm|rmdir|chmod|chown|chgrp|touch|ls)\s)/,
  },
  {
    why: "packs and unpacks what its operands name",
    names: names("tar zip unzip"),
    reads: true,
    writes: true,
    unless:
      /--(?:to-command|files-from|checkpoint-action|use-compress-program|info-script|new-volume-script|rsh-command|rmt-command)|(?:^|\s)-[a-zA-Z]*[IFT]/,
  },
  {
    why: "packs and unpacks what its operands name, in place",
    names: names("gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd zcat xzcat bzcat"),
    reads: true,
  },
  {
    why: "fetches what its operands name and puts it where they say",
    names: names("curl wget"),
    writes: true,
    unless: /--use-askpass|file:\/\/|(?:^|\s)(?:-[a-zA-Z]*K|--config|-i|--input-file|-e|--execute)/,
  },
  {
    why: "changes the account files in /etc (shadow 4, useradd(8))",
    names: names("useradd userdel usermod groupadd groupdel groupmod addgroup adduser deluser chpasswd passwd"),
    unless: /(?:^|\s)(?:-R|--root|-P|--prefix)(?:[\s=]|$)/,
  },
  {
    why: "writes a data file of the C library from what /etc says",
    names: names("ldconfig localedef locale-gen setcap getcap"),
    unless: /(?:^|\s)-r(?:\s|$)/,
  },
  {
    why: "keeps keys in its own folder",
    names: names("gpg apt-key"),
    writes: true,
    unless: /--(?:exec|agent-program)/,
  },
  {
    why: "compiles what its operands name",
    names: names("gcc g++ cc c++ ar ranlib strip"),
    reads: true,
    writes: true,
    unless: /-wrapper|-fplugin|-specs|-B/,
  },
  {
    why: "serves what it is set up to serve and installs nothing",
    names: names("nginx redis-server memcached haproxy"),
  },
];

/** Programs that run what they are given; alone with `--version` and its like they run nothing. */
export const interpreters: ReadonlySet<string> = new Set(
  names("python python2 python3 node nodejs java ruby perl php bash sh dash ash npm npx pip pip3 gcc go rustc cargo"),
);

/** An option with which a package manager works by what it has, and fetches nothing. */
export const offlineOption =
  /^--?(?:offline|prefer-offline|no-index|find-links|f|cacheonly|C|no-network|no-download|no-refresh|cached-only|local|frozen|vendored)(?:=|$)/;

/**
 * Variables that decide what a name means to a shell, what is loaded into a program, or what a program of the table runs
 * (dash(1), bash(1), ld.so(8), tar(1), gcc(1), wget(1), curl(1)).
 */
export const tellingVariable =
  /(?:^|[^\w$])["']?(?:PATH|LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|BASH_ENV|ENV|APT_CONFIG|IFS|CDPATH|SHELLOPTS|BASHOPTS|TAR_OPTIONS|GCC_EXEC_PREFIX|COMPILER_PATH|WGETRC|CURL_HOME|HOME|ZIPOPT|XZ_OPT|GREP_OPTIONS)["']?\+?=/;

/** Folders that PATH looks into: Docker's default, and those that known bases put in front of it (golang, rust, ruby, pypy). */
export const programFolders: readonly string[] = [
  "/bin",
  "/sbin",
  "/usr/bin",
  "/usr/sbin",
  "/usr/local/bin",
  "/usr/local/sbin",
  "/go/bin",
  "/usr/local/go/bin",
  "/usr/local/cargo/bin",
  "/usr/local/bundle/bin",
  "/opt/pypy/bin",
];
