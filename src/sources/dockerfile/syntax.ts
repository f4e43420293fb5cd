import type { Span } from "../../domain/span.ts";

/** One command of a shell body; spans are offsets into the Dockerfile's text, continuation lines and comments included. */
export interface ShellCommand {
  readonly span: Span;
  /** `apt-get` of `sudo env X=1 apt-get install`; undefined when it is an expansion. */
  readonly name?: string;
  readonly words: readonly ShellWord[];
  /** What stands before it in its list; `start` for the first of the body. */
  readonly after: "start" | "&&" | "||" | ";" | "|" | "&";
  /** False inside a subshell, group, conditional, loop or function. */
  readonly topLevel: boolean;
}

export interface ShellWord {
  readonly text: string;
  readonly span: Span;
  /** True when the text is exactly what the shell passes on: no expansion, no glob. */
  readonly literal: boolean;
}

export interface InstructionFlag {
  readonly name: string;
  readonly value?: string;
  readonly span: Span;
}

export interface Instruction {
  /** Upper case; of an ONBUILD, the instruction that it holds. */
  readonly keyword: string;
  readonly onbuild: boolean;
  readonly span: Span;
  readonly keywordSpan: Span;
  readonly flags: readonly InstructionFlag[];
  /** Text after keyword and flags as written, and where it lies. */
  readonly args: string;
  readonly argsSpan: Span;
  /** Words of `args` (quotes kept); for COPY, ADD, FROM, ENV, USER, ... */
  readonly words: readonly { readonly text: string; readonly span: Span }[];
  /** Exec form: the JSON array's strings. */
  readonly json?: readonly string[];
  /** Shell form of RUN, CMD, ENTRYPOINT: its commands in order; undefined when it is not shell or does not parse. */
  readonly commands?: readonly ShellCommand[];
  /** Why `commands` is undefined though the form is shell: `heredoc`, `windows`, `syntax error: ...`. */
  readonly unparsed?: string;
  readonly heredocs: readonly { readonly name: string; readonly bodySpan: Span }[];
  /** Comments inside and directly before it are never part of an edit. */
  readonly comments: readonly Span[];
}
