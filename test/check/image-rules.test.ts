import { expect, it } from "vitest";
import type { Evidence } from "../../src/domain/finding/finding.ts";
import type { PendingUpdate, UpdatesInfo } from "../../src/domain/image/image-info.ts";
import osEndOfLife from "../../src/rules/base-image/os-end-of-life.ts";
import wastedBytes from "../../src/rules/layers/wasted-bytes.ts";
import { exampleLayer } from "../../src/rules/shared/example-layer.ts";
import pendingUpdates from "../../src/rules/updates/pending.ts";
import fixedUpstream from "../../src/rules/vulnerabilities/fixed-upstream.ts";
import { emptyImage as image } from "../empty-image.ts";

function updates(pending: readonly PendingUpdate[]): UpdatesInfo {
  return {
    askedAt: "2026-11-24T00:00:00Z",
    sources: ["http://mirror.example/debian trixie/main"],
    pending,
    unread: [],
  };
}

function update(name: string, change: Partial<PendingUpdate> = {}): PendingUpdate {
  const purl = `pkg:deb/debian/${name}@1.0-1?arch=amd64`;
  return {
    purl,
    name,
    source: name,
    installed: "1.0-1",
    candidate: "1.0-2",
    origin: "Debian:13/stable",
    security: false,
    cves: [],
    ...change,
  };
}

function purls(evidence: readonly Evidence[]): string[] {
  return evidence.flatMap((item) => (item.kind === "package" ? [item.purl] : []));
}

it("a pending update is an error when it comes from a security archive, and those are listed first", () => {
  const plain = Array.from({ length: 25 }, (_, index) => update(`lib${index}`));
  const [calm] = pendingUpdates.check({ updates: updates(plain) });
  expect(calm?.severity).toBe("warning");
  expect(calm?.message).toContain("25 packages");
  expect(purls(calm?.evidence ?? [])).toHaveLength(20);

  const [urgent] = pendingUpdates.check({ updates: updates([...plain, update("zlib1g", { security: true })]) });
  expect(urgent?.severity).toBe("error");
  expect(purls(urgent?.evidence ?? [])[0]).toContain("zlib1g");
});

it("the vulnerabilities of one source package are one finding, where the package is recorded", () => {
  const fixes = [{ id: "CVE-2026-0001", fixedIn: "1.0-1+deb13u1", quote: "* Fix CVE-2026-0001: overflow" }];
  const pending = [
    update("libssl3", { source: "openssl", cves: ["CVE-2026-0002", "CVE-2026-0001"], fixes }),
    update("openssl", { source: "openssl", cves: ["CVE-2026-0001"], fixes }),
    update("curl"),
    update("apt", { cves: ["CVE-2026-0009"] }),
  ];
  const packages = [
    { purl: pending[0]?.purl ?? "", name: "libssl3", version: "1.0-1", layer: 2, path: "/var/lib/dpkg/status" },
  ];
  const [apt, openssl, ...rest] = fixedUpstream.check({ packages, updates: updates(pending) });
  expect(rest).toEqual([]);
  expect(apt?.at).toEqual({ setting: "pkg:deb/debian/apt@1.0-1?arch=amd64" });
  expect(openssl?.at).toEqual({ layer: 2, path: "/var/lib/dpkg/status" });
  expect(openssl?.message).toContain("2 vulnerabilities");
  expect(openssl?.evidence).toMatchObject([
    {
      kind: "advisory",
      id: "CVE-2026-0001",
      fixedIn: "1.0-1+deb13u1",
      quote: "according to the image: * Fix CVE-2026-0001: overflow",
    },
    { kind: "advisory", id: "CVE-2026-0002", fixedIn: "1.0-2" },
  ]);
});

it.each([
  [100_000_000, 4_900_000, false],
  [90_000_000, 5_000_001, true],
  [20_000_000, 1_100_000, true],
  [500_000, 60_000, false],
])("of %i bytes %i wasted ones are worth a finding: %s", (total, wasted, expected) => {
  const layers = [exampleLayer(0, "COPY . /app", total, { wastedBytes: wasted })];
  const waste = {
    efficiency: 1 - wasted / total,
    bytes: wasted,
    paths: [{ path: "/app", bytes: wasted, layer: 0, by: 1, how: "deleted" as const }],
  };
  expect([...wastedBytes.check({ layers: { ...image, layers, waste } })]).toHaveLength(expected ? 1 : 0);
});

it.each([
  [{ id: "debian", versionId: "11" }, "2026-08-31", 0],
  [{ id: "debian", versionId: "11" }, "2026-09-01", 1],
  [{ id: "debian", codename: "bullseye" }, "2026-11-24", 1],
  [{ id: "ubuntu", versionId: "20.04" }, "2026-11-24", 1],
  // A release the table does not know, and systems that only name a product of the table.
  [{ id: "debian", versionId: "99" }, "2026-11-24", 0],
  [{ id: "python", versionId: "3.8" }, "2026-11-24", 0],
  [{}, "2026-11-24", 0],
])("the end of life of %j on %s gives %i findings", (os, today, count) => {
  expect([...osEndOfLife.check({ os, today })]).toHaveLength(count);
});
