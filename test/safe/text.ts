import { notSafe, safe, type RuleContexts } from "./context.ts";

const from = "FROM debian:13\n";
const foreign = "# syntax=example/front:1\n";

export const relativeWorkdir: RuleContexts = {
  rule: "build/relative-workdir",
  contexts: [
    safe("behind an absolute one", `${from}WORKDIR /app\nWORKDIR web\n`),
    safe("up again", `${from}WORKDIR /app/web\nWORKDIR ../api\n`),
    safe("a stage of this file", "FROM scratch AS a\nWORKDIR srv\nFROM a\nWORKDIR data\n"),
    notSafe("a line that would be an instruction", `${from}WORKDIR /a\\\nRUN b\nWORKDIR touch\n`),
    safe("a continuation above", `${from}WORKDIR /a\\\nb\nWORKDIR c\n`),
    safe("a continuation before the word", `${from}WORKDIR /a\nWORKDIR \\\n  b\n`),
    notSafe("a continuation in the word", `${from}WORKDIR /a\nWORKDIR b\\\nc\n`),
    notSafe("a blank in the sum", `${from}WORKDIR /a b\nWORKDIR c\n`),
    notSafe("a dollar in the sum", `${from}WORKDIR '/a$X'\nWORKDIR c\n`),
    notSafe("ENV decides, which an ARG may set", `${from}ENV D=/srv\nWORKDIR $D\nWORKDIR data\n`),
    notSafe("the base decides", `${from}WORKDIR web\n`),
    notSafe("an ARG decides", `${from}ARG D=/srv\nWORKDIR $D\nWORKDIR data\n`),
    notSafe("a relative ARG in between", `${from}ARG D=app\nWORKDIR /srv\nWORKDIR $D\nWORKDIR data\n`),
    notSafe("an ARG in ENV", `${from}ARG D=app\nENV E=/srv/$D\nWORKDIR $E\nWORKDIR data\n`),
    notSafe(
      "a trigger of the stage below",
      "FROM debian:13 AS a\nWORKDIR /a\nONBUILD WORKDIR /b\nFROM a\nWORKDIR data\n",
    ),
    notSafe("an own trigger", `${from}WORKDIR /app\nONBUILD WORKDIR web\n`),
    notSafe("quotes", `${from}WORKDIR /app\nWORKDIR "my web"\n`),
    notSafe(
      "Windows",
      "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR C:\\app\nWORKDIR web\n",
    ),
    notSafe("a foreign front end", `${foreign}${from}WORKDIR /app\nWORKDIR web\n`),
  ],
};

export const unusedIgnore: RuleContexts = {
  rule: "build/unused-ignore",
  contexts: [
    safe("a line of its own", `${from}# hullproof ignore build/shell-form-cmd: it was\nCMD ["true"]\n`),
    safe(
      "inside a continuation",
      `${from}RUN mkdir /a && \\\n    # hullproof ignore build/shell-form-cmd: it was\n    mkdir /b\n`,
    ),
    safe("at the top of the file", `# hullproof ignore-file build/shell-form-cmd: it was\n${from}CMD ["true"]\n`),
    notSafe(
      "what stands below would become a directive",
      `# hullproof ignore-file build/shell-form-cmd: it was\n# escape=\`\n${from}CMD ["true"]\n`,
    ),
    notSafe(
      "a syntax line below, with another comment between",
      `# hullproof ignore-file build/shell-form-cmd: it was\n# about\n# syntax=example/x\n${from}CMD ["true"]\n`,
    ),
    notSafe(
      "content of a copied heredoc",
      `${from}COPY <<EOF /Dockerfile\nFROM x\n# hullproof ignore build/shell-form-cmd: content\nEOF\n`,
    ),
    notSafe(
      "a script's heredoc",
      `${from}RUN <<EOF\n# hullproof ignore build/shell-form-cmd: content\ncat "$0"\nEOF\n`,
    ),
    notSafe("the comment of another tool", `${from}# hadolint ignore=DL3009\nCMD ["true"]\n`),
    notSafe("it is used", `${from}# hullproof ignore build/shell-form-cmd: wanted\nCMD true\n`),
    notSafe("a rule that was not run", `${from}# hullproof ignore build/no-such-rule: wanted\nCMD ["true"]\n`),
    notSafe("two ids in one comment", `${from}# hadolint ignore=DL3009,DL3015\nCMD ["true"]\n`),
  ],
};

export const emptyContinuation: RuleContexts = {
  rule: "build/empty-continuation",
  contexts: [
    safe("an empty line", `${from}RUN date && \\\n\n    id\n`),
    safe("blanks and a comment", `${from}RUN date && \\\n  \t\n    # who\n    id\n`),
    safe("another escape", "# escape=`\nFROM debian:13\nRUN date && `\n\n    id\n"),
    safe("within quotes, where Docker drops it too", `${from}RUN echo "a \\\n\n b"\n`),
    safe("CRLF", `${from}RUN date && \\\r\n\r\n    id\r\n`.replace("13\n", "13\r\n")),
    notSafe("a byte order mark is not a blank to Docker", `${from}RUN date && \\\n\uFEFF\nRUN id\n`),
    notSafe("in a heredoc", `${from}RUN <<EOF\ndate\n\nid\nEOF\n`),
    notSafe("in a copied heredoc", `${from}COPY <<EOF /x\na \\\n\nb\nEOF\n`),
    notSafe("behind the last line", `${from}RUN date \\\n\n`),
    notSafe("a trigger", `${from}ONBUILD RUN date && \\\n\n    id\n`),
    notSafe("a foreign front end", `${foreign}${from}RUN date && \\\n\n    id\n`),
    notSafe("a template", `${from}RUN {{ range }} date && \\\n\n    id\n`),
  ],
};

export const repeatedInstruction: RuleContexts = {
  rule: "build/repeated-instruction",
  contexts: [
    safe("a CMD that a later one replaces", `${from}CMD ["a"]\nRUN date\nCMD ["b"]\n`),
    safe("an ENTRYPOINT with a CMD between", `${from}ENTRYPOINT ["a"]\nCMD ["x"]\nENTRYPOINT ["b"]\n`),
    safe("HEALTHCHECK", `${from}HEALTHCHECK NONE\nHEALTHCHECK CMD true\n`),
    safe("in an earlier stage", "FROM debian:13 AS a\nCMD a\nCMD b\nFROM a\n"),
    notSafe("a trigger and an own one", `${from}ONBUILD CMD ["a"]\nCMD ["b"]\n`),
    notSafe("two triggers", `${from}ONBUILD CMD ["a"]\nONBUILD CMD ["b"]\n`),
    notSafe("one in each stage", "FROM debian:13 AS a\nCMD a\nFROM a\nCMD b\n"),
    notSafe("a CMD and an ENTRYPOINT", `${from}CMD ["a"]\nENTRYPOINT ["b"]\n`),
    notSafe("a foreign front end", `${foreign}${from}CMD a\nCMD b\n`),
  ],
};

export const legacyEnv: RuleContexts = {
  rule: "build/legacy-env",
  contexts: [
    safe("one word", `${from}ENV A 1\n`),
    safe("a variable", `${from}ENV PATH /app/bin:$PATH\n`),
    safe("an equals sign in the value", `${from}ENV OPTS -Da=b\n`),
    safe("a label", `${from}LABEL a.b/c value\n`),
    notSafe("blanks", `${from}ENV A one two\n`),
    notSafe("quotes", `${from}ENV A "one"\n`),
    notSafe("an escape", `${from}ENV A one\\ two\n`),
    notSafe("a quoted name", `${from}ENV "A" one\n`),
    notSafe("a name from a variable", `${from}ENV $N one\n`),
    notSafe("a comment sign", `${from}ENV A one#two\n`),
    notSafe("a continuation", `${from}ENV A \\\n  one\n`),
    notSafe("a default with blanks", `${from}ENV A \${B:-x y}\n`),
    notSafe("a trigger", `${from}ONBUILD ENV A 1\n`),
    notSafe("a Windows path", "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nENV A C:\\x\n"),
    notSafe("a foreign front end", `${foreign}${from}ENV A 1\n`),
  ],
};

export const addInsteadOfCopy: RuleContexts = {
  rule: "build/add-instead-of-copy",
  contexts: [
    safe("the whole context", `${from}ADD . /app\n`),
    safe("a folder of the context", `${from}ADD src /app/src\n`, ["src/main.py"]),
    safe("with an owner", `${from}ADD --chown=1000:1000 ./ /app/\n`),
    notSafe("a folder that no one has seen", `${from}ADD src /app/src\n`),
    notSafe("a file whose content no one has read", `${from}ADD app.py /app/\n`, ["app.py"]),
    notSafe("a file without an ending", `${from}ADD rootfs /\n`, ["rootfs"]),
    notSafe("an archive", `${from}ADD rootfs.tar.xz /\n`, ["rootfs.tar.xz"]),
    notSafe("a URL", `${from}ADD https://example.com/a /a\n`),
    notSafe("a repository", `${from}ADD git@example.com:a/b.git /a\n`),
    notSafe("a repository over https", `${from}ADD https://example.com/a.git#main /a\n`),
    notSafe("a glob", `${from}ADD *.json /app/\n`, ["a.json"]),
    notSafe("a variable", `${from}ARG SRC=.\nADD $SRC /app\n`),
    notSafe("a folder and a file", `${from}ADD src a.bin /app/\n`, ["src/x", "a.bin"]),
    notSafe("--checksum", `${from}ADD --checksum=sha256:00 . /app\n`),
    notSafe("--keep-git-dir", `${from}ADD --keep-git-dir=true . /app\n`),
    notSafe("--unpack", `${from}ADD --unpack=true . /app\n`),
    notSafe("a heredoc", `${from}ADD <<EOF /x\na\nEOF\n`),
    notSafe("a trigger", `${from}ONBUILD ADD . /app\n`),
    notSafe("a foreign front end", `${foreign}${from}ADD . /app\n`),
  ],
};

export const copyWithoutSlash: RuleContexts = {
  rule: "build/copy-without-slash",
  contexts: [
    safe("the working directory", `${from}WORKDIR /app\nCOPY a.json b.json .\n`),
    safe("in exec form", `${from}WORKDIR /app\nCOPY ["a b.json", "b.json", "."]\n`),
    safe("ADD", `${from}ADD a.json b.json .\n`),
    notSafe("a folder above", `${from}WORKDIR /app\nCOPY a.json b.json ..\n`),
    notSafe("a target that may not be there", `${from}COPY a.json b.json /app\n`),
    notSafe("a variable", `${from}ARG T=.\nCOPY a.json b.json $T\n`),
    notSafe("one source", `${from}COPY a.json .\n`),
    notSafe("a trigger", `${from}ONBUILD COPY a.json b.json .\n`),
    notSafe("a foreign front end", `${foreign}${from}COPY a.json b.json .\n`),
  ],
};

export const capabilities: readonly RuleContexts[] = [
  {
    rule: "capabilities/comma-list",
    contexts: [
      safe("two that are dropped", "docker run --cap-drop=CHOWN,SETUID example/a\n"),
      safe("with a blank", "docker run --cap-drop CHOWN,SETUID example/a\n"),
      notSafe("two that are added", "docker run --cap-add=SYS_ADMIN,NET_ADMIN example/a\n"),
      notSafe("a variable in it", "docker run --cap-drop=CHOWN,$MORE example/a\n"),
      notSafe("Podman takes a list", "podman run --cap-drop=CHOWN,SETUID example/a\n"),
      notSafe("one capability", "docker run --cap-drop=CHOWN example/a\n"),
      notSafe("words that are no names", "docker run --cap-drop='CHOWN, SET-UID' example/a\n"),
    ],
  },
  {
    rule: "capabilities/never-granted",
    contexts: [
      safe("one that is never there", "docker run --cap-drop=SYS_PTRACE example/a\n"),
      safe("over two lines", "docker run \\\n  --cap-drop SYS_ADMIN \\\n  example/a\n"),
      notSafe("--privileged", "docker run --privileged --cap-drop=SYS_PTRACE example/a\n"),
      notSafe("it is added", "docker run --cap-add=SYS_PTRACE --cap-drop=SYS_PTRACE example/a\n"),
      notSafe("all are added", "docker run --cap-add=ALL --cap-drop=SYS_PTRACE example/a\n"),
      notSafe("flags in a variable", "docker run $FLAGS --cap-drop=SYS_PTRACE example/a\n"),
      notSafe("a flag that is not known", "docker run --new-flag=x --cap-drop=SYS_PTRACE example/a\n"),
      notSafe("Podman's set may be configured", "podman run --cap-drop=SYS_PTRACE example/a\n"),
      notSafe("one that was granted", "docker run --cap-drop=NET_RAW example/a\n"),
      notSafe("added by a variable", 'docker run --cap-add="$CAP" --cap-drop=SYS_PTRACE example/a\n'),
      notSafe("only flags, whose line is not seen", "Flags for `docker run`:\n\n```\n--cap-drop=SYS_PTRACE\n```\n"),
    ],
  },
];
