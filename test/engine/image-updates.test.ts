import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { imageInfo } from "../../src/facts/image/image-info.ts";
import { imageProbes } from "../../src/facts/image/image-probes.ts";
import { changelogVulnerabilities, updatesInfo } from "../../src/facts/image/updates.ts";
import { buildImage } from "./own-build.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { BuiltImage, Engine, EngineSession } from "../../src/sources/engine/types.ts";
import { openDaemonImage } from "../../src/sources/image/engine/daemon.ts";
import { readImage } from "../../src/sources/image/layers/read-image.ts";
import { imageUpdates } from "../../src/sources/updates/image-updates.ts";
import type { KnownChangelogs } from "../../src/sources/updates/update-manager.ts";
import { ensureBases } from "../images/bases.ts";
import { tinyImage } from "../images/tiny.ts";
import { leftOf, objectsOf } from "./fixture.ts";

let engine: Engine;
let session: EngineSession;
let context: string;
let base: string;
beforeAll(async () => {
  engine = await connect();
  session = await openEngineSession(engine);
  context = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  await writeFile(join(context, "make"), makeScript);
  const missing = await ensureBases(["python:3.8-slim"], () => {});
  base = missing.length > 0 ? "hullproof-stand-in/python:bullseye" : "python:3.8-slim";
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await rm(context, { recursive: true });
  expect(await objectsOf(engine, session.id)).toEqual([]);
});

const build = (dockerfile: string, name: string): Promise<BuiltImage> =>
  buildImage(session, { context, dockerfile, dockerfileName: "Dockerfile", name }, () => {});

/** What makes the packages of that archive. */
const makeScript = `set -e
# NAME VERSION SOURCE CHANGELOG: empty for a documentation folder that is a link
make() {
  root=$(mktemp -d) && mkdir -p "$root/DEBIAN" "$root/usr/share/doc"
  printf 'Package: %s\\nVersion: %s\\nSource: %s\\nArchitecture: all\\nMaintainer: x <x@example.org>\\nDescription: x\\n' "$1" "$2" "$3" > "$root/DEBIAN/control"
  if [ -n "$4" ]; then mkdir "$root/usr/share/doc/$1" && printf "$4" | gzip -n > "$root/usr/share/doc/$1/$5"; else ln -s elsewhere "$root/usr/share/doc/$1"; fi
  dpkg-deb --build --root-owner-group "$root" "$6" > /dev/null
}
entry() { printf '%s (%s) stable-security; urgency=high\\n\\n  * Fix %s\\n\\n -- X <x@example.org>  Mon, 01 Jan 2024 00:00:00 +0000\\n\\n' "$1" "$2" "$3"; }
old=$(mktemp -d)
make hp-lib 1:1.0-1+b2 'hp (1.0-1)' x changelog.Debian.gz "$old"
make hp-tools 1:1.0-1 'hp (1.0-1)' x changelog.Debian.gz "$old"
make hp-native 1.0 hp-native x changelog.gz "$old"
make hp-silent 1 hp-silent x changelog.gz "$old"
make hp-trimmed 1 hp-trimmed x changelog.gz "$old"
dpkg -i "$old"/*.deb > /dev/null
make hp-lib 1:1.2-1 'hp (1.2-1)' '' changelog.Debian.gz /repo
make hp-tools 1:1.2-1 'hp (1.2-1)' "$(entry hp 1.2-1 CVE-2024-0003; entry hp 1.1-1 'CVE-2023-0002 and CVE-2024-0003'; entry hp 1.0-1 CVE-2020-0001)" changelog.Debian.gz /repo
make hp-native 1.1 hp-native "$(entry hp-native 1.1 CVE-2024-0004; entry hp-native 1.0 CVE-2020-0005)" changelog.gz /repo
make hp-silent 2 hp-silent 'News for humans' changelog.gz /repo
make hp-trimmed 3 hp-trimmed "$(entry hp-trimmed 3 CVE-2024-0006)" changelog.Debian.gz /repo
cd /repo
for deb in *.deb; do
  dpkg-deb -f "$deb"
  echo "Filename: ./$deb"
  echo "Size: $(stat -c %s "$deb")"
  echo "SHA256: $(sha256sum "$deb" | cut -d ' ' -f 1)"
  echo
done > Packages
`;

/** An archive of our own in the image, so that the answer is known: its packages are made with dpkg-deb, apt is the real one. */
const archive = `FROM BASE
RUN rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* && mkdir /repo && \\
    echo "deb [trusted=yes] file:/repo ./" > /etc/apt/sources.list
COPY make /make
RUN sh /make
USER 1000
`;

test("an image asks its own apt sources: updates, and the ids that their changelogs name", async () => {
  await using built = await build(archive.replace("BASE", base), "archive");
  const told: string[] = [];
  const known: KnownChangelogs = new Map();
  const answer = await imageUpdates(session, built.tag, ({ message }) => told.push(message), {
    now: () => new Date(0),
    known,
  });
  if ("missing" in answer) throw new Error(answer.missing);
  await using image = await openDaemonImage(session, built.tag);
  const info = imageInfo(await readImage(image, { probes: imageProbes }));
  const updates = updatesInfo(answer.answer, info);

  expect(updates.askedAt).toBe("1970-01-01T00:00:00.000Z");
  expect(updates.sources).toHaveLength(1);
  expect(updates.sources[0]).toMatch(/^file:\/repo/);
  expect(updates.pending.map(({ name, installed, candidate, cves }) => [name, installed, candidate, cves])).toEqual([
    ["hp-lib", "1:1.0-1+b2", "1:1.2-1", ["CVE-2023-0002", "CVE-2024-0003"]],
    ["hp-native", "1.0", "1.1", ["CVE-2024-0004"]],
    ["hp-silent", "1", "2", []],
    ["hp-tools", "1:1.0-1", "1:1.2-1", ["CVE-2023-0002", "CVE-2024-0003"]],
    ["hp-trimmed", "1", "3", ["CVE-2024-0006"]],
  ]);
  expect(updates.unread).toEqual([
    { name: "hp-silent", reason: "hp-silent holds no changelog" },
    { name: "hp-trimmed", reason: expect.stringMatching(/goes back to 3 only, 1 is installed/) as string },
  ]);
  // Each is a package that the image holds.
  const purls = new Set(info.packages.map(({ purl }) => purl));
  expect(updates.pending.filter(({ purl }) => !purls.has(purl))).toEqual([]);
  const [first] = changelogVulnerabilities(updates, info);
  expect(first).toMatchObject({
    id: "CVE-2023-0002",
    evidence: "according to the image, changelog of 1.1-1: * Fix CVE-2023-0002 and CVE-2024-0003",
  });
  expect(told.length).toBeGreaterThan(1);
  expect(told).toContain("reading changelogs of hp, hp-native, hp-silent, hp-trimmed");
  // Another question that may use what this one has read fetches only what it could not read (hp-lib and hp-silent), and has the same answer.
  const again: string[] = [];
  const say = ({ message }: { readonly message: string }) => again.push(message);
  expect(await imageUpdates(session, built.tag, say, { now: () => new Date(0), known })).toEqual(answer);
  expect(again.filter((message) => message.startsWith("reading"))).toEqual(["reading changelogs of hp, hp-silent"]);
  expect(await leftOf(engine, session.id)).toEqual([`${built.tag}`]);
});

test("an image that is up to date has nothing pending, and says whom it asked", async () => {
  const upgraded = `${archive.replace("BASE", base)}USER 0\nRUN apt-get update && apt-get upgrade -y\n`;
  await using built = await build(upgraded, "upgraded");
  const answer = await imageUpdates(session, built.tag, () => {});
  expect(answer).toMatchObject({ answer: { upgrades: [], unread: [], sources: [expect.stringMatching(/file:/)] } });
});

const without = "RUN rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/*";
test.each([
  ["no apt sources", () => `FROM ${base}\n${without}\n`, /configures no apt sources/],
  [
    "an archive that is gone",
    () => `FROM ${base}\n${without} && echo "deb [trusted=yes] file:/gone ./" > /etc/apt/sources.list\n`,
    /^apt-get update: .*\/gone/,
  ],
  [
    "an archive that cannot be reached",
    () => `FROM ${base}\n${without} && echo "deb http://127.0.0.1:9/debian x main" > /etc/apt/sources.list\n`,
    /^apt-get update: .*127\.0\.0\.1/,
  ],
  ["no package manager", () => `FROM ${tinyImage}\nRUN true\n`, /has neither apt nor dnf/],
  [
    "no shell",
    () => `FROM scratch\nCOPY --from=${tinyImage} /bin/busybox /program\nENTRYPOINT ["/program"]\n`,
    /a shell cannot be started/,
  ],
])("%s: told as missing, not as nothing pending", async (_name, dockerfile, reason) => {
  await using built = await build(dockerfile(), "missing");
  expect(await imageUpdates(session, built.tag, () => {})).toEqual({
    missing: expect.stringMatching(reason) as string,
  });
  expect(await leftOf(engine, session.id)).toEqual([built.tag]);
});
