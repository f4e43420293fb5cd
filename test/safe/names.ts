import { notSafe, safe, type RuleContexts } from "./context.ts";

const from = "FROM debian:13\n";
const foreign = "# syntax=example/front:1\n";
const authors = "org.opencontainers.image.authors";

/** Names of labels that Docker reads as the one of the authors, or may. */
const sameLabel = [
  `"${authors}"`,
  `'${authors}'`,
  'org.opencontainers."image".authors',
  "org.opencontainers.'image.auth'ors",
  "org.opencontainers.image\\.authors",
  "org.opencontainers.image.\\authors",
  'org.opencontainers.image.auth""ors',
  "org.opencontainers.image.${X}s",
  "org.opencontainers.image.${NONE:-authors}",
  "org.opencontainers.image.${X:+authors}",
  "org.opencontainers.image.${PATH+authors}",
  "$LABEL_NAME",
];

export const stageByNumber: RuleContexts = {
  rule: "build/stage-by-number",
  contexts: [
    safe("a named stage", "FROM golang:1.25 AS build\nFROM scratch\nCOPY --from=0 /a /a\n"),
    safe("a name in capitals", "FROM golang:1.25 AS Build\nFROM scratch\nCOPY --from=0 /a /a\n"),
    notSafe("a stage without a name", "FROM golang:1.25\nFROM scratch\nCOPY --from=0 /a /a\n"),
    notSafe(
      "the name is given twice",
      "FROM golang:1.25 AS build\nFROM golang:1.24 AS build\nFROM scratch\nCOPY --from=0 /a /a\n",
    ),
    notSafe(
      "the name is given twice in another case",
      "FROM golang:1.25 AS build\nFROM golang:1.24 AS BUILD\nFROM scratch\nCOPY --from=0 /a /a\n",
    ),
    notSafe("a trigger", "FROM golang:1.25 AS build\nFROM debian:13\nONBUILD COPY --from=0 /a /a\n"),
    notSafe("a stage that is still to come", "FROM golang:1.25 AS build\nCOPY --from=1 /a /a\nFROM debian:13 AS x\n"),
    notSafe("a foreign front end", `${foreign}FROM golang:1.25 AS build\nFROM scratch\nCOPY --from=0 /a /a\n`),
  ],
};

export const casings: readonly RuleContexts[] = [
  {
    rule: "build/instruction-casing",
    contexts: [
      safe("a keyword", `${from}run date\n`),
      safe("with flags and a heredoc", `${from}run --network=none <<EOF\nrun away\nEOF\n`),
      notSafe("a trigger", `${from}ONBUILD run date\n`),
      notSafe("a line of a heredoc", `${from}COPY <<EOF /x\nrun date\nEOF\n`),
      notSafe("an argument", `${from}RUN run date\n`),
      notSafe("a continuation line", `${from}RUN echo \\\n  from here\n`),
      notSafe("a comment", `${from}# run date\nRUN date\n`),
      notSafe("a foreign front end", `${foreign}${from}run date\n`),
    ],
  },
  {
    rule: "build/from-as-casing",
    contexts: [
      safe("as beside FROM", "FROM debian:13 as build\n"),
      safe("AS beside from", "from debian:13 AS build\n"),
      safe("with a platform", "FROM --platform=linux/amd64 debian:13 as build\n"),
      notSafe("an image of that name", "FROM as\n"),
      notSafe("a stage of that name", "FROM debian:13 AS as\n"),
      notSafe("a foreign front end", `${foreign}FROM debian:13 as build\n`),
    ],
  },
  {
    rule: "build/stage-name-casing",
    contexts: [
      safe("a name and its use", "FROM golang:1.25 AS Builder\nFROM scratch\nCOPY --from=Builder /a /a\n"),
      safe("a use in another case", "FROM golang:1.25 AS Builder\nFROM scratch\nCOPY --from=BUILDER /a /a\n"),
      ...["copy --from=Builder", "COPY --from='Builder'", "COPY --from=Build\\er", "COPY --chown=1 --from=BUILDER"].map(
        (copy) => safe(copy, `FROM golang:1.25 AS Builder\nFROM scratch\n${copy} /a-from=Builder /--from=Builder\n`),
      ),
      safe("a mount", "FROM golang:1.25 AS Builder\nFROM debian:13\nRUN --mount=from=Builder,target=/m ls /m\n"),
      notSafe("lower case", "FROM golang:1.25 AS builder\n"),
      notSafe("a foreign front end", `${foreign}FROM golang:1.25 AS Builder\n`),
      notSafe("a template", "FROM golang:1.25 AS {{Name}}\n"),
    ],
  },
];

export const maintainer: RuleContexts = {
  rule: "build/maintainer",
  contexts: [
    safe("an official base", `${from}MAINTAINER Jo Doe <jo@example.com>\n`),
    safe("scratch", "FROM scratch\nMAINTAINER Jo\n"),
    notSafe("a base that may have the label", "FROM example/base\nMAINTAINER Jo\n"),
    notSafe("the file has the label", `${from}LABEL org.opencontainers.image.authors=Eva\nMAINTAINER Jo\n`),
    notSafe(
      "the stage below has the label",
      'FROM debian:13 AS a\nLABEL "org.opencontainers.image.authors"="Eva"\nFROM a\nMAINTAINER Jo\n',
    ),
    notSafe(
      "a variable names the label",
      `${from}ARG KEY=org.opencontainers.image.authors\nLABEL $KEY=Eva\nMAINTAINER Jo\n`,
    ),
    safe("the name in a value", `${from}LABEL about=${authors} a.authors=x\nMAINTAINER Jo\n`),
    safe("the name in a command", `${from}RUN echo ${authors} authors\nENV authors=x\nMAINTAINER Jo\n`),
    safe("another case is another label", `${from}LABEL org.opencontainers.image.Authors=Eva\nMAINTAINER Jo\n`),
    safe("a dollar without a name", `${from}LABEL a\\$b=c\nMAINTAINER Jo\n`),
    ...sameLabel.map((key) => notSafe(`LABEL ${key}`, `${from}ENV X=author\nLABEL a=b ${key}=Eva\nMAINTAINER Jo\n`)),
    ...sameLabel.map((key) => notSafe(`legacy LABEL ${key}`, `${from}ENV X=author\nlabel ${key} Eva\nMAINTAINER Jo\n`)),
    notSafe("a continuation in the name", `${from}LABEL org.opencontainers.image.\\\nauthors=Eva\nMAINTAINER Jo\n`),
    notSafe("a comment in the name", `${from}LABEL org.opencontainers.image.\\\n# who\nauthors Eva\nMAINTAINER Jo\n`),
    notSafe(
      "the file's own escape",
      `# escape=\`\n${from}LABEL org.opencontainers.image\`.authors=Eva\nMAINTAINER Jo\n`,
    ),
    notSafe(
      "a backslash that escapes nothing",
      `# escape=\`\n${from}LABEL "x\\"=y org.opencontainers."image".authors=Eva\nMAINTAINER Jo\n`,
    ),
    notSafe(
      "a trigger sets the label",
      `FROM debian:13 AS a\nONBUILD LABEL org.opencontainers."image".authors=Eva\nFROM a\nMAINTAINER Jo\n`,
    ),
    notSafe("a later line sets it", `${from}MAINTAINER Jo\nLABEL org.opencontainers.image.auth''ors=Eva\n`),
    notSafe("an argument names the base", "ARG BASE=debian:13\nFROM $BASE\nMAINTAINER Jo\n"),
    notSafe("an argument names the stage", "ARG S=a\nFROM debian:13 AS a\nFROM $S\nMAINTAINER Jo\n"),
    notSafe("quotes in it", `${from}MAINTAINER Jo "J" Doe\n`),
    notSafe("a dollar", `${from}MAINTAINER Jo $USER\n`),
    notSafe("a backslash", `${from}MAINTAINER Jo\\Doe\n`),
    notSafe("a trigger", `${from}ONBUILD MAINTAINER Jo\n`),
    notSafe("a foreign front end", `${foreign}${from}MAINTAINER Jo\n`),
  ],
};

export const exposes: readonly RuleContexts[] = [
  {
    rule: "build/expose-host-port",
    contexts: [
      safe("an address", `${from}EXPOSE 127.0.0.1:80:8080\n`),
      safe("a port of the host", `${from}EXPOSE 9000:9000\n`),
      safe("an address of IPv6", `${from}EXPOSE [::1]:53:53/udp\n`),
      notSafe("a zone, which Docker refuses", `${from}EXPOSE fe80::1%eth0:80:80\n`),
      notSafe("a zone in brackets", `${from}EXPOSE [fe80::1%25eth0]:80:80\n`),
      notSafe("an address that is none", `${from}EXPOSE [1::2::3]:80:80\n`),
      notSafe("ranges", `${from}EXPOSE 80-81:90-91\n`),
      notSafe("a port alone", `${from}EXPOSE 8080\n`),
      notSafe("a variable", `${from}ARG P=80:8080\nEXPOSE $P\n`),
      notSafe("no port behind it", `${from}EXPOSE 80:\n`),
      notSafe("a trigger", `${from}ONBUILD EXPOSE 80:8080\n`),
      notSafe("a foreign front end", `${foreign}${from}EXPOSE 9000:9000\n`),
    ],
  },
  {
    rule: "build/expose-protocol-casing",
    contexts: [
      safe("TCP", `${from}EXPOSE 80/TCP\n`),
      safe("a range", `${from}EXPOSE 80-90/Udp\n`),
      notSafe("something behind the protocol", `${from}EXPOSE 80/TCP/UDP\n`),
      notSafe("a protocol that does not exist", `${from}EXPOSE 80/HTTP\n`),
      notSafe("a variable", `${from}ARG P=80/TCP\nEXPOSE $P\n`),
      notSafe("lower case", `${from}EXPOSE 80/tcp\n`),
      notSafe("a trigger", `${from}ONBUILD EXPOSE 80/TCP\n`),
      notSafe("a foreign front end", `${foreign}${from}EXPOSE 80/TCP\n`),
    ],
  },
];
