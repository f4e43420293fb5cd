/** How a program that runs the command among its arguments is read. */
export interface Wrapper {
  /** Options whose value is the next word. */
  readonly valued?: RegExp;
  /** With one of these it runs no command. */
  readonly never?: RegExp;
  /** Without one of these it does not run what follows, or as a script. */
  readonly needs?: RegExp;
  /** How many words stand between the options and the command. */
  readonly operands?: number;
}

/**
 * By name; from their manual pages. `chroot` is left out: what it runs acts on another root.
 */
export const wrappers: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  [
    "sudo",
    {
      valued: /^(-[CDghpRrtTuU]|--(chdir|chroot|close-from|group|host|prompt|role|type|user|other-user))$/,
      never: /^-[elVvKk]$/,
    },
  ],
  // -S splits a string, which is a language of its own
  ["env", { valued: /^(-[uC]|--(unset|chdir))$/, never: /^(-S|--split-string)/ }],
  ["exec", { valued: /^-a$/ }],
  ["command", { never: /^-p?[vV]+$/ }],
  ["nohup", {}],
  ["nice", { valued: /^(-n|--adjustment)$/ }],
  ["ionice", { valued: /^(-[cn]|--class|--classdata)$/, never: /^(-[pPu]|--(pid|pgid|uid))/ }],
  ["time", { valued: /^-[fo]$/ }],
  ["timeout", { valued: /^(-[ks]|--(kill-after|signal))$/, operands: 1 }],
  ["stdbuf", { valued: /^(-[ioe]|--(input|output|error))$/ }],
  ["xargs", { valued: /^(-[IEnLPdas]|--(replace|max-args|max-lines|max-procs|delimiter|arg-file|max-chars))$/ }],
  ["setarch", { operands: 1 }],
  ["linux32", {}],
  ["linux64", {}],
  ["i386", {}],
  ["busybox", { never: /^--/ }],
  ["eatmydata", {}],
  ["fakeroot", { valued: /^-[lisb]$/ }],
  ["flock", { valued: /^(-[wE]|--(wait|timeout|conflict-exit-code))$/, never: /^(-c|--command)$/, operands: 1 }],
  ["doas", { valued: /^-[Cu]$/, never: /^-[Ls]$/ }],
  ["gosu", { never: /^-/, operands: 1 }],
  ["su-exec", { operands: 1 }],
  ["runuser", { valued: /^(-[ugGw]|--(user|group|supp-group))$/, never: /^(-c|--command)/, needs: /^(-u|--user)/ }],
  [
    "setpriv",
    { valued: /^--(reuid|regid|groups|inh-caps|ambient-caps|bounding-set|securebits)$/, never: /^(-d|--dump)$/ },
  ],
]);
