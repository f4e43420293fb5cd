// Agreement goes by what a finding names, so each case names exactly the peers that report it.
import { describe, expect, it } from "vitest";
import { textFacts } from "../facts/text-facts.ts";
import { readDockerfile } from "../formats/dockerfile/parse.ts";
import floatingTag from "../rules/base-image/floating-tag.ts";
import addInsteadOfCopy from "../rules/dockerfile-quality/copies/add-instead-of-copy.ts";
import copyFromItself from "../rules/dockerfile-quality/stages/copy-from-itself.ts";
import copyWithoutSlash from "../rules/dockerfile-quality/copies/copy-without-slash.ts";
import relativeCopy from "../rules/dockerfile-quality/copies/relative-copy.ts";
import cdInsteadOfWorkdir from "../rules/dockerfile-quality/commands/cd-instead-of-workdir.ts";
import curlAndWget from "../rules/dockerfile-quality/commands/curl-and-wget.ts";
import needlessProgram from "../rules/dockerfile-quality/commands/needless-program.ts";
import notADockerfile from "../rules/dockerfile-quality/syntax/not-a-dockerfile.ts";
import replacedShell from "../rules/dockerfile-quality/commands/replaced-shell.ts";
import systemWorkdir from "../rules/dockerfile-quality/copies/system-workdir.ts";
import aptLists from "../rules/cleanup/apt-lists.ts";
import pipCache from "../rules/cleanup/pip-cache.ts";
import recommends from "../rules/cleanup/recommends.ts";
import yarnCache from "../rules/cleanup/yarn-cache.ts";
import useraddHighUid from "../rules/layers/useradd-high-uid.ts";
import sudo from "../rules/non-root/sudo.ts";
import passwordInBuild from "../rules/secrets/password-in-build.ts";
import unpinnedDependencies from "../rules/updates/unpinned-dependencies.ts";
import unpinnedPackages from "../rules/updates/unpinned-packages.ts";
import tlsOff from "../rules/vulnerabilities/tls-off.ts";
import exposedSsh from "../rules/capabilities/network/exposed-ssh.ts";
import { rules } from "../rules/index.ts";
import distUpgrade from "../rules/updates/dist-upgrade.ts";
import rpmCache from "../rules/cleanup/rpm-cache.ts";
import archiveCopied from "../rules/layers/archive-copied.ts";
import noHealthcheck from "../rules/limits/no-healthcheck.ts";
import lastUserRoot from "../rules/non-root/last-user-root.ts";
import noUser from "../rules/non-root/no-user.ts";
import { refusedPeers } from "../data/refused-peers.ts";
import { readsImage } from "../rules/needs.ts";
import type { Rule } from "../rules/rule.ts";
import { judge } from "../../test/judge.ts";
import { readAnyway } from "../../test/read-anyway.ts";

/** Peers that the findings name, without those that judge images. */
function peers(rule: Rule, text: string): string[] {
  const facts = textFacts(readAnyway(text), { today: "2026-11-24" });
  const named = judge([rule], { target: "t", facts }).findings.flatMap(({ also }) => also);
  return [...new Set(named)].filter((id) => !/^(dockle|cis-docker)\//.test(id)).sort();
}

const from = "FROM debian:trixie-slim\n";

describe("a finding names the peers that report the same case", () => {
  it.each<[Rule, string, string[]]>([
    [
      floatingTag,
      "FROM python\n",
      ["checkov/CKV_DOCKER_7", "hadolint/DL3006", "kics/image_version_not_explicit", "trivy/DS-0001"],
    ],
    [
      floatingTag,
      "FROM python:latest\n",
      ["checkov/CKV_DOCKER_7", "hadolint/DL3007", "kics/image_version_using_latest", "trivy/DS-0001"],
    ],
    [floatingTag, "ARG B=python\nFROM ${B}\n", ["checkov/CKV_DOCKER_7", "trivy/DS-0001"]],
    [floatingTag, "ARG T=latest\nFROM python:$T\n", ["trivy/DS-0001"]],
    [floatingTag, "FROM localhost:5000/python\n", ["trivy/DS-0001"]],
    [floatingTag, "FROM r.example.com:5000/python\n", ["hadolint/DL3006", "trivy/DS-0001"]],
    [floatingTag, "FROM ${R:-r.example.com}/python\n", ["trivy/DS-0001"]],
    [floatingTag, "FROM ${R:-python}\n", []],
    [floatingTag, "FROM nginx:latest-alpine\n", ["kics/image_version_using_latest"]],
    [floatingTag, "ARG R\nFROM ${R}/python\n", ["checkov/CKV_DOCKER_7", "trivy/DS-0001"]],
    [
      floatingTag,
      "ARG T\nFROM python$T\n",
      ["checkov/CKV_DOCKER_7", "hadolint/DL3006", "kics/image_version_not_explicit", "trivy/DS-0001"],
    ],
    // Trivy reads the lines of a heredoc as commands (its parser's processHeredoc).
    [distUpgrade, `${from}RUN <<E\napt-get update\napt-get dist-upgrade -y\nE\n`, ["hadolint/DL3005", "trivy/DS-0024"]],
    [rpmCache, "FROM fedora:42\nRUN <<E\ndnf install -y curl\nE\n", ["hadolint/DL3040", "trivy/DS-0019"]],
    [rpmCache, "FROM opensuse/leap:15.6\nRUN <<E\nzypper install -y curl\nE\n", ["hadolint/DL3036", "trivy/DS-0020"]],
    [noUser, from, ["checkov/CKV_DOCKER_3", "kics/missing_user_instruction", "trivy/DS-0002"]],
    [noUser, `${from}USER a\n${from}`, ["kics/missing_user_instruction"]],
    [noUser, 'FROM scratch\nCMD ["/a"]\n', ["checkov/CKV_DOCKER_3", "trivy/DS-0002"]],
    [
      lastUserRoot,
      `${from}USER root\n`,
      ["checkov/CKV_DOCKER_8", "hadolint/DL3002", "hadolint/DL3066", "kics/last_user_is_root", "trivy/DS-0002"],
    ],
    [lastUserRoot, `${from}USER 0:0\n`, ["hadolint/DL3002", "kics/last_user_is_root", "trivy/DS-0002"]],
    [
      lastUserRoot,
      "FROM debian:13 AS a\nUSER root\nFROM debian:13\nUSER 1000\n",
      ["hadolint/DL3002", "hadolint/DL3066"],
    ],
    [
      lastUserRoot,
      "FROM debian:13 AS a\nUSER root\nFROM a\n",
      ["checkov/CKV_DOCKER_8", "hadolint/DL3002", "hadolint/DL3066", "kics/missing_user_instruction", "trivy/DS-0002"],
    ],
    [
      noHealthcheck,
      `${from}EXPOSE 80\n`,
      ["checkov/CKV_DOCKER_2", "hadolint/DL3057", "kics/healthcheck_instruction_missing", "trivy/DS-0026"],
    ],
    [
      noHealthcheck,
      `${from}HEALTHCHECK NONE\n${from}EXPOSE 80\n`,
      ["hadolint/DL3057", "kics/healthcheck_instruction_missing"],
    ],
    [noHealthcheck, "FROM debian:13 AS a\nHEALTHCHECK NONE\nFROM a\nEXPOSE 80\n", []],
    // Nothing listens, as far as the file says.
    [noHealthcheck, from, []],
    [noHealthcheck, "FROM debian:13 AS a\nEXPOSE 80\nFROM debian:13\nCOPY --from=a b c\n", []],
    [exposedSsh, `${from}EXPOSE 22\n`, ["checkov/CKV_DOCKER_1", "kics/exposing_port_22", "trivy/DS-0004"]],
    [exposedSsh, `${from}EXPOSE 22/udp\n`, ["trivy/DS-0004"]],
    [exposedSsh, `${from}EXPOSE 20-30\n`, []],
    [
      addInsteadOfCopy,
      `${from}ADD a /a\n`,
      ["checkov/CKV_DOCKER_4", "hadolint/DL3020", "kics/add_instead_of_copy", "trivy/DS-0005"],
    ],
    [addInsteadOfCopy, `${from}ADD a b.tar /a/\n`, ["checkov/CKV_DOCKER_4", "hadolint/DL3020"]],
    [copyFromItself, "FROM debian:13 AS Ab\nCOPY --from=ab /a /b\n", ["trivy/DS-0006"]],
    [copyFromItself, `${from}COPY --from=0 /a /b\n`, []],
    [copyWithoutSlash, `${from}ADD a b c\n`, []],
    [relativeCopy, `${from}ADD a b\n`, []],
    [relativeCopy, `${from}WORKDIR /a\n${from}COPY a b\n`, []],
    [archiveCopied, `${from}COPY a.tgz /\nRUN tar xf /a.tgz\n`, []],
    [archiveCopied, `${from}COPY a.tgz /\nRUN tar -xf /a.tgz\n${from}`, []],
    [archiveCopied, `${from}COPY a.tgz /\nRUN ["tar", "-xf", "/a.tgz"]\n`, ["hadolint/DL3010"]],
    [systemWorkdir, `${from}WORKDIR /proc/1\n`, ["trivy/DS-0030"]],
    [systemWorkdir, `${from}WORKDIR /sys/fs\n`, []],
  ])("%o %j", (rule, text, expected) => {
    expect(peers(rule, text)).toEqual(expected);
  });

  it("and one that is refused is named by no rule, and says why", () => {
    const named = new Set(rules.flatMap(({ also }) => also));
    expect(refusedPeers.filter(({ id }) => named.has(id))).toEqual([]);
    expect(new Set(refusedPeers.map(({ id }) => id)).size).toBe(refusedPeers.length);
    for (const { id, why } of refusedPeers) {
      expect(id).toMatch(/^(cis-docker|compose-lint|dclint|kics|dockle|trivy|checkov|hadolint)\/[\w.-]+$/);
      expect(why.length).toBeGreaterThan(20);
    }
  });
});

/** The lines of a heredoc that stands alone. */
const heredoc = (...lines: string[]) => `${from}RUN <<EOF\n${lines.join("\n")}\nEOF\n`;
const openSudo = ["checkov/CKV2_DOCKER_1", "hadolint/DL3004"];

describe("of a heredoc, each tool sees what its parser hands it", () => {
  // KICS: `<<EOF`. Trivy: lines joined with ` ; `, or all of it below the line that opens it. checkov: lines joined with `&&`, of `RUN <<EOF` only.
  it.each<[Rule, string, string[]]>([
    [sudo, heredoc("sudo id"), [...openSudo, "trivy/DS-0010"]],
    [sudo, heredoc("id", "sudo id"), openSudo],
    [sudo, heredoc("id && sudo id"), [...openSudo, "trivy/DS-0010"]],
    [sudo, `${from}RUN <<E\nsudo id\nE\n`, ["hadolint/DL3004", "trivy/DS-0010"]],
    [sudo, `${from}RUN <<-EOF\n\tsudo id\nEOF\n`, ["hadolint/DL3004", "trivy/DS-0010"]],
    [sudo, `${from}RUN sudo tee /a <<EOF\nid\nEOF\n`, [...openSudo, "kics/run_using_sudo", "trivy/DS-0010"]],
    [sudo, `${from}RUN cat <<EOF >/a && sudo id\nid\nEOF\n`, [...openSudo, "kics/run_using_sudo", "trivy/DS-0010"]],
    [cdInsteadOfWorkdir, heredoc("make", "cd /a"), ["hadolint/DL3003"]],
    [needlessProgram, heredoc("top"), ["hadolint/DL3001"]],
    [curlAndWget, heredoc("curl a", "wget b"), ["hadolint/DL4001"]],
    [curlAndWget, heredoc("curl a && wget b"), ["hadolint/DL4001", "trivy/DS-0014"]],
    [replacedShell, heredoc("ln -sf /bin/bash /bin/sh"), ["hadolint/DL4005"]],
    [replacedShell, heredoc("chsh -s /bin/bash"), []],
    [aptLists, heredoc("apt-get update", "apt-get install -y a"), ["hadolint/DL3009"]],
    [recommends, heredoc("apt-get install -y a"), ["hadolint/DL3015", "trivy/DS-0029"]],
    [unpinnedPackages, heredoc("apt-get install -y a"), ["hadolint/DL3008"]],
    [unpinnedDependencies, heredoc("pip install a"), ["hadolint/DL3013"]],
    [pipCache, heredoc("pip install a"), ["hadolint/DL3042"]],
    [
      pipCache,
      `${from}RUN pip install a <<EOF\nEOF\n`,
      ["hadolint/DL3042", "kics/pip_install_keeping_cached_packages"],
    ],
    [passwordInBuild, heredoc("echo a:b | chpasswd", "id"), ["checkov/CKV2_DOCKER_17"]],
    [passwordInBuild, `${from}RUN <<E\necho a:b | chpasswd\nid\nE\n`, []],
    [tlsOff, heredoc("curl -k https://e.com/a"), ["checkov/CKV2_DOCKER_2"]],
    [tlsOff, `${from}RUN <<E\ncurl -k https://e.com/a\nE\n`, []],
  ])("%#: %o %j", (rule, text, expected) => {
    expect(peers(rule, text)).toEqual([...expected].sort());
  });
});

describe("a finding is there, whoever else reports it", () => {
  const build = (line: string) => `FROM debian:13 AS b\n${line}\nFROM alpine:3.22\nCOPY --from=b /a /a\n`;
  it.each<[Rule, string, string[]]>([
    [
      aptLists,
      build("RUN apt-get update && sudo apt-get install -y a"),
      ["kics/apt_get_install_lists_were_not_deleted"],
    ],
    [aptLists, build("RUN apt-get update && apt-get -qqo A::B=c install -y a"), []],
    [aptLists, build("RUN apt update && apt install -y a"), []],
    [recommends, build("RUN apt install -y a"), []],
    [yarnCache, `${from}RUN yarn add a\n`, []],
    [yarnCache, `${from}RUN yarn install\n`, ["hadolint/DL3060"]],
    [useraddHighUid, `${from}RUN useradd --uid $UID a\n`, []],
    [useraddHighUid, `${from}RUN useradd -u $UID a\n`, ["hadolint/DL3046"]],
    [replacedShell, `${from}RUN a && chsh -s /bin/bash\n`, []],
    [passwordInBuild, `${from}SHELL ["/bin/fish", "-c"]\nRUN echo a:b|chpasswd\n`, []],
    [unpinnedDependencies, `${from}RUN pip install $X\n`, ["hadolint/DL3013"]],
    [unpinnedDependencies, `${from}RUN cargo install $X\n`, []],
    [unpinnedDependencies, `${from}RUN ["yarn", "global", "add", "a"]\n`, []],
    [tlsOff, `${from}RUN wget --no-check-certificate "a &&\n`, ["checkov/CKV2_DOCKER_3"]],
    [tlsOff, `${from}RUN git -c http.sslVerify=false clone "a &&\n`, []],
  ])("%#: %o %j", (rule, text, expected) => {
    const facts = textFacts(readAnyway(text), { today: "2026-11-24" });
    expect(judge([rule], { target: "t", facts }).findings).toHaveLength(1);
    expect(peers(rule, text)).toEqual(expected);
  });

  it("and none is there for another tool's sake", () => {
    for (const [rule, text] of [
      [useraddHighUid, "RUN useradd -u1000 username"],
      [unpinnedDependencies, "RUN go get foobar"],
      [unpinnedDependencies, "RUN pip install dist/a-${VERSION}.whl"],
      [unpinnedDependencies, "RUN pip install $OPTIONS -r requirements.txt"],
      [passwordInBuild, "RUN apt-get install -y a && echo chpasswd "],
    ] as const) {
      const facts = textFacts(readAnyway(`${from}${text}\n`), { today: "2026-11-24" });
      expect(judge([rule as Rule], { target: "t", facts }).findings, text).toEqual([]);
    }
  });
});

it.each([
  ["RUN a\nFROM a\n", ["hadolint/DL3061"]],
  ["FROM a\nONBUILD FROM b\n", ["hadolint/DL3043"]],
  ["FROM a\nEXPOSE 70000\n", ["hadolint/DL3011", "kics/unix_ports_out_of_range", "trivy/DS-0008"]],
  ["FROM a\nEXPOSE 80/foo\n", []],
  [
    "FROM a AS b\nCOPY --from=b c d\n",
    ["hadolint/DL3023", "kics/copy_from_references_current_from_alias", "trivy/DS-0006"],
  ],
  ["FROM a AS b\nCOPY --from=d e f\nFROM a AS d\nFROM b\n", ["hadolint/DL3022"]],
  ["FROM $X\n", ["buildkit/UndefinedArgInFrom"]],
  ["FROM a\nFOO\n", []],
])("of a file that Docker refuses %j is reported as %j", (text, expected) => {
  const { refusals } = readDockerfile("Dockerfile", text);
  const facts = { refusals: { file: "Dockerfile", text, refusals } };
  const { findings } = judge([notADockerfile as unknown as Rule], { target: "t", facts });
  expect(findings.map(({ also }) => also.toSorted())).toEqual([expected]);
});

describe("what peers check on an image", () => {
  const named = (reads: (rule: Rule) => boolean) => new Set(rules.filter(reads).flatMap(({ also }) => also));
  const onImages = named((rule) => readsImage(rule) || rule.needs.includes("updates"));

  it.each([
    "dockle/CIS-DI-0001",
    "dockle/CIS-DI-0006",
    "dockle/CIS-DI-0007",
    "dockle/CIS-DI-0008",
    "dockle/CIS-DI-0009",
    "dockle/DKL-DI-0001",
    "dockle/DKL-DI-0002",
    "dockle/DKL-DI-0003",
    "dockle/DKL-DI-0004",
    "dockle/DKL-DI-0005",
    "dockle/DKL-LI-0001",
    "dockle/DKL-LI-0002",
    "dockle/DKL-LI-0003",
    ...["4.1", "4.2", "4.3", "4.4", "4.6", "4.7", "4.8", "4.9", "4.11"].map((id) => `cis-docker/${id}`),
  ])("%s has a rule that reads the image", (id) => expect(onImages.has(id)).toBe(true));
});
