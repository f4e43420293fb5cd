// Command lines in which a word that may expand to flags was taken for the image: after the fix the container had SYS_ADMIN.
import { inRepository, type RuleContexts, type SafeContext } from "./context.ts";

const line = (word: string): string => `docker run --rm --cap-drop=SYS_ADMIN ${word} img`;
const make = (word: string): SafeContext =>
  inRepository(
    `${word} of make`,
    `OPTS = --cap-add=ALL\nopts = --cap-add=ALL\nrun:\n\t${line(word)}\n`,
    {},
    "Makefile",
  );
const script = (word: string): SafeContext =>
  inRepository(`${word} in a script`, `#!/bin/sh\n${line(word)}\n`, {}, "run.sh");
const workflow = (word: string): SafeContext =>
  inRepository(
    `${word} in a workflow`,
    `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${line(word)}\n`,
    {},
    ".github/workflows/ci.yml",
  );

export const wordsThatExpand: RuleContexts = {
  rule: "capabilities/never-granted",
  contexts: [
    ...["$(OPTS)", "$(opts)", "${OPTS}", "$(if $(X),--cap-add=ALL)", "$(shell cat opts)", "$$OPTS"].map(make),
    ...[
      "${P:+--cap-add=ALL}",
      '${1+"$@"}',
      "<%= opts %>",
      "__OPTS__",
      "$OPTS",
      '"$@"',
      "{{ opts }}",
      "@OPTS@",
      "$(opts)",
      "`opts`",
      "%OPTS%",
      "$*",
    ].map(script),
    ...["${{ inputs.opts }}", "${{ matrix.opts }}", "$OPTS", "${P:+--cap-add=ALL}"].map(workflow),
    inRepository("cmd", `@echo off\r\n${line("%OPTS%")}\r\n`, {}, "run.cmd"),
    inRepository("PowerShell", `${line("$Opts")}\n`, {}, "run.ps1"),
    inRepository("PowerShell's environment", `${line("$env:OPTS")}\n`, {}, "start.ps1"),
    inRepository("fish", `#!/usr/bin/env fish\n${line("$opts")}\n`, {}, "run.fish"),
    inRepository("a unit", `[Service]\nExecStart=/usr/bin/${line("$OPTS")}\n`, {}, "app.service"),
    inRepository("a README with <options>", `\`\`\`sh\n${line("<options>")}\n\`\`\`\n`, {}, "README.md"),
  ],
};
