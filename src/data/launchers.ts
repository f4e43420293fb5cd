/**
 * Programs that run the command among their arguments and do nothing else to files: the one place that knows where that command begins. Options are written as
 * getopt(3) takes them, from the programs' sources and manual pages (coreutils 9.5, util-linux 2.40, findutils 4.10, sudo 1.9, OpenDoas 6.8, tini 0.19,
 * dumb-init 1.2, catatonit 0.2, gosu 1.17, su-exec 0.2, runit 2.2, daemontools 0.76, s6 2.13). Written 2026-11 by hand.
 *
 * Options with which a program runs nothing (`sudo -l`, `ionice -p`) are left out: behind an option that is not listed, what runs is not known.
 */
export interface Launcher {
  /** `n:uW::`: one colon follows a letter that takes a value, two follow a letter whose optional value is the rest of its word. */
  readonly short?: string;
  /** Names of long options; one that takes a value ends in `=`. Every option accepts a value after `=`. */
  readonly long?: string;
  /** Number of words between the options and the command. */
  readonly operands?: number;
  /** Pattern of these words. */
  readonly operand?: RegExp;
  /** Options may also follow the operands. */
  readonly mixed?: true;
  /** Without one of these options it does not run the words. */
  readonly needs?: readonly string[];
  /** Accepts `NAME=value` before the command: up to `--`, or also after it. */
  readonly assigns?: "options" | "all";
  /** Option whose value contains the first words of the command. */
  readonly splits?: "S";
  /** The launcher's purpose: process 1 of a container, or a user other than root. */
  readonly role?: "init" | "user";
}

const personality: Launcher = {
  short: "hv3BFILRSTXZ",
  long: "32bit fdpic-funcptrs short-inode addr-compat-layout addr-no-randomize whole-seconds sticky-timeouts read-implies-exec mmap-page-zero 3gb 4gb uname-2.6 verbose",
};
const tini: Launcher = { short: "vwgle:p:s", role: "init" };
const user: Launcher = { operands: 1, role: "user" };

export const launchers: ReadonlyMap<string, Launcher> = new Map<string, Launcher>([
  // Shell builtins (POSIX 2024; bash(1))
  ["exec", { short: "cla:" }],
  ["command", { short: "p" }],
  // Another user
  [
    "sudo",
    {
      short: "ABbC:D:EHh:g:iknNPp:R:r:SsT:t:U:u:",
      long: "askpass bell background close-from= chdir= preserve-env group= set-home host= login reset-timestamp non-interactive no-update preserve-groups prompt= chroot= role= stdin shell command-timeout= type= other-user= user=",
      assigns: "options",
    },
  ],
  ["doas", { short: "a:C:nsu:" }],
  ["gosu", user],
  ["su-exec", user],
  ["setuidgid", user],
  ["s6-setuidgid", user],
  [
    "runuser",
    {
      short: "fg:G:lmpPTs:u:w:",
      long: "fast group= supp-group= login preserve-environment pty no-pty shell= user= whitelist-environment=",
      needs: ["u", "user"],
      role: "user",
    },
  ],
  [
    "setpriv",
    {
      long:
        "ambient-caps= apparmor-profile= bounding-set= clear-groups egid= euid= groups= inh-caps= init-groups keep-groups landlock-access= landlock-rule= nnp no-new-privs pdeathsig= " +
        "ptracer= regid= reset-env reuid= rgid= ruid= seccomp-filter= securebits= selinux-label=",
      role: "user",
    },
  ],
  ["chpst", { short: "vP012u:U:b:e:C:n:l:L:m:d:o:p:f:c:t:r:", role: "user" }],
  // Only with the same root: with another one, its command acts on other files.
  ["chroot", { long: "groups= userspec= skip-chdir", operands: 1, operand: /^\/$/ }],
  ["fakeroot", { short: "l:s:i:b:u", long: "lib= faked= unknown-is-real fd-base=" }],
  // Process 1
  ["tini", tini],
  ["tini-static", tini],
  ["docker-init", tini],
  ["catatonit", { short: "g", role: "init" }],
  ["dumb-init", { short: "cr:v", long: "single-child rewrite= verbose", role: "init" }],
  // Environment, priority, limits, time
  [
    "env",
    {
      short: "0a:C:iS:u:v",
      long: "argv0= block-signal chdir= debug default-signal ignore-environment ignore-signal null list-signal-handling split-string= unset=",
      assigns: "all",
      splits: "S",
    },
  ],
  ["nohup", {}],
  ["nice", { short: "0123456789n:", long: "adjustment=" }],
  ["ionice", { short: "c:n:t", long: "class= classdata= ignore" }],
  [
    "chrt",
    {
      short: "abdefiorRvT:P:D:",
      long: "all-tasks batch deadline ext fifo idle other rr reset-on-fork verbose sched-runtime= sched-period= sched-deadline=",
      operands: 1,
      operand: /^\d+$/,
    },
  ],
  ["taskset", { short: "ac", long: "all-tasks cpu-list", operands: 1 }],
  [
    "prlimit",
    {
      short: "c::d::e::f::i::l::m::n::q::r::s::t::u::v::x::y::",
      long: "as core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack",
    },
  ],
  ["choom", { short: "n:", long: "adjust=" }],
  ["time", { short: "af:o:pqv", long: "append format= output= portability quiet verbose" }],
  ["timeout", { short: "fk:ps:v", long: "foreground kill-after= preserve-status signal= verbose", operands: 1 }],
  ["stdbuf", { short: "e:i:o:", long: "error= input= output=" }],
  ["setsid", { short: "cfw", long: "ctty fork wait" }],
  // Namespaces; not with another root, whose files differ
  [
    "unshare",
    {
      short: "CcfG:imnprS:TUuw:",
      long:
        "boottime= cgroup fork ipc keep-caps kill-child map-auto map-current-user map-group= map-groups= map-root-user map-user= map-users= monotonic= mount mount-proc " +
        "load-interp= net pid propagation= setgid= setgroups= setuid= time user uts wd=",
    },
  ],
  ["setarch", { ...personality, operands: 1, mixed: true }],
  ["linux32", personality],
  ["linux64", personality],
  ["i386", personality],
  [
    "flock",
    {
      short: "eE:Fnosuw:x",
      long: "close conflict-exit-code= exclusive fcntl nb no-fork nonblock shared timeout= unlock verbose wait=",
      operands: 1,
    },
  ],
  ["eatmydata", {}],
  // Multi-call programs
  ["busybox", {}],
  ["toybox", {}],
  // More operands follow, in an unknown number
  [
    "xargs",
    {
      short: "0a:d:E:e::I:i::L:l::n:oP:prs:tx",
      long: "arg-file= delimiter= eof exit interactive max-args= max-chars= max-lines max-procs= no-run-if-empty null open-tty process-slot-var= replace verbose",
    },
  ],
  // A display or a bus for the duration of the command
  [
    "xvfb-run",
    {
      short: "ae:f:ln:p:s:w:",
      long: "auto-servernum auto-display error-file= auth-file= listen-tcp server-num= xauth-protocol= server-args= wait=",
    },
  ],
  ["dbus-run-session", { long: "config-file= dbus-daemon=" }],
]);

/** Names of the launchers with a purpose. */
export function launchersFor(role: NonNullable<Launcher["role"]>): readonly string[] {
  return [...launchers].flatMap(([name, launcher]) => (launcher.role === role ? [name] : []));
}
