import type { Span } from "../finding/span.ts";

/** One command of a shell body; spans are offsets into the Dockerfile's text, continuation lines and comments included. */
export interface ShellCommand {
  readonly span: Span;
  /** `apt-get` of `sudo env X=1 apt-get install`; undefined when it is an expansion. A folder such as /usr/bin is left out. */
  readonly name?: string;
  readonly words: readonly ShellWord[];
  /** The operator before it in its list; `start` for the first of the body. */
  readonly after: "start" | "&&" | "||" | ";" | "|" | "&";
  /** False inside a subshell, group, conditional, loop, function or nested script, and after `xargs`. */
  readonly topLevel: boolean;
  /** It is inside a word passed to a shell, `su -c`, `flock -c` or `env -S`: by words alone, it is part of one. */
  readonly inScript?: true;
  /** Launchers (`data/launchers.ts`) seen through, outermost first: `sudo`, `env`; one outside standard folders with its path: `/tini`. Behind `xargs` more operands follow, which no one knows. */
  readonly wrappers?: readonly string[];
  /** `A=1` before the command, those of `env` and `sudo` included. */
  readonly assignments?: readonly { readonly name: string; readonly span: Span }[];
  /** The text before its words (`A=1 sudo `) as a shell reads it, where the source differs: in an exec form. */
  readonly prefix?: string;
  /** Where its output goes to and its input comes from, heredocs not included. */
  readonly redirects?: readonly ShellRedirect[];
  /** The same number for all commands of one pipeline, nested ones included; absent outside of pipelines. */
  readonly pipeline?: number;
}

export interface ShellRedirect {
  /** `>`, `>>`, `<`, `&>`, `>&`, `<<<`, ... */
  readonly operator: string;
  /** The number before it: 2 of `2>x`. */
  readonly descriptor?: number;
  readonly target: ShellWord;
}

export interface ShellWord {
  readonly text: string;
  readonly span: Span;
  /** True when the text is exactly what the shell passes on: no expansion, no glob. */
  readonly literal: boolean;
}

/** The script of an exec form's shell: SCRIPT of `["sh", "-c", "SCRIPT"]`. */
export interface ExecScript {
  /** Unescaped, as the shell reads it. */
  readonly text: string;
  /** Between its quotes. */
  readonly span: Span;
  /** It is in the text of `env -S`, so env's quotes surround it and env reads escapes and variables in it. */
  readonly inner?: true;
  /** Where its characters come from; one with a length is a single character that is written as an escape: `\"`, `\u0041`. */
  readonly pieces: readonly { readonly text: string; readonly at: number; readonly length?: number }[];
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
  /** Text after keyword and flags as written, and its span. */
  readonly args: string;
  readonly argsSpan: Span;
  /** Words of `args` (quotes kept); for COPY, ADD, FROM, ENV, USER, ... */
  readonly words: readonly { readonly text: string; readonly span: Span }[];
  /** Exec form: the JSON array's strings. */
  readonly json?: readonly string[];
  /**
   * Words of the SHELL that its shell form is run by, also where a stage that FROM names has set it; undefined for the platform's own. Of an exec form, the shell
   * that it calls itself, up to the script.
   */
  readonly shell?: readonly string[];
  /** Of an exec form that calls a POSIX shell with a script. */
  readonly execScript?: ExecScript;
  /**
   * RUN, CMD, ENTRYPOINT, HEALTHCHECK: its commands in order; undefined when it is not shell or does not parse. Of an exec form, those of its script, or the single one
   * of its strings. Parsed lazily.
   */
  readonly commands?: readonly ShellCommand[];
  /** Why `commands` is undefined though the form is shell: `heredoc for python3`, `windows`, `syntax error: ...`. */
  readonly unparsed?: string;
  /** `commands` are those of the lines of a heredoc, not of the instruction's own line. */
  readonly script?: "heredoc";
  readonly heredocs: readonly {
    readonly name: string;
    readonly bodySpan: Span;
    /** The name is not quoted: variables in the body are replaced before it is used, except in a RUN that is nothing but the heredoc. */
    readonly expands: boolean;
  }[];
  /** Comments inside and directly before it are never part of an edit. */
  readonly comments: readonly Span[];
}
