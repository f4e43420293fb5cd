// Classes of findings that were wrong in public repositories: what stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import pipeHidesFailure from "../../src/rules/dockerfile-quality/commands/pipe-hides-failure.ts";
import shellFormCmd from "../../src/rules/dockerfile-quality/running/shell-form-cmd.ts";
import noUser from "../../src/rules/non-root/no-user.ts";
import distUpgrade from "../../src/rules/updates/dist-upgrade.ts";
import { valueClass } from "../../src/secrets/value-class.ts";
import { dockerfileFact } from "../../src/facts/dockerfile/stages.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import type { Facts } from "../../src/rules/needs.ts";
import { inDockerfile } from "../rule-messages.ts";

describe("non-root/no-user, of an image that starts nothing", () => {
  it.each([
    "FROM scratch\nCOPY out /\n",
    "FROM debian:13 AS build\nRUN make\nFROM scratch AS export\nCOPY --from=build /out /\n",
    "FROM scratch\nADD model.tar /\nLABEL a=b\n",
  ])("is silent on %j", (text) => {
    expect(inDockerfile(noUser, text)).toEqual([]);
  });
  it.each([
    'FROM scratch\nCOPY app /app\nENTRYPOINT ["/app"]\n',
    'FROM scratch\nCOPY app /app\nCMD ["/app"]\n',
    "FROM debian:13\nCOPY app /app\n",
  ])("reports %j", (text) => {
    expect(inDockerfile(noUser, text)).toHaveLength(1);
  });
});

describe("updates/dist-upgrade, of a release that rolls", () => {
  it.each(["opensuse/tumbleweed", "registry.opensuse.org/opensuse/tumbleweed:latest", "opensuse/microos"])(
    "is silent on %s",
    (base) => {
      expect(inDockerfile(distUpgrade, `FROM ${base}\nRUN zypper -n dup\n`)).toEqual([]);
      const stages = `FROM ${base} AS a\nRUN zypper -n dup\nFROM a\nRUN zypper -n dup\nFROM opensuse/leap:15.6\nRUN zypper -n dup\n`;
      expect(inDockerfile(distUpgrade, stages)).toHaveLength(1);
    },
  );
  it.each(["opensuse/leap:15.6", "registry.suse.com/bci/bci-base:15.7"])("reports %s", (base) => {
    expect(inDockerfile(distUpgrade, `FROM ${base}\nRUN zypper -n dup\n`)).toHaveLength(1);
  });
});

describe("build/shell-form-cmd, of a shell that gives its place away", () => {
  const severities = (command: string): readonly (string | undefined)[] => {
    const fact = dockerfileFact(parseDockerfile("Dockerfile", `FROM debian:13\nCMD ${command}\n`));
    const facts = textFacts(fact, { today: "2026-11-24" });
    return [...shellFormCmd.check(facts as Facts)].flatMap((one) => (typeof one === "string" ? [] : [one.severity]));
  };
  it.each(["exec ./app", "./prepare && exec ./app", "./prepare; exec ./app -v", "cd /app && exec node a.js"])(
    "is a note for %s",
    (command) => {
      expect(severities(command)).toEqual(["info"]);
    },
  );
  it.each(["./app", "./prepare && ./app", "exec ./a; ./b", "exec ./a | tee log", "./execute"])(
    "is as severe as before for %s",
    (command) => {
      expect(severities(command)).toEqual([undefined]);
    },
  );
});

describe("a password of the name and a word", () => {
  it.each([
    ["wikijsrocks", ["wiki", "wikijs"]],
    ["nextcloud-forever", ["next", "nextcloud"]],
  ])("%s is a word", (value, names) => {
    expect(valueClass(value, names)).toBe("word");
  });
  it("is random with what is drawn behind the name", () => {
    expect(valueClass("wikijsx7Kq2mZ9vT", ["wiki", "wikijs"])).toBe("random");
  });
});

describe("build/pipe-hides-failure, of a failure that was thought of", () => {
  const run = (line: string): string => `FROM debian:13\nRUN ${line}\n`;
  it.each([
    "cmake --version 2>/dev/null | head -n1 > /have",
    "dpkg -s tool 2> /dev/null | cut -c1 > /have",
    "openssl list | awk '/x/{f=1} END { if (!f) exit 1 }'",
    "openssl list | gawk '/x/{f=1; exit 0} END { if (!f) exit(2) }' && true",
  ])("is silent on %j", (line) => {
    expect(inDockerfile(pipeHidesFailure, run(line))).toEqual([]);
  });
  it.each([
    "cmake --version | head -n1 > /have",
    "curl -fsSL https://example.com/a 2>/dev/null | sh",
    "make >/dev/null | head -n1",
    "openssl list | awk '{print $1}'",
    "openssl list | awk 'END { print NR }'",
    "openssl list | awk 'END { exit 0 }'",
  ])("reports %j", (line) => {
    expect(inDockerfile(pipeHidesFailure, run(line))).toHaveLength(1);
  });
});
