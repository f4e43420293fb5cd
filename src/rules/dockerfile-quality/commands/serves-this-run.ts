import type { WrittenCommand } from "../../../facts/dockerfile/run-commands.ts";

/** They need no service, and wait for none. */
const aside = /^(?:service|sleep|echo|printf|true|:|exit|rm|apt-get|apt|apk|yum|dnf|mkdir|chmod|chown|ln)$/;

type Use = Pick<WrittenCommand, "program" | "args" | "span">;

/**
 * Services that the RUN starts for its other commands, and that end with it: `service mysql start && mysql < a.sql`.
 */
export function servesThisRun({ program, args, span }: Use, uses: readonly Use[]): boolean {
  // A process id in a variable, or a job of the shell, belongs to a process of this RUN.
  if (program === "kill")
    return args.some((arg) => /[$`%]/.test(arg)) && uses.some((use) => use.span.end <= span.start);
  if (program !== "service") return false;
  const start = uses.find(
    (use) => use.program === "service" && use.args[0] === args[0] && /^(?:re)?start$/.test(use.args[1] ?? ""),
  );
  if (start === undefined || start.span.start > span.start) return false;
  return uses.some((use) => use.span.start > start.span.end && !aside.test(use.program));
}
