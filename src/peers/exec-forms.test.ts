// What each tool makes of an exec form; `recorded-answers.test.ts` has the rest.
import { describe, expect, it } from "vitest";
import { judge } from "../../test/judge.ts";
import { readAnyway } from "../../test/read-anyway.ts";
import { textFacts } from "../facts/text-facts.ts";
import cdInsteadOfWorkdir from "../rules/dockerfile-quality/commands/cd-instead-of-workdir.ts";
import curlAndWget from "../rules/dockerfile-quality/commands/curl-and-wget.ts";
import needlessProgram from "../rules/dockerfile-quality/commands/needless-program.ts";
import replacedShell from "../rules/dockerfile-quality/commands/replaced-shell.ts";
import wgetProgress from "../rules/dockerfile-quality/commands/wget-progress.ts";
import aptLists from "../rules/cleanup/apt-lists.ts";
import pipCache from "../rules/cleanup/pip-cache.ts";
import recommends from "../rules/cleanup/recommends.ts";
import rpmCache from "../rules/cleanup/rpm-cache.ts";
import yarnCache from "../rules/cleanup/yarn-cache.ts";
import useraddHighUid from "../rules/layers/useradd-high-uid.ts";
import sudo from "../rules/non-root/sudo.ts";
import unpinnedDependencies from "../rules/updates/unpinned-dependencies.ts";
import unpinnedPackages from "../rules/updates/unpinned-packages.ts";
import updateAlone from "../rules/updates/update-alone.ts";
import type { Rule } from "../rules/rule.ts";

/** Peers that the findings name, without those that judge images; of no finding, undefined. */
function peers(rule: Rule, text: string): string[] | undefined {
  const facts = textFacts(readAnyway(text), { today: "2026-11-24" });
  const { findings } = judge([rule], { target: "t", facts });
  const named = new Set(findings.flatMap(({ also }) => also).filter((id) => !/^(dockle|cis-docker)\//.test(id)));
  return findings.length === 0 ? undefined : [...named].sort();
}

const from = "FROM debian:trixie-slim\n";

/** An exec form in JSON. */
const exec = (...words: string[]) => `${from}RUN ${JSON.stringify(words)}\n`;

describe("of an exec form, each tool sees what its parser hands it", () => {
  // hadolint and Trivy's word checks: the strings joined with blanks, so that `sh -c a && b` is `sh -c a` and `b`. KICS: the strings, or the first one. checkov: the JSON.
  it.each<[Rule, string, string[]]>([
    [
      recommends,
      exec("apt-get", "install", "-y", "a"),
      ["hadolint/DL3015", "kics/apt_get_not_avoiding_additional_packages", "trivy/DS-0029"],
    ],
    [
      recommends,
      exec("sudo", "apt-get", "install", "-y", "a"),
      ["kics/apt_get_not_avoiding_additional_packages", "trivy/DS-0029"],
    ],
    [recommends, exec("sh", "-c", "apt-get install -y a"), ["trivy/DS-0029"]],
    [recommends, exec("sh", "-c", "b && apt-get install -y a"), ["hadolint/DL3015", "trivy/DS-0029"]],
    [recommends, exec("sh", "-c", 'b && apt-get install -y "a c"'), ["hadolint/DL3015", "trivy/DS-0029"]],
    [recommends, `${from}RUN ["sh", "-c", "b && apt-get\\u0020install -y a"]\n`, ["trivy/DS-0029"]],
    [recommends, `# escape=\`\n${from}RUN ["sh", "-c", "b \\"c\\" && apt-get install -y a"]\n`, ["trivy/DS-0029"]],
    [sudo, exec("sh", "-c", "sudo id"), []],
    [sudo, exec("sh", "-c", "a && sudo id"), ["checkov/CKV2_DOCKER_1", "hadolint/DL3004"]],
    [cdInsteadOfWorkdir, exec("bash", "-ec", "make; cd /a"), ["hadolint/DL3003"]],
    [aptLists, exec("sh", "-c", "apt-get update && apt-get install -y a"), []],
    [aptLists, exec("sh", "-c", "set -e; apt-get update; apt-get install -y a"), ["hadolint/DL3009"]],
    [
      unpinnedPackages,
      exec("sh", "-c", "b && apt-get install -y a"),
      ["hadolint/DL3008", "kics/apt_get_install_pin_version_not_defined"],
    ],
    [rpmCache, 'FROM fedora:42\nRUN ["sh", "-c", "a; dnf install -y curl"]\n', ["hadolint/DL3040"]],
    [updateAlone, exec("sh", "-c", "apt-get update"), ["trivy/DS-0017"]],
    [unpinnedDependencies, exec("sh", "-c", "pip install a"), ["kics/unpinned_package_version_in_pip_install"]],
    [
      unpinnedDependencies,
      exec("env", "bash", "-c", "b; pip install a"),
      ["hadolint/DL3013", "kics/unpinned_package_version_in_pip_install"],
    ],
    [pipCache, exec("sh", "-c", "pip install a"), []],
    [pipCache, exec("sh", "-c", "b && pip install a"), ["hadolint/DL3042"]],
    [pipCache, exec("env", "A=1", "pip", "install", "a"), ["kics/pip_install_keeping_cached_packages"]],
    [yarnCache, exec("sh", "-c", "yarn install"), []],
    [yarnCache, exec("sh", "-c", "b; yarn install"), ["hadolint/DL3060"]],
    [needlessProgram, exec("sh", "-c", "b && top"), ["hadolint/DL3001", "kics/run_utilities_and_posix_commands"]],
    [useraddHighUid, exec("useradd", "-u", "1000001", "a"), ["hadolint/DL3046"]],
    [useraddHighUid, exec("sh", "-c", "useradd -u 1000001 a"), []],
    [wgetProgress, exec("wget", "https://e.com/a"), ["hadolint/DL3047"]],
    [wgetProgress, exec("sh", "-c", "wget https://e.com/a"), []],
    [wgetProgress, exec("sh", "-c", "cd /a; wget https://e.com/a"), ["hadolint/DL3047"]],
    [curlAndWget, `${exec("sh", "-c", "curl a")}RUN wget b\n`, []],
    [
      curlAndWget,
      `${exec("curl", "a")}RUN ["wget", "b"]\n`,
      ["hadolint/DL4001", "kics/run_using_wget_and_curl", "trivy/DS-0014"],
    ],
    [replacedShell, exec("sh", "-c", "ln -sf /bin/bash /bin/sh"), ["kics/changing_default_shell_using_run_command"]],
    [replacedShell, exec("sh", "-c", "a && ln -sf /bin/bash /bin/sh"), ["hadolint/DL4005"]],
  ])("%#: %o %j", (rule, text, expected) => {
    expect(peers(rule, text)).toEqual([...expected].sort());
  });
});

describe("a tool that goes by the first word sees no command behind a launcher, and no script in quotes", () => {
  // ShellCheck, and so hadolint, sees through busybox, builtin, command and exec. KICS and Trivy's DS-0029 search the text; Trivy's words end at a quote.
  it.each<[Rule, string, string[]]>([
    [recommends, "exec apt-get install -y a", ["hadolint/DL3015", "trivy/DS-0029", "kics"]],
    [recommends, "tini -- apt-get install -y a", ["trivy/DS-0029", "kics"]],
    [recommends, "stdbuf -oL apt-get install -y a", ["trivy/DS-0029", "kics"]],
    [recommends, "nice timeout 5 apt-get install -y a", ["trivy/DS-0029", "kics"]],
    [recommends, 'sh -c "apt-get install -y a"', ["trivy/DS-0029", "kics"]],
    [recommends, 'su x -c "apt-get install -y a"', ["trivy/DS-0029", "kics"]],
    [recommends, 'flock /l -c "apt-get install -y a"', ["trivy/DS-0029", "kics"]],
    [recommends, 'env -S "apt-get install -y a"', ["trivy/DS-0029", "kics"]],
    [aptLists, "dumb-init apt-get update", []],
    [aptLists, 'sh -c "apt-get update"', []],
    [updateAlone, "ionice -c 3 apt-get update", ["checkov/CKV_DOCKER_5", "trivy/DS-0017"]],
    [updateAlone, 'flock /l -c "apt-get update"', []],
    [updateAlone, 'env -S "apt-get update"', []],
    [unpinnedDependencies, "setpriv --nnp pip install a", ["kics"]],
    [cdInsteadOfWorkdir, 'flock /l -c "cd /a && make"', []],
    [wgetProgress, "command wget https://e.com/a", ["hadolint/DL3047"]],
  ])("%#: %o %j", (rule, body, expected) => {
    const named = peers(rule, `${from}RUN ${body}\n`)?.map((id) => (id.startsWith("kics/") ? "kics" : id));
    expect(named ?? []).toEqual([...expected].sort());
  });
});
