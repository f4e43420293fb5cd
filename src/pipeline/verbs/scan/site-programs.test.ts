// Parts of a web application: extensions of PHP and of WordPress, programs without a version. From files to the report.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeElf } from "../../../../test/formats/write-elf.ts";
import { serialize, writePhpExtension } from "../../../../test/formats/write-php.ts";
import type { Report } from "../../../domain/report/report.ts";
import { scanRoot } from "../../../../test/scan-root.ts";

let cwd = "";
let report: Report;
const put = async (path: string, content: string | Uint8Array, mode = 0o644): Promise<void> => {
  await mkdir(dirname(join(cwd, path)), { recursive: true });
  await writeFile(join(cwd, path), content, { mode });
};
const program = (text: string) =>
  writeElf([
    { name: ".text", content: Buffer.alloc(20_000) },
    { name: ".rodata", content: Buffer.from(`x\0${text}\0y`, "latin1") },
  ]);
const record = (ecosystem: string, name: string, id: string, cve: string, fixed: string) => ({
  id,
  aliases: [cve],
  affected: [
    {
      package: { ecosystem, name },
      ranges: [{ type: ecosystem === "Bitnami" ? "SEMVER" : "ECOSYSTEM", events: [{ introduced: "0" }, { fixed }] }],
    },
  ],
  database_specific: { severity: "High" },
  modified: "2026-01-01T00:00:00Z",
});
const php = "root/usr/local/lib/php";
const extensions = `${php}/extensions/no-debug-non-zts-20240924`;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "hullproof-test-site-"));
  const records = [
    record("Packagist", "pear/archive_tar", "GHSA-aaaa-aaaa-aaaa", "CVE-2024-1", "1.4.14"),
    record("Packagist", "pear/archive_tar", "GHSA-dddd-dddd-dddd", "CVE-2024-5", "1.4.9.1"),
    record("Packagist", "drupal/token", "GHSA-bbbb-bbbb-bbbb", "CVE-2024-2", "1.6.0"),
    record("npm", "ghost", "GHSA-cccc-cccc-cccc", "CVE-2024-3", "5.76.0"),
    record("NuGet", "Microsoft.NETCore.App.Runtime.linux-x64", "GHSA-eeee-eeee-eeee", "CVE-2024-6", "8.0.10"),
    record("Bitnami", "dotnet", "BIT-dotnet-2024-6", "CVE-2024-6", "8.0.10"),
    record("Bitnami", "dotnet", "BIT-dotnet-2024-7", "CVE-2024-7", "8.0.10"),
    record("Bitnami", "ghost", "BIT-ghost-2024-3", "CVE-2024-3", "5.76.0"),
    record("Bitnami", "ghost", "BIT-ghost-2024-4", "CVE-2024-4", "5.80.0"),
  ];
  await put("feeds/records.jsonl", records.map((one) => JSON.stringify(one)).join("\n"));
  await put(
    `${php}/.registry/archive_tar.reg`,
    serialize({ name: "Archive_Tar", channel: "pear.php.net", version: { release: "1.4.9" } }),
  );
  const installed_as = `/usr/local/lib/php/extensions/no-debug-non-zts-20240924/redis.so`;
  await put(
    `${php}/.registry/.channel.pecl.php.net/redis.reg`,
    serialize({
      name: "redis",
      channel: "pecl.php.net",
      version: { release: "6.2.0" },
      filelist: { "redis.so": { installed_as } },
    }),
  );
  await put(`${extensions}/redis.so`, writePhpExtension({ name: "redis", version: "6.2.0" }));
  await put(`${extensions}/xdebug.so`, writePhpExtension({ name: "xdebug", version: "3.4.5" }));
  await put(`${extensions}/gd.so`, writePhpExtension({ name: "gd", version: "8.4.1" }));
  await put("root/srv/wp-content/plugins/akismet/akismet.php", "<?php\n// Plugin Name: Akismet\n// Version: 5.3\n");
  await put("root/srv/modules/token/token.info.yml", "version: '8.x-1.5'\nproject: 'token'\n");
  await put("root/var/lib/ghost/versions/5.75.1/package.json", '{\n  "name": "ghost",\n  "version": "5.75.1"\n}\n');
  const runtime = "Microsoft.NETCore.App.Runtime.linux-x64/8.0.1";
  await put(
    "root/usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.1/Microsoft.NETCore.App.deps.json",
    JSON.stringify({
      runtimeTarget: { name: ".NETCoreApp,Version=v8.0/linux-x64" },
      targets: { ".NETCoreApp,Version=v8.0/linux-x64": { [runtime]: { runtime: { "System.Runtime.dll": {} } } } },
      libraries: { [runtime]: { type: "package" } },
    }),
  );
  await put("root/usr/local/sbin/openvpn", program("OpenVPN for Linux"), 0o755);
  // An SBOM's package is no longer unknown.
  await put("root/usr/local/sbin/haproxy", program("haproxy -c"), 0o755);
  await put(
    "root/opt/app.cdx.json",
    JSON.stringify({
      bomFormat: "CycloneDX",
      specVersion: "1.5",
      components: [{ type: "application", name: "haproxy", version: "2.6.12", purl: "pkg:generic/haproxy@2.6.12" }],
    }),
  );
  await put("root/usr/local/bin/redis-server", "#!/bin/sh\nexec redis\n".padEnd(20_000), 0o755);
  await put("root/usr/local/bin/wget", program("BusyBox v1.37.0 wget gzip"), 0o755);
  report = await scanRoot(cwd);
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

it("names each once, and parts of PHP as PHP", () => {
  expect(report.image?.packages.map(({ purl }) => purl)).toEqual([
    "pkg:composer/drupal/token@1.5.0",
    "pkg:generic/dotnet@8.0.1",
    "pkg:generic/haproxy@2.6.12",
    "pkg:npm/ghost@5.75.1",
    "pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.1",
    "pkg:pear/pear.php.net/Archive_Tar@1.4.9",
    "pkg:pear/pecl.php.net/redis@6.2.0",
    "pkg:pear/pecl.php.net/xdebug@3.4.5",
    "pkg:wordpress/plugins/akismet@5.3",
  ]);
});

it("has the advisories of its other names, and a CVE of two feeds once", () => {
  expect(
    report.vulnerabilities?.map(({ id, aliases, purl }) => [
      [id, ...aliases].find((one) => one.startsWith("CVE")),
      purl,
    ]),
  ).toEqual(
    expect.arrayContaining([
      ["CVE-2024-1", "pkg:pear/pear.php.net/Archive_Tar@1.4.9"],
      ["CVE-2024-5", "pkg:pear/pear.php.net/Archive_Tar@1.4.9"],
      ["CVE-2024-2", "pkg:composer/drupal/token@1.5.0"],
      ["CVE-2024-3", "pkg:npm/ghost@5.75.1"],
      ["CVE-2024-4", "pkg:npm/ghost@5.75.1"],
      ["CVE-2024-6", "pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.1"],
      ["CVE-2024-7", "pkg:generic/dotnet@8.0.1"],
    ]),
  );
  expect(report.vulnerabilities).toHaveLength(7);
  expect(report.remedies?.map(({ command }) => command)).toContain("pear upgrade pear.php.net/Archive_Tar-1.4.14");
});

it("is listed by name and version without a feed, and by path without a version", () => {
  const told = report.notChecked?.join("\n");
  expect(told).toContain(
    "vulnerabilities of 2 PHP extensions or PEAR packages (pecl.php.net/redis 6.2.0, pecl.php.net/xdebug 3.4.5): no feed has advisories for PHP extensions",
  );
  expect(told).toContain(
    "vulnerabilities of 1 WordPress extension (plugins/akismet 5.3): no feed that may be used freely",
  );
  expect(told).toMatch(/vulnerabilities of openvpn \(\/usr\/local\/sbin\/openvpn of layer 0\), .*\*\.cdx\.json/);
  expect(told).not.toMatch(/wget|redis-server/);
  expect(report.image?.withoutVersion).toHaveLength(1);
});
