// Fixes of system packages: where they must be refused, and what they make of texts that the rules' examples do not show.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Observation } from "../../src/rules/observation.ts";
import type { Facts } from "../../src/rules/needs.ts";
import { dockerfileFact } from "../../src/facts/dockerfile/stages.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { applyEdits } from "../../src/fixes/apply.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import aptForPeople from "../../src/rules/dockerfile-quality/commands/apt-for-people.ts";
import asksForConsent from "../../src/rules/dockerfile-quality/commands/asks-for-consent.ts";
import apkCache from "../../src/rules/cleanup/apk-cache.ts";
import aptLists from "../../src/rules/cleanup/apt-lists.ts";
import recommends from "../../src/rules/cleanup/recommends.ts";
import rpmCache from "../../src/rules/cleanup/rpm-cache.ts";
import deletedLater from "../../src/rules/layers/deleted-later.ts";
import noCacheMount from "../../src/rules/layers/no-cache-mount.ts";
import distUpgrade from "../../src/rules/updates/dist-upgrade.ts";
import exactPin from "../../src/rules/updates/exact-pin.ts";
import unpinnedPackages from "../../src/rules/updates/unpinned-packages.ts";
import updateAlone from "../../src/rules/updates/update-alone.ts";

type AnyRule = { readonly id: string; check(facts: Facts): Iterable<Observation> };

function observe(rule: AnyRule, body: string): readonly Observation[] {
  const text = body.startsWith("FROM") || body.startsWith("#") ? body : `FROM base:1\n${body}`;
  const facts = textFacts(dockerfileFact(parseDockerfile("Dockerfile", `${text}\n`)), { today: "2026-11-24" });
  return [...rule.check(facts as Facts)];
}

/** The text after the fixes of one rule, without the first line. */
function fixed(rule: AnyRule, body: string): string {
  const edits = observe(rule, body).flatMap(({ fix }) => fix?.edits ?? []);
  return applyEdits(
    `FROM base:1\n${body}\n`,
    edits.toSorted((a, b) => a.span.start - b.span.start),
  ).slice(12, -1);
}

describe.each<[AnyRule, string, string]>([
  [asksForConsent, "RUN sudo yum install jq", "RUN sudo yum install -y jq"],
  [asksForConsent, "RUN set -ex; microdnf update; date", "RUN set -ex; microdnf update -y; date"],
  [aptForPeople, "RUN sudo /usr/bin/apt update", "RUN sudo /usr/bin/apt-get update"],
  [aptForPeople, "RUN apt upgrade -y", "RUN apt-get upgrade --with-new-pkgs -y"],
  [apkCache, "RUN apk add -U curl && rm /var/cache/apk/*", "RUN apk add --no-cache -U curl"],
  [apkCache, "RUN apk update; apk add curl", "RUN apk update; apk add --no-cache curl"],
  [
    apkCache,
    "RUN apk update \\\n && apk add curl \\\n && apk add jq \\\n && rm -rf /var/cache/apk/*",
    "RUN apk add --no-cache curl \\\n && apk add --no-cache jq",
  ],
  [
    apkCache,
    "RUN apk update && apk add curl && rm -rf /var/cache/apk/* /tmp/x",
    "RUN apk add --no-cache curl && rm -rf /var/cache/apk/* /tmp/x",
  ],
  // The index is still wanted, or a comment stands between: only the option is added.
  [
    apkCache,
    "RUN apk update && apk add curl\nRUN ./more.sh",
    "RUN apk update && apk add --no-cache curl\nRUN ./more.sh",
  ],
  [
    apkCache,
    "RUN apk update && apk upgrade && apk add curl",
    "RUN apk update && apk upgrade && apk add --no-cache curl",
  ],
  [apkCache, "RUN apk update \\\n # why\n && apk add curl", "RUN apk update \\\n # why\n && apk add --no-cache curl"],
  [rpmCache, "RUN sudo yum -y install jq && date", "RUN sudo yum -y install jq && date && sudo yum clean all"],
  [rpmCache, "RUN set -e; zypper -n in jq; date", "RUN set -e; zypper -n in jq; date && zypper clean --all"],
  [
    deletedLater,
    "RUN wget -qO /tmp/a.zip https://example.com/a.zip\nRUN unzip /tmp/a.zip || true; rm /tmp/a.zip",
    "RUN wget -qO /tmp/a.zip https://example.com/a.zip && \\\n    { unzip /tmp/a.zip || true; rm /tmp/a.zip; }",
  ],
  [
    deletedLater,
    "RUN cd /opt && curl -o /tmp/a https://example.com/a\nRUN rm /tmp/a && touch b",
    "RUN ( cd /opt && curl -o /tmp/a https://example.com/a ) && \\\n    rm /tmp/a && touch b",
  ],
])("$id", (rule, before, after) => {
  it(JSON.stringify(before), () => {
    expect(fixed(rule, before)).toBe(after);
  });
});

describe.each<[AnyRule, readonly string[]]>([
  [
    rpmCache,
    [
      "RUN dnf install -y jq || yum install -y jq",
      "RUN if true; then dnf install -y jq; fi",
      "RUN dnf install -y jq; date",
      "RUN dnf install -y jq && exec date",
      "RUN dnf install -y jq & wait",
      "RUN dnf --installroot=/mnt install -y jq",
      "RUN zypper --root /mnt -n in jq",
      "RUN microdnf install -y jq && rpm -e microdnf && rm /usr/bin/microdnf",
      "RUN dnf install -y jq\nRUN dnf -C install -y gcc",
      'RUN ["dnf", "install", "-y", "jq"]',
      "ONBUILD RUN dnf install -y jq",
    ],
  ],
  [
    deletedLater,
    [
      "RUN curl -o /tmp/a https://example.com/a\nUSER app\nRUN rm /tmp/a",
      "RUN set -x && curl -o /tmp/a https://example.com/a\nRUN rm /tmp/a",
      "RUN trap date EXIT && curl -o /tmp/a https://example.com/a\nRUN rm /tmp/a",
      "RUN curl -o /tmp/a https://example.com/a; exit 0\nRUN rm /tmp/a",
      "RUN --network=host curl -o /tmp/a https://example.com/a\nRUN rm /tmp/a",
      "RUN curl -o /tmp/a https://example.com/a\nRUN rm /tmp/a & wait",
      "COPY a /tmp/a\nRUN sh /tmp/a && rm /tmp/a",
    ],
  ],
  [
    apkCache,
    [
      "RUN apk add jq && cp /var/cache/apk/* /kept/",
      "RUN apk add jq\nRUN tar -czf /kept.tgz /var/cache/apk",
      "RUN --network=none apk add jq",
    ],
  ],
  [
    aptLists,
    [
      'RUN apt-get update && apt-get install -y jq\nCMD ["sh", "-c", "apt-get install -y curl"]',
      "RUN rm -rf /var/lib/apt/lists/* && apt-get update && apt-get install -y jq && exit 0",
    ],
  ],
  [
    aptForPeople,
    ["RUN apt list --installed", "RUN apt $VERB", "RUN echo 'Binary::apt::X 1;' > /etc/apt/apt.conf.d/x && apt update"],
  ],
  [
    noCacheMount,
    [
      "# syntax=docker/dockerfile:1\nFROM a\nRUN apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/*",
    ],
  ],
])("$id is found, without a fix", (rule, bodies) => {
  it.each(bodies)("%j", (body) => {
    const found = observe(rule, body);
    expect(found.length).toBeGreaterThan(0);
    // The runner withholds fixes of ONBUILD and exec form; a rule may still offer them.
    const own = found.filter(() => !/^ONBUILD|^RUN \[/.test(body));
    expect(own.map(({ fix }) => fix)).toEqual(own.map(() => undefined));
  });
});

describe("a fix that changes what a build makes", () => {
  it.each([
    "RUN apt-get install jq || true",
    "RUN apt-get install jq | cat",
    "RUN apt-get install jq; date",
    "RUN (apt-get install jq)",
  ])("%j: -y is only suggested", (body) => {
    expect(observe(asksForConsent, body).map(({ fix }) => fix?.applicability)).toEqual(["suggested"]);
  });

  it.each(["RUN apt-get install -y git", "RUN apt-get install -y $PACKAGES", "RUN apt-get install -y gcc=4:14.2.0-1"])(
    "%j: --no-install-recommends is only suggested",
    (body) => {
      expect(observe(recommends, body).map(({ fix }) => fix?.applicability)).toEqual(["suggested"]);
    },
  );
});

describe.each<[AnyRule, readonly string[]]>([
  [
    asksForConsent,
    ["RUN apt-get -o APT::Get::Assume-Yes=true install jq", "RUN apt-get install -s jq", "RUN yes | dnf install jq"],
  ],
  [
    apkCache,
    [
      "RUN --mount=type=cache,target=/etc/apk/cache apk --no-cache add jq",
      "RUN apk --no-cache add jq",
      "RUN apk add --root /mnt jq --no-cache",
      "RUN apk del jq",
    ],
  ],
  [
    rpmCache,
    [
      "RUN dnf install -y jq && microdnf clean all && yum clean all",
      "RUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y jq",
      "RUN tdnf install -y jq && rm -rf /var/cache/tdnf",
      "RUN dnf remove -y jq",
    ],
  ],
  [
    deletedLater,
    [
      "RUN curl -o /tmp/a https://example.com/a && rm /tmp/a\nRUN rm -f /tmp/a",
      "RUN curl -o /tmp/a https://example.com/a && mv /tmp/a /usr/bin/a\nRUN rm -rf /tmp/*",
      "RUN wget -qO- https://example.com/a.tgz | tar xz\nRUN rm -f a.tgz",
      "WORKDIR /w\nRUN cd /x && wget https://example.com/a.tgz\nRUN rm a.tgz",
      "RUN --mount=type=cache,target=/tmp curl -o /tmp/a https://example.com/a\nRUN rm -rf /tmp/a",
      "RUN curl -o /tmp/a https://example.com/a\nRUN test -e x || rm /tmp/a",
    ],
  ],
  [noCacheMount, ["RUN apt-get update && apt-get install -y jq"]],
  [
    exactPin,
    [
      "RUN apt-get install -y jq=1.7* curl=$V gcc/stable",
      "RUN apk add 'jq=~1.7' curl@edge",
      "RUN dnf install -y jq-1.7.1-2",
      "ENV APT='deb http://example.com/snapshot/20261101T000000Z x main'\nRUN apt-get install -y jq=1.7.1-3",
    ],
  ],
  [distUpgrade, ["RUN apt-get upgrade -y", "RUN zypper -n update"]],
  [
    unpinnedPackages,
    ["RUN apk add --no-cache ./own.apk", "RUN dnf install -y https://example.com/a-1.2.rpm", "RUN npm install"],
  ],
  [
    updateAlone,
    ["RUN dnf makecache && dnf install -y jq", "RUN zypper ref && zypper -n in jq", "RUN pacman -Sy && pacman -S jq"],
  ],
])("$id is silent", (rule, bodies) => {
  it.each(bodies)("%j", (body) => {
    expect(observe(rule, body).map(({ message }) => message)).toEqual([]);
  });
});

describe("a setting counts for what comes behind it", () => {
  const conf = `RUN echo 'APT::Install-Recommends "0"; APT::Get::Assume-Yes "1";' > /etc/apt/apt.conf.d/x`;
  const install = "RUN apt-get install jq";
  it.each([
    [`FROM a\n${conf}\n${install}`, 0],
    [`FROM a\n${install}\n${conf}`, 1],
    [`FROM a AS b\n${conf}\nFROM b AS c\nFROM c\n${install}`, 0],
    [`FROM a AS b\n${conf}\nFROM a\n${install}`, 1],
    [`FROM a\nRUN apt-get -o APT::Install-Recommends=0 -y install git\n${install}`, 1],
  ])("%j", (text, count) => {
    expect(observe(recommends, text)).toHaveLength(count);
  });

  it("of an option, only for the call that has it", () => {
    expect(
      observe(asksForConsent, `RUN apt-get -o APT::Get::Assume-Yes=1 install gcc && apt-get install jq`),
    ).toHaveLength(1);
  });
});

describe("updates/unpinned-packages says what to do here", () => {
  const digest = `FROM debian@sha256:${"a".repeat(64)}`;
  const install = "RUN apt-get update && apt-get install -y jq";
  it.each([
    [`FROM debian:trixie\n${install}`, "pin the base by digest and rebuild often"],
    [`${digest}\n${install}`, "security fixes stay out until the digest moves"],
    [`${digest}\nRUN apt-get update && apt-get upgrade -y\n${install}`, "move the digest of the base often"],
    [
      `FROM debian:trixie\nRUN echo 'deb http://example.com/snapshot/20261101T000000Z x main' > /etc/apt/sources.list\n${install}`,
      "the snapshot",
    ],
  ])("%j", (text, advice) => {
    expect(observe(unpinnedPackages, text).map(({ message }) => message)).toEqual([expect.stringContaining(advice)]);
  });
});

describe("cleanup/apk-cache, whatever stands in the list", () => {
  const member = fc.constantFrom(
    "apk update",
    "apk add curl",
    "apk add -t .d gcc",
    "make",
    "rm -rf /var/cache/apk/*",
    "rm -rf /tmp/x",
  );
  const tie = fc.constantFrom(" && ", " \\\n && ", " && \\\n    ", "&&", " \\\n  # why\n  && ", "; ", " || ");

  it("keeps every other command, and its order", () => {
    fc.assert(
      fc.property(member, fc.array(fc.tuple(tie, member), { maxLength: 6 }), (first, rest) => {
        const before = `RUN ${first}${rest.map((pair) => pair.join("")).join("")}`;
        const after = fixed(apkCache, before);
        const gone = (name: string) => name === "apk update" || name.startsWith("rm -rf /var/cache/apk");
        const expected = commandsOf(before).map((name) => name.replace(/^apk add/, "apk add --no-cache"));
        const got = commandsOf(after);
        expect(got.filter((name) => !gone(name))).toEqual(expected.filter((name) => !gone(name)));
        if (!before.includes("apk add") || /;|\|\|/.test(before)) expect(got).toEqual(expected);
        expect(fixed(apkCache, after)).toBe(after);
      }),
    );
  });

  function commandsOf(body: string): readonly string[] {
    const { stages } = dockerfileFact(parseDockerfile("Dockerfile", `FROM base:1\n${body}\n`));
    const [run] = stages[0]?.instructions ?? [];
    return run?.commands?.map(({ words }) => words.map(({ text }) => text).join(" ")) ?? [];
  }
});
