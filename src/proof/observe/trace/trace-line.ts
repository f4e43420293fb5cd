/** One line of a trace: "COMM-PID [CPU] flags TIME: EVENT: arguments", Documentation/trace/ftrace.rst, "Output format". */
export interface TraceLine {
  readonly pid: number;
  /** Seconds of the trace's clock. */
  readonly time: number;
  readonly event: string;
  readonly args: string;
}

// Names of commands and files are untrusted text: numbers are parsed from the end of the arguments if possible.
const linePattern =
  /^\s{0,32}.{1,16}?-(\d{1,10})\s{1,16}\[\d{1,6}\]\s{1,16}\S{1,16}\s{1,32}([\d.]{1,32}): (\w{1,64}): (.*)$/su;
const forkPattern = / child_pid=(\d+)$/u;
const execPattern = /^filename=(.*) pid=(\d+) old_pid=(\d+)$/u;

/** Undefined for comments and truncated lines. */
export function parseTraceLine(text: string): TraceLine | undefined {
  const [, pid, time, event, args] = linePattern.exec(text) ?? [];
  return event === undefined || args === undefined ? undefined : { pid: Number(pid), time: Number(time), event, args };
}

/** The new task of sched:sched_process_fork. */
export function forkedTask(args: string): number {
  return Number(forkPattern.exec(args)?.[1]);
}

/** sched:sched_process_exec. A thread that executes takes over the pid of its process: `before` is the thread's pid. */
export function execution(args: string): { readonly program: string; readonly pid: number; readonly before: number } {
  const [, program = "", pid, formerPid] = execPattern.exec(args) ?? [];
  return { program, pid: Number(pid), before: Number(formerPid) };
}

/** The task of cgroup:cgroup_attach_task, if the path of the cgroup contains the container's id. */
export function attachedTask(args: string, isContainer: (cgroup: string) => boolean): number | undefined {
  const [, path = "", pid] = / dst_path=(\S*) pid=(\d+) comm=/u.exec(args) ?? [];
  return isContainer(path) ? Number(pid) : undefined;
}

/**
 * prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filter) or seccomp(SECCOMP_SET_MODE_FILTER, flags, filter): without a
 * filter they only test for support.
 */
export function loadsFilter(args: string): boolean {
  return /^NR \d+ \((?:16, 2|1, [0-9a-f]+), (?!0,)/u.test(args);
}
