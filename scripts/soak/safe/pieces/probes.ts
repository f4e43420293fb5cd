import type { Dice } from "../dice.ts";
import { spell, type Spelling } from "./spellings.ts";

/** Commands that notice what is at `@`, by their exit code or by what they write. `@` is the word of the path. */
const onFolder: readonly string[] = [
  ...[
    "ls @ > /seen",
    "ls -A @ | wc -l > /seen",
    "find @ -type f > /seen",
    "find @ -name '*Packages*' -o -name '*INDEX*' > /seen",
    "find @ -mindepth 1 -delete",
  ],
  ...[
    "test -d @",
    "test -e @/*",
    "[ -e @ ]",
    '[ -n "$(ls -A @)" ]',
    '[ "$(ls @ | wc -l)" -gt 1 ]',
    "test -s @/lock || test -f @/*",
    "[ -d @ ] && echo yes > /seen || echo no > /seen",
  ],
  ...[
    "rm -r @",
    "rm -r @/*",
    "rm @/*",
    "rm -v -r @/* > /seen",
    "rm -rf @",
    "rm -rf @/*",
    "rm -f @/*",
    "rm -fr @ && mkdir @",
    "rm -r @/* || exit 4",
  ],
  ...[
    "rmdir @",
    "rmdir @ 2> /dev/null || true",
    "mv @ /moved",
    "mv @/* /moved || true",
    "cp -r @ /copied",
    "cp -a @/. /copied",
    "ln -s @ /linked && ls /linked/ > /seen",
    "ln @/* /srv/",
  ],
  ...[
    "chmod -R 700 @",
    "chmod 755 @/*",
    "chmod a+rX @",
    "chown -R 1000 @",
    "chown -R 1000:1000 @/*",
    "chgrp -R 1 @",
    "chown --reference=/etc @",
    "touch @",
    "touch @/*",
    "touch @/kept",
  ],
  ...[
    "mkdir @",
    "mkdir -p @",
    "mkdir @/new",
    "mkdir -p @/partial",
    "install -d -m 700 @",
    "echo x > @/lock",
    "echo x >> @/lock",
    ": > @/marker",
    "cat < @/lock",
    "printf x | tee @/lock",
  ],
  ...[
    "echo @/*",
    "echo @/* > /seen",
    "echo @* > /seen",
    "printf '%s\\n' @/* > /seen",
    'printf "$(ls @)" > /seen',
    "for f in @/*; do echo $f; done > /seen",
    "case $(echo @/*) in *Packages*|*INDEX*|*base*|*http*) ;; *) exit 3;; esac",
    "set -- @/* && echo $# > /seen",
  ],
  ...[
    "cat @/* > /seen",
    "cat @/* | wc -c > /seen",
    "head -c 1 @/*",
    "wc -c @/*",
    "du -s @ > /seen",
    "stat -c %a @ > /seen",
    "readlink -f @ > /seen",
    "grep -rq . @",
    "grep -r jq @ | wc -l > /seen",
  ],
  ...[
    "tar -cf - @ | tar -t > /seen",
    "cd @ && ls > /seen",
    "cd @ && pwd > /seen",
    "(cd @; ls | wc -l) > /seen",
    "sort @/* > /dev/null",
    "sed -i 's/x/y/' @/*",
    "sha256sum @/* | wc -l > /seen",
    "xargs -a /dev/null ls @ > /seen",
  ],
  ...[
    "python3 -c \"import os; print(sorted(os.listdir('@')))\" > /seen",
    "perl -e 'print scalar(() = <@/*>)' > /seen",
    "awk 'END { print NR }' @/* > /seen",
    "sh -c 'ls @' > /seen",
    "env ls @ > /seen",
    "timeout 5 ls @ > /seen",
    "nice ls @ > /seen",
    "exec ls @",
  ],
  ...[
    "truncate -s 0 @/*",
    "dd if=/dev/null of=@/lock",
    "chattr -R +A @ || true",
    "cmp @/lock /dev/null",
    "while read -r line; do echo $line; done < @/lock",
    "ls -d @/*/ > /seen",
    "diff -r @ /opt > /seen || true",
    "unlink @/lock",
    "shopt -s nullglob; echo @/* > /seen",
  ],
  ...[
    "useradd -d @ -M someone",
    "useradd -m -k @ someone && ls -A /home/someone > /seen",
    "ls -la / > /dev/null; ls @ > /seen",
    "cp -n /etc/hosts @/lock",
    "cp --update /etc/hosts @",
    "mkdir /srv/x && cp -r @ /srv/x",
    "ln -sf @ /etc/alternatives/x",
    "tee @/log < /dev/null",
    "id > @/id",
  ],
];

export interface Probe extends Spelling {
  readonly command: string;
}

/** A command that notices a leftover, whatever the rules think of it. */
export function probe(dice: Dice, paths: readonly string[]): Probe {
  const spelling = spell(dice, dice.pick(paths));
  return { ...spelling, command: (spelling.shell ?? "") + dice.pick(onFolder).replaceAll("@", () => spelling.word) };
}
