// dnf, rpm and createrepo_c are the real ones, of Debian's archive; the repository and its packages are made here, so that the answer is known.
import { mkdtemp, rm } from "node:fs/promises";
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
import { ensureBases } from "../images/bases.ts";
import { objectsOf } from "./fixture.ts";
import { long } from "../long.ts";

const recipe = `FROM BASE
USER 0
RUN apt-get update && apt-get install -y --no-install-recommends dnf rpm createrepo-c && rm /usr/bin/apt-get
COPY <<"EOF" /make
set -e
# NAME VERSION CHANGELOG FOLDER MORE-TAGS
make() {
  top=$(mktemp -d)
  printf 'Name: %s\\nVersion: %s\\nRelease: 1\\nSummary: x\\nLicense: MIT\\nBuildArch: noarch\\n%s\\n%%description\\nx\\n%%files\\n%%changelog\\n%b' "$1" "$2" "$5" "$3" > "$top/x.spec"
  rpmbuild -bb --quiet --define "_topdir $top" --define "_rpmdir $top/out" "$top/x.spec"
  mkdir -p "$4" && cp "$top"/out/*/*.rpm "$4"
}
entry() { printf '* Mon Jan 01 2024 X <x@example.org> - %s\\n- %s\\n\\n' "$1" "$2"; }
first=$(entry 1.0-1 'First, CVE-2020-0001')
make hp-lib 1.0 "$first" /old
make hp-tools 1.0 "$first" /old
make hp-epoch 1.0 "$first" /old 'Epoch: 2'
make hp-same 1.0 "$first" /old
make hp-silent 1.0 "$first" /old
rpm -i --nodeps /old/*.rpm
make hp-lib 1.1 "$(entry 1.1-1 'Fix CVE-2024-0002')\\n$first" /repo
make hp-lib 1.2 "$(entry 1.2-1 'Fix CVE-2024-10003 and CVE-2024-0002')\\n$(entry 1.1-1 'Fix CVE-2024-0002')\\n$first" /repo
make hp-tools 1.2 "$first" /repo
make hp-epoch 1.1 "$(entry 1.1-1 'Fix CVE-2024-0005')\\n$first" /repo 'Epoch: 2'
make hp-same 1.0 "$first" /repo
make hp-silent 1.1 '' /repo
make hp-other 1.0 "$first" /repo
cat > /updateinfo.xml <<X
<updates><update from="x@example.org" status="final" type="security" version="1"><id>HP-2024:1</id><title>hp-tools</title><severity>Important</severity>
<issued date="2024-03-05 00:00:00"/><references><reference href="https://example.org/" id="CVE-2024-0006" type="cve" title="x"/></references>
<pkglist><collection short="x"><name>x</name><package name="hp-tools" version="1.2" release="1" epoch="0" arch="noarch" src="hp-tools-1.2-1.src.rpm"><filename>hp-tools-1.2-1.noarch.rpm</filename></package></collection></pkglist></update></updates>
X
createrepo_c -q /repo && modifyrepo_c /updateinfo.xml /repo/repodata > /dev/null
mkdir -p /etc/yum.repos.d
printf '[hp]\\nname=HP packages\\nbaseurl=file:///repo\\ngpgcheck=0\\nskip_if_unavailable=1\\n' > /etc/yum.repos.d/hp.repo
EOF
RUN sh /make
`;

let engine: Engine;
let session: EngineSession;
let context: string;
let built: BuiltImage;
beforeAll(async () => {
  engine = await connect();
  session = await openEngineSession(engine);
  context = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  const missing = await ensureBases(["python:3.13-slim"], () => {});
  const base = missing.length > 0 ? "hullproof-stand-in/python:trixie" : "python:3.13-slim";
  built = await build(recipe.replace("BASE", base), "rpm");
});
afterAll(async () => {
  await built[Symbol.asyncDispose]();
  await session[Symbol.asyncDispose]();
  await rm(context, { recursive: true });
  expect(await objectsOf(engine, session.id)).toEqual([]);
});

const build = (dockerfile: string, name: string): Promise<BuiltImage> =>
  buildImage(session, { context, dockerfile, dockerfileName: "Dockerfile", name }, () => {});

test.runIf(long)(
  "an image asks its own dnf repositories: updates, and the ids that changelogs and updateinfo name",
  async () => {
    const asked = await imageUpdates(session, built.tag, () => {}, { now: () => new Date(0) });
    if ("missing" in asked) throw new Error(asked.missing);
    await using image = await openDaemonImage(session, built.tag);
    const info = imageInfo(await readImage(image, { probes: imageProbes }));
    const updates = updatesInfo(asked.answer, info);
    expect(updates).toMatchObject({ askedAt: "1970-01-01T00:00:00.000Z", sources: ["hp HP packages"] });
    expect(updates.pending.map(({ name, installed, candidate, cves }) => [name, installed, candidate, cves])).toEqual([
      ["hp-epoch", "2:1.0-1", "2:1.1-1", ["CVE-2024-0005"]],
      ["hp-lib", "1.0-1", "1.2-1", ["CVE-2024-0002", "CVE-2024-10003"]],
      ["hp-silent", "1.0-1", "1.1-1", []],
      ["hp-tools", "1.0-1", "1.2-1", ["CVE-2024-0006"]],
    ]);
    expect(updates.unread.find(({ name }) => name === "hp-silent")?.reason).toBe(
      "the repository has no changelog of it",
    );
    expect(updates.pending.map(({ security }) => security)).toEqual([false, false, false, true]);
    // Each is a package that the image holds.
    const purls = new Set(info.packages.map(({ purl }) => purl));
    expect(updates.pending.filter(({ purl }) => !purls.has(purl))).toEqual([]);
    expect(changelogVulnerabilities(updates, info)).toContainEqual(
      expect.objectContaining({
        id: "CVE-2024-0002",
        fixedIn: "1.2-1",
        evidence: "according to the image, changelog of 1.1-1: - Fix CVE-2024-0002",
      }),
    );
  },
);

test.runIf(long).each([
  ["up to date", "RUN dnf -q -y upgrade", { pending: [], unread: [] }],
  ["without a repository", "RUN rm /etc/yum.repos.d/hp.repo", /enables no dnf repository/],
  ["whose repository is gone", "RUN mv /repo /gone", /^dnf makecache: .*\bhp\b/],
] as const)("an image that is %s", async (_, step, expected) => {
  await using other = await build(`FROM ${built.tag}\n${step}\n`, "rpm-other");
  const asked = await imageUpdates(session, other.tag, () => {});
  if (expected instanceof RegExp) expect(asked).toEqual({ missing: expect.stringMatching(expected) as string });
  else expect("answer" in asked && updatesInfo(asked.answer, { packages: [], os: {} })).toMatchObject(expected);
});
