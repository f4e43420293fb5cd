/**
 * What a runtime calls itself between loading the filter of system calls and executing the container's program, from `strace -f -o FILE`:
 * a line is `PID NAME(ARGUMENTS) = RESULT`, or in two parts, `<unfinished ...>` and `<... NAME resumed>`. Threads of the process that loads the filter
 * count, since the filter is theirs too. Undefined when no filter was loaded, or `program` was not executed after it.
 */
export function callsUnderFilter(text: string, program: string): ReadonlySet<string> | undefined {
  const group = new Map<string, string>();
  const groupOf = (pid: string): string => group.get(pid) ?? pid;
  const cloning = new Map<string, string>();
  const filtered = new Set<string>();
  const calls = new Set<string>();
  for (const line of text.split("\n")) {
    const [, pid = "", rest = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const started = /^([a-z0-9_]+)\((.*)$/.exec(rest);
    const resumed = /^<\.\.\. ([a-z0-9_]+) resumed>(.*)$/.exec(rest);
    const [, name = "", tail = ""] = started ?? resumed ?? [];
    if (name === "") continue;
    if (name === "clone" || name === "clone3") {
      if (started !== null) cloning.set(pid, tail);
      const child = /= (\d+)(?: \([^)]*\))?$/.exec(tail)?.[1];
      const flags = `${cloning.get(pid) ?? ""}${tail}`;
      if (child !== undefined && flags.includes("CLONE_THREAD")) group.set(child, groupOf(pid));
    }
    const own = groupOf(pid);
    if (filtered.has(own) && started !== null) calls.add(name);
    if (/^(?:prctl\(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, \{|seccomp\(SECCOMP_SET_MODE_FILTER, [^,]*, \{)/.test(rest))
      filtered.add(own);
    if (filtered.has(own) && name === "execve" && tail.includes(`"${program}"`)) return calls;
  }
  return undefined;
}
