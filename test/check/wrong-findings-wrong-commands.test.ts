// Classes of findings on commands that were wrong in public repositories: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import curlWithoutFail from "../../src/rules/dockerfile-quality/commands/curl-without-fail.ts";
import pipeHidesFailure from "../../src/rules/dockerfile-quality/commands/pipe-hides-failure.ts";
import updateAlone from "../../src/rules/updates/update-alone.ts";
import { messages, type DockerfileRule } from "./rule-messages.ts";

const run = (line: string): string => `FROM debian:trixie-slim\nRUN ${line}\n`;

describe.each<[string, DockerfileRule, readonly string[], readonly string[]]>([
  [
    "build/pipe-hides-failure, where the reader fails by itself",
    pipeHidesFailure,
    [
      "curl -fsSL https://example.com/a.tgz | tar -xz",
      "wget -qO- https://example.com/k | gpg --dearmour > /k.gpg && apt-get update",
      "curl https://example.com/k | apt-key --keyring /usr/share/keyrings/a.gpg add - && apt-get update",
      "curl https://example.com/k | sudo apt-key add -",
      "curl https://example.com/k | gpg --batch --import",
      "curl https://example.com/a | gunzip | tar x",
      "curl https://example.com/a | xz -dc > /a",
      "curl https://example.com/a | zstd -d > /a",
      "curl https://example.com/sums | sha256sum --check",
      "grep a SHA256SUMS | sha256sum -c -",
      "dpkg-deb --fsys-tarfile a.deb | tar -C /a -xf -",
      "rpm2cpio a.rpm | cpio -idm",
      "cat a.tgz | tar -xz",
      "if [ -f a ]; then mkdir b && curl https://example.com/k | gpg --dearmor -o k && a; elif c; then d; fi && e",
      "case $A in a) curl https://example.com/a | tar x ;; *) b ;; esac && c",
      "(curl https://example.com/a | tar x) && b",
      "set -eux; curl https://example.com/a | tar xz; rm -r b",
      'curl https://example.com/a | tar -C "$(dirname /a/b)" -xz && b',
      "<<E\nset -e\ncurl https://example.com/a | tar x\nmake\nE",
      // No pipe decides what becomes of a substitution.
      'echo "deb https://example.com $(lsb_release -cs) main" | tee /etc/apt/sources.list.d/a.list',
      'echo "$(cat a.sha512)  a" | sha512sum -c -',
      '["sh", "-c", "curl https://example.com/a | tar x"]',
    ],
    [
      "curl https://example.com/a | bash",
      "curl https://example.com/a | tee b",
      'curl "https://example.com/$(uname -m)" | tee b',
      "echo a && (b; c) | tee d",
      'echo "$(curl https://example.com/a | sort)" > b',
      "curl https://example.com/a | jq . > b",
      "curl https://example.com/a | sed s/a/b/ | gpg --dearmor",
      "curl https://example.com/a | gpg --dearmor | tee k > /dev/null",
      "curl https://example.com/a | tar x | sort",
      "curl https://example.com/a | tar c",
      "curl https://example.com/a | sha256sum",
      "curl https://example.com/a | gzip > b",
      "curl https://example.com/a | zcat -f > b",
      // libarchive takes nothing for an empty archive.
      "curl https://example.com/a | bsdtar -xf -",
      "curl https://example.com/a | xargs tar x",
      "tar -c a | tar -xC b",
      "find a | cpio -i",
      "cat a.asc b.asc | gpg --import",
      "cat *.asc | gpg --import",
      "curl https://example.com/a https://example.com/b | gpg --import",
      "curl https://example.com/a | tar x || echo no",
      "curl https://example.com/a | tar x; make",
      "curl https://example.com/a | tar x && make; b",
      "curl https://example.com/a | tar x &",
      "if curl https://example.com/a | tar x; then b; fi",
      "! curl https://example.com/a | tar x",
      "for a in b c; do curl https://example.com/$a | tar x; done",
      "A=$(curl https://example.com/a | tar -xO) && b",
      "<<E\ncurl https://example.com/a | tar x\nmake\nE",
    ],
  ],
  [
    "build/curl-without-fail, where the next command looks at the file",
    curlWithoutFail,
    [
      "set -ex && curl -L -o /tmp/a.tar.gz https://example.com/a && tar xvf /tmp/a.tar.gz -C /tmp && b",
      "curl -o a.deb -sSL https://example.com/a && echo ${SUM} a.deb | sha1sum -c - && apt-get install -y ./a.deb",
      "curl -sSL https://example.com/a | tar xz",
      "curl -sSL https://example.com/k | gpg --dearmor > /k",
      "curl -sSL https://example.com/k > /tmp/k && apt-key add /tmp/k",
      "curl -sSLO https://example.com/a.zip && unzip -q a.zip",
      "curl -sSLO https://example.com/a.deb && dpkg -i a.deb",
      "curl -sSLO https://example.com/a.rpm && rpm -Uvh a.rpm",
      "curl -o a https://example.com/a && curl -o a.asc https://example.com/a.asc && gpg --verify a.asc a",
      'curl -o "$A" https://example.com/a && mkdir -p /a && tar -C /a -xf "$A"',
      "set -e; curl -o a https://example.com/a; tar xf a; b",
      'curl -O https://example.com/a.tgz && sha256sum -c <<< "$SUM a.tgz"',
      "if a; then curl -o a.zip https://example.com/a && unzip a.zip; fi && b",
    ],
    [
      "curl -sSL https://example.com/a | bash",
      "curl -o a https://example.com/a && sh a",
      "curl -o a https://example.com/a; tar xf a",
      "curl -o a https://example.com/a && tar xf b",
      "curl -o a https://example.com/a && tar cf b a",
      "curl -o a https://example.com/a && chmod +x a && a",
      "curl -o a https://example.com/a && tar xf a || true",
      "curl -o a https://example.com/a && tar xf a; b",
      "curl -o a https://example.com/a && sha256sum a",
      'curl -o a https://example.com/a && echo "$SUM b" | sha256sum -c',
      "curl -s https://example.com/a | tee b | tar x",
      "curl -s https://example.com/a | tar x; b",
      "curl -s https://example.com/a | gunzip | sh",
      "curl -o a https://example.com/a\nRUN tar xf a",
      "for a in b; do curl -O https://example.com/a && tar xf a; done",
    ],
  ],
  [
    "updates/update-alone, where something is installed",
    updateAlone,
    [
      "apt-get update && apt-get -y install --no-install-recommends ./odoo.deb && rm -rf /var/lib/apt/lists/* odoo.deb",
      "apt-get update && apt-get install -y /tmp/a.deb",
      "apt-get update && apt-get install /tmp/a.deb -y -q",
      'apt-get update && apt-get install -y "$FILE"',
      "apt-get update && apt-get -o Acquire::Retries=3 -qq install ./a.deb",
      "apt update && apt install -y ./a.deb",
      "apt-get update && for a in *.deb; do apt-get install -y ./$a; done",
      "apt-get update && cat list | xargs apt-get install -y",
      "apt-get update && xargs -a list apt-get -y install",
      "apt-get update && cat list | while read a; do apt-get install -y $a; done",
      "apt-get update && find . -name '*.deb' -exec apt-get install -y {} +",
      "apt-get update && eval apt-get install -y a",
      "apt-get update && mk-build-deps -i debian/control",
      "apt-get update; if [ -f a.deb ]; then apt-get install -y ./a.deb; fi",
      'apt-get update && bash -c "apt-get install -y ./a.deb"',
    ],
    [
      "apt-get update",
      "apt-get update && rm ./odoo.deb",
      "apt-get update && dpkg -i ./a.deb",
      "apt-get install -y ./a.deb && apt-get update",
      "apt-get update && apt-get remove -y a",
      "apt-get update && apt-get clean",
      "apt-get update && npm install ./a",
      "apt-get update && echo apt-get install ./a.deb",
      "apt-get update && find / -name apt -delete",
      "apt-get update && echo list | xargs rm",
    ],
  ],
])("%s", (_, rule, silent, reported) => {
  it.each(silent)("says nothing of %j", (line) => expect(messages(rule, run(line))).toEqual([]));
  it.each(reported)("reports %j", (line) => expect(messages(rule, run(line))).not.toEqual([]));
});

describe("BusyBox", () => {
  it.each(["xz -d > /a", "unxz > /a", "zcat > /a", "cpio -i"])(
    "takes nothing or half of it for success: %s",
    (reader) => {
      expect(
        messages(pipeHidesFailure, `FROM alpine:3.22\nRUN wget -qO- https://example.com/a | ${reader}\n`),
      ).toHaveLength(1);
    },
  );
  it.each(["tar -xJ", "tar -x", "gunzip > /a", "bunzip2 > /a", "sha256sum -c"])("fails with %s", (reader) => {
    expect(messages(pipeHidesFailure, `FROM alpine:3.22\nRUN wget -qO- https://example.com/a | ${reader}\n`)).toEqual(
      [],
    );
  });
});
