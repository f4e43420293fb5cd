// Agreement goes by what a finding names, so each case names exactly the peers that report it.
import { describe, expect, it } from "vitest";
import { textFacts } from "../facts/text-facts.ts";
import floatingTag from "../rules/base-image/floating-tag.ts";
import addInsteadOfCopy from "../rules/build/add-instead-of-copy.ts";
import copyFromItself from "../rules/build/copy-from-itself.ts";
import copyWithoutSlash from "../rules/build/copy-without-slash.ts";
import relativeCopy from "../rules/build/relative-copy.ts";
import systemWorkdir from "../rules/build/system-workdir.ts";
import exposedSsh from "../rules/capabilities/exposed-ssh.ts";
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
    [noUser, "FROM scratch\n", ["checkov/CKV_DOCKER_3", "trivy/DS-0002"]],
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
      expect(id).toMatch(/^(kics|dockle|trivy|checkov|hadolint)\/[\w-]+$/);
      expect(why.length).toBeGreaterThan(20);
    }
  });
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
