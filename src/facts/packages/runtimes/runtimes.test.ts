import { describe, expect, it } from "vitest";
import { writeBuildInfo } from "../../../../test/formats/write-go.ts";
import { writeElf } from "../../../../test/formats/write-elf.ts";
import { memoryBody } from "../../../sources/image/bodies/file-body.ts";
import runtimes from "../ecosystems/runtimes.ts";

const read = (path: string, bytes: Uint8Array) => {
  const file = { path, size: bytes.length, mode: 0o755 };
  if (runtimes.wants?.(file) !== true) return "not wanted";
  const [one] = runtimes.read(file, memoryBody(bytes))?.packages ?? [];
  return one === undefined ? undefined : `${one.name} ${one.version}`;
};
const program = (text: string) =>
  writeElf([
    { name: ".text", content: Buffer.alloc(99) },
    { name: ".rodata", content: Buffer.from(`x\0${text}\0y`, "latin1") },
  ]);

describe("programs that name their version", () => {
  it.each([
    ["/usr/local/bin/node", "node.js/v24.21.0", "node 24.21.0"],
    ["/usr/local/bin/python3.13", "3.13.5", "python 3.13.5"],
    ["/usr/local/lib/libpython3.14.so.1.0", "3.14.0rc2+", "python 3.14.0rc2"],
    ["/usr/local/lib/libpython3.6m.so.1.0", "3.6.15", "python 3.6.15"],
    ["/usr/local/bin/python3.13", "3.1.5\x003.13.x\0built with 3.13.1 of it", undefined],
    [
      "/usr/local/lib/libruby.so.3.3.6",
      "ruby gems\0ruby 3.3.6 (2024-11-05 revision 75015d4c1f) [x86_64-linux]",
      "ruby 3.3.6",
    ],
    ["/usr/bin/ruby", "ruby 2.7.8p225 (2023-03-30 revision 1f4d455848) [x86_64-linux]", "ruby 2.7.8"],
    ["/usr/local/sbin/php-fpm", "X-Powered-By: PHP/8.4.1", "php 8.4.1"],
    ["/usr/local/bin/perl", "/usr/local/lib/perl5/5.40.0/x86_64-linux-gnu", "perl 5.40.0"],
    ["/usr/sbin/nginx", "nginx version: nginx/1.27.3", "nginx 1.27.3"],
    ["/usr/local/openresty/nginx/sbin/nginx", "nginx version: openresty/1.27.1.1", "openresty 1.27.1.1"],
    ["/usr/local/apache2/bin/httpd", "Apache/2.4.62 (Unix)", "httpd 2.4.62"],
    ["/usr/local/bin/postgres", "postgres (PostgreSQL) 17.2\n", "postgresql 17.2"],
    ["/usr/sbin/mariadbd", "11.8.9-MariaDB-ubu2404", "mariadb 11.8.9"],
    ["/usr/local/bin/memcached", "memcached 1.6.38\n", "memcached 1.6.38"],
    ["/bin/busybox", "BusyBox v1.37.0 (2024-09-26 21:31:42 UTC)", "busybox 1.37.0"],
    ["/usr/local/bin/bash", "@(#)Bash version 5.2.37(1) release GNU", "bash 5.2.37"],
    ["/usr/local/lib/libcrypto.so.3", "OpenSSL is\0OpenSSL 3.5.0 8 Apr 2025", "openssl 3.5.0"],
    ["/usr/local/lib/libcrypto.so.1.1", "OpenSSL 1.1.1w  11 Sep 2023", "openssl 1.1.1w"],
    ["/usr/lib/libcrypto.so.55.0.1", "OpenSSL 2.0.0\0LibreSSL 4.1.0\0", "libressl 4.1.0"],
    ["/usr/local/bin/curl", "curl/8.14.1", "curl 8.14.1"],
    ["/usr/local/lib/libcurl.so.4.8.0", "libcurl/8.14.1", "curl 8.14.1"],
    ["/opt/tool/nodejs-tool", "node.js/v24.21.0", "not wanted"],
    ["/usr/local/sbin/haproxy", "HAProxy\0 version 2.6.12-1a2b3c4, released 2023/03/28\0", "haproxy 2.6.12"],
    ["/usr/sbin/varnishd", "varnish-7.1.1 revision 7cee1c58", "varnish 7.1.1"],
    ["/usr/sbin/squid", "squid/5.7\0", "squid 5.7"],
    ["/usr/sbin/named", "BIND 9.18.49-1~deb12u3-Debian\0", "bind 9.18.49"],
    ["/usr/sbin/dnsmasq", "dnsmasq-2.90\0", "dnsmasq 2.90"],
    ["/usr/sbin/dovecot", "Dovecot v2.3.19.1 (9b53102964) starting up", "dovecot 2.3.19.1"],
    ["/usr/sbin/exim4", "<<eximcnumber>>\x004.96\0<<eximversion>>\0", "exim 4.96"],
    ["/usr/sbin/exim", "%d\x004.97.1\0x", "exim 4.97.1"],
    ["/usr/sbin/postconf", "mail_version=3.7.11\0", "postfix 3.7.11"],
    ["/usr/sbin/slapd", "@(#) $OpenLDAP: slapd 2.5.13+dfsg-5 (Feb  8 2023)", "openldap 2.5.13"],
    ["/usr/lib/libkrb5.so.3.3", "KRB5_BRAND: krb5-1.20.1-final 1.20.1 20221111", "krb5 1.20.1"],
    ["/usr/sbin/sshd", "OpenSSH_9.2\0OpenSSH_9.2p1 Debian-2", "openssh 9.2p1"],
    ["/usr/sbin/openvpn", "of OpenVPN 2.6.0 and newer\0OpenVPN 2.6.14 x86_64-pc-linux-gnu [SSL", "openvpn 2.6.14"],
    ["/usr/bin/git", "\xffgit/2.39.5\0GIT_USER_AGENT", "git 2.39.5"],
    ["/usr/bin/rsync", "Both must be at least 3.2.0 for it.\x003.2.7\0copyright", "rsync 3.2.7"],
    ["/usr/bin/gzip", "%s\n\x001.12\0\0", "gzip 1.12"],
    ["/usr/bin/xz", "xz (XZ Utils) 5.4.1\n", "xz 5.4.1"],
    ["/usr/lib/libzstd.so.1.5.4", "", "zstd 1.5.4"],
    ["/usr/lib/libgs.so.10.00", ":/usr/share/ghostscript/10.00.0/lib", "ghostscript 10.00.0"],
    ["/usr/lib/libMagickCore-7.Q16HDRI.so.10.0.2", "ImageMagick 7.1.1-43 Q16-HDRI x86_64", "imagemagick 7.1.1-43"],
    ["/usr/lib/libavutil.so.57.28.100", "FFmpeg version n5.1.9\0", "ffmpeg 5.1.9"],
    ["/usr/bin/lua5.1", "$Lua: Lua 5.1.5 Copyright", "lua 5.1.5"],
    ["/usr/lib/libpypy3.9-c.so", "[PyPy 7.3.11 with ", "pypy 7.3.11"],
    ["/usr/sbin/mysqld", "log creator\0MySQL 9.7.4\0", "mysql 9.7.4"],
    ["/usr/bin/mongod", "x\x007.0.28\0\0heap_size\0", "mongodb 7.0.28"],
    // A text of its own, where it is the only one that fits.
    ["/usr/lib/libsqlite3.so.0.8.6", "\x003.40.1\0", "sqlite 3.40.1"],
    ["/usr/lib/libsqlite3.so.0.8.6", "\x003.40.1\x003.7.0\0", undefined],
    ["/usr/bin/mosquitto", "HTTP/2.0\0\x002.0.11\0mosquitto version %s", "mosquitto 2.0.11"],
    ["/usr/local/bin/redis-server", "\x007.0.0\x007.0.3\x007.0.15\0A7.0.15host-1702957741000000000\0", "redis 7.0.15"],
    ["/usr/local/bin/redis-server", "\x007.2.1\x007.2.12\x007.2.12b1-1702957741000000000\0", "redis 7.2.12"],
    ["/usr/bin/redis-server", "\x008.0.0\x008.0.2\x008.0.21789404730000000000\x000000000000000000\0", "redis 8.0.2"],
    ["/usr/local/bin/redis-server", "\x007.0.0\x007.0.15\0", undefined],
    ["/usr/sbin/dovecot", "Dovecot v2.4.1-4 (7d8c0e5759) starting up", "dovecot 2.4.1"],
    ["/usr/local/bin/valkey-server", "\x008.1.0\x009.0.0\0valkey9.0.0sandbox-1764887574000000000\0", "valkey 9.0.0"],
    ["/usr/local/bin/deno", "OTel-Deno/0.80.0grpc\0Deno/2.9.6Deno/2.9.6+e518", "deno 2.9.6"],
    ["/usr/local/bin/bun", "\0Bun v1.4.5 (Linux x64)\0", "bun 1.4.5"],
    ["/usr/local/bin/rabbitmqctl", "3.10.8", "not wanted"],
    [
      "/root/.cache/ms-playwright/chromium-1148/chrome-linux/chrome",
      "\x00153.0.8010.0\x00131.0.6778.33\0x\x00131.0.6778.33\0",
      "chromium 131.0.6778.33",
    ],
    [
      "/ms-playwright/chromium_headless_shell-1148/chrome-linux/headless_shell",
      "\x00131.0.6778.33\0",
      "chromium 131.0.6778.33",
    ],
    ["/root/.cache/puppeteer/chrome/linux-131.0.6778.85/chrome-linux64/chrome", "x", "chromium 131.0.6778.85"],
    ["/root/.cache/selenium/chrome/linux64/131.0.6778.85/chrome", "x", "chromium 131.0.6778.85"],
    ["/usr/lib/chromium/chromium", "\x00131.0.6778.33\0", "not wanted"],
    ["/opt/x/chrome", "\x00131.0.6778.33\x00132.0.1234.5\0", undefined],
  ])("%s: %j", (path, text, expected) => {
    expect(read(path, program(text))).toBe(expected);
  });

  it("reports a program without a version only where it is certain", () => {
    const without = (path: string, bytes: Uint8Array) => {
      const file = { path, size: bytes.length, mode: 0o755 };
      return runtimes.wants?.(file) === true
        ? (runtimes.read(file, memoryBody(bytes))?.withoutVersion ?? []).map(({ name }) => name)
        : undefined;
    };
    expect(without("/usr/sbin/openvpn", program("%s OpenVPN to be"))).toEqual(["openvpn"]);
    expect(without("/usr/local/bin/redis-server", program("\x007.0.0\x007.0.15\0redis.conf"))).toEqual(["redis"]);
    expect(without("/usr/bin/wget", program("usage: wget [OPTION]"))).toEqual(["wget"]);
    expect(without("/usr/sbin/nginx", program("nginx version: unknown"))).toEqual(["nginx"]);
    // A library of the same base name, another program called so, one with the names of hundreds, a script.
    expect(without("/usr/local/bin/node", program("an XML node"))).toEqual([]);
    expect(without("/usr/bin/tor", program("an iterator vector"))).toEqual([]);
    expect(without("/usr/bin/git", program("a digit, legit"))).toEqual([]);
    expect(without("/bin/httpd", program("BusyBox v1.37.0\0httpd\0wget"))).toEqual([]);
    expect(without("/usr/local/bin/redis-server", Buffer.from("#!/bin/sh\nredis".padEnd(20_000)))).toEqual([]);
    expect(
      without("/usr/bin/composer", Buffer.from("#!/bin/sh\n# composer\nconst VERSION = 'x'".padEnd(20_000))),
    ).toEqual([]);
    const info = { name: ".go.buildinfo", content: writeBuildInfo("go1.15.9", ""), writable: true };
    const sources = (text: string) => writeElf([info, { name: ".rodata", content: Buffer.from(text) }]);
    expect(without("/usr/bin/consul", sources("/src/github.com/hashicorp/consul/main.go"))).toEqual(["consul"]);
    expect(without("/usr/bin/consul", sources("/src/example.org/consul/main.go"))).toEqual([]);
    // A known version is all that is wanted.
    expect(without("/usr/sbin/mysqld", program("MySQL \0log\0MySQL 9.7.4\0mariadb"))).toEqual([]);
  });

  it("reads a program without a section table", () => {
    expect(
      read("/usr/bin/node", writeElf([{ name: "", content: Buffer.from("node.js/v22.1.0") }], { sections: false })),
    ).toBe("node 22.1.0");
  });

  it("gives up where the word is everywhere", () => {
    const text = `${"ruby ".repeat(20_000)}\0ruby 3.3.6 (2024-11-05 revision 75015d4c1f)`;
    expect(read("/usr/bin/ruby", program(text))).toBeUndefined();
  });

  it("reports GraalVM's own version and the JDK in it", () => {
    const bytes = Buffer.from('GRAALVM_VERSION="23.1.2"\nJAVA_VERSION="21.0.2"\n');
    const found = runtimes.read({ path: "/opt/graalvm/release", size: bytes.length, mode: 0o644 }, memoryBody(bytes));
    expect(found?.packages).toEqual([
      { name: "graalvm", version: "23.1.2" },
      { name: "openjdk", version: "21.0.2" },
    ]);
  });

  it.each([
    [
      "/opt/jre/release",
      'IMPLEMENTOR="Eclipse Adoptium"\nIMPLEMENTOR_VERSION="Temurin-21.0.5+11"\nJAVA_VERSION="21.0.5"\nMODULES="java.base java.logging"\n',
      [
        "its release file names Eclipse Adoptium, Temurin-21.0.5+11 as its maker",
        "it has 2 modules: java.base java.logging",
      ],
    ],
    // As jlink writes it.
    ["/app/lib/runtime/release", 'JAVA_VERSION="17.0.9"\r\nMODULES="java.base"\r\n', ["it has one module: java.base"]],
    ["/x/release", 'JAVA_VERSION="17.0.9"\nIMPLEMENTOR="N/A"\n', undefined],
    ["/x/release", 'JAVA_VERSION="17.0.9"\nIMPLEMENTOR="\u001b[31m"\nMODULES="<b> ../x"\n', undefined],
  ])("a Java runtime at any path, by its maker and modules: %s %j", (path, text, evidence) => {
    const bytes = Buffer.from(text);
    const [one] = runtimes.read({ path, size: bytes.length, mode: 0o644 }, memoryBody(bytes))?.packages ?? [];
    expect([one?.name, one?.identity?.evidence]).toEqual(["openjdk", evidence]);
  });

  it("lists some modules of a Java runtime with very many", () => {
    const bytes = Buffer.from(`JAVA_VERSION="17.0.9"\nMODULES="${"a.b ".repeat(10_000)}"`);
    const file = { path: "/x/release", size: bytes.length, mode: 0o644 };
    const evidence = runtimes.read(file, memoryBody(bytes))?.packages?.[0]?.identity?.evidence ?? [];
    expect(evidence[0]).toContain("it has 10000 modules: a.b a.b");
    expect(evidence[0]?.length).toBeLessThan(1_000);
  });

  it("reads a text across two windows once and whole", () => {
    const filler = "x".repeat(1024 * 1024 - 20);
    expect(read("/usr/bin/wget", program(`${filler}\x001.21.3\0`))).toBe("wget 1.21.3");
    for (let cut = 0; cut < 24; cut++)
      expect(read("/usr/bin/wget", program(`${"\x01".repeat(1024 * 1024 - 15 + cut)}1.21.3\0y`))).toBe("wget 1.21.3");
  });

  it("reads a hostile program in linear work", () => {
    const lone = Array.from({ length: 100_000 }, (_, at) => `\x001.${10 + (at % 80)}.${at}`).join("");
    const begin = performance.now();
    expect(read("/usr/bin/wget", program(lone))).toBeUndefined();
    expect(read("/usr/bin/wget", program("1".repeat(2_000_000)))).toBeUndefined();
    expect(performance.now() - begin).toBeLessThan(3_000);
  });

  it("ignores a script of the same name", () => {
    expect(read("/usr/local/bin/node", Buffer.from("#!/bin/sh\n# node.js/v1.2.3\n"))).toBeUndefined();
  });
});

describe("files next to a program that name its version", () => {
  it.each([
    [
      "/opt/java/openjdk/release",
      'IMPLEMENTOR="Eclipse Adoptium"\nJAVA_VERSION="21.0.5"\nLIBC="gnu"\n',
      "openjdk 21.0.5",
    ],
    ["/opt/jdk8/release", 'JAVA_VERSION="1.8.0_432"\n', "openjdk 1.8.0_432"],
    ["/opt/jdk8/lib/javafx.properties", "javafx.version=8.0.402\n", "javafx 8.0.402"],
    [
      "/usr/java/jdk-21/release",
      'BUILD_TYPE="commercial"\nIMPLEMENTOR="Oracle Corporation"\nJAVA_VERSION="21.0.5"\n',
      "oracle-jdk 21.0.5",
    ],
    ["/opt/graalvm/release", 'GRAALVM_VERSION="23.1.2"\nJAVA_VERSION="21.0.2"\n', "graalvm 23.1.2"],
    [
      "/ms-playwright/firefox-1466/firefox/application.ini",
      "[App]\nVendor=Mozilla\nName=Firefox\nRemotingName=firefox\nCodeName=Nightly\nVersion=132.0\nBuildID=1\n",
      "firefox 132.0",
    ],
    ["/opt/thunderbird/application.ini", "[App]\nVendor=\nName=Thunderbird\nVersion=132.0\n", undefined],
    ["/app/node_modules/electron/dist/version", "33.2.0", "electron 33.2.0"],
    ["/srv/version", "33.2.0", "not wanted"],
    ["/etc/product/release", "Product 1.0\n", undefined],
    ["/usr/local/go/VERSION", "go1.22.3\ntime 2024-05-01T19:49:47Z\n", "go 1.22.3"],
    ["/usr/local/lib/erlang/releases/27/OTP_VERSION", "27.1.2\n", "erlang 27.1.2"],
    [
      "/usr/local/include/python3.13/patchlevel.h",
      '#define PY_MICRO_VERSION 0\n#define PY_VERSION      "3.13.0rc1+"\n',
      "python 3.13.0rc1",
    ],
    ["/src/other/patchlevel.h", '#define PY_VERSION "3.13.0"', "not wanted"],
    ["/opt/java/release", "x".repeat(70_000), "not wanted"],
    [
      "/opt/rabbitmq/plugins/rabbit-3.12.10/ebin/rabbit.app",
      '{application,rabbit,[{vsn,"3.12.10"}]}.',
      "rabbitmq 3.12.10",
    ],
    ["/usr/lib/R/include/Rversion.h", '#define R_MAJOR  "4"\n#define R_MINOR  "6.2"\n', "r 4.6.2"],
    ["/var/www/html/wp-includes/version.php", "<?php\n$wp_version = '6.4.1';\n", "wordpress 6.4.1"],
    ["/var/www/html/other/version.php", "$wp_version = '6.4.1';", undefined],
    ["/var/www/html/version.php", "<?php\n$OC_VersionString = '28.0.1';\n", "nextcloud 28.0.1"],
    [
      "/var/www/html/libraries/src/Version.php",
      "const MAJOR_VERSION = 5;\nconst MINOR_VERSION = 0;\nconst PATCH_VERSION = 2;",
      "joomla 5.0.2",
    ],
    ["/var/www/html/libraries/src/Version.php", "const MAJOR_VERSION = 5;", undefined],
    ["/opt/drupal/web/core/lib/Drupal.php", "  const VERSION = '10.2.3';", "drupal 10.2.3"],
    ["/var/www/html/includes/Defines.php", "define( 'MW_VERSION', '1.43.11' );", "mediawiki 1.43.11"],
    ["/usr/src/redmine/lib/redmine/version.rb", "    MAJOR = 6\n    MINOR = 1\n    TINY  = 5\n", "redmine 6.1.5"],
    ["/opt/odoo/odoo/release.py", "version_info = (17, 0, 0, FINAL, 0, '')\n", "odoo 17.0.0"],
    ["/var/lib/ghost/versions/5.75.1/package.json", '{\n  "name": "ghost",\n  "version": "5.75.1"', "ghost 5.75.1"],
    ["/app/package.json", '{"name":"ghost"}', "not wanted"],
    [
      "/var/www/html/version.php",
      "<?php\n$branch = '403';\n$release  = '4.3.2+ (Build: 20231222)'; // Human\n",
      "moodle 4.3.2",
    ],
    ["/var/www/html/mod/quiz/version.php", "<?php\n$plugin->release = '4.3.2';\n", undefined],
    ["/opt/gitlab/embedded/service/gitlab-rails/VERSION", "17.5.1-ee\n", "gitlab 17.5.1"],
    ["/var/www/discourse/lib/version.rb", '    module VERSION #:nodoc:\n      STRING = "3.3.2"\n', "discourse 3.3.2"],
    [
      "/var/www/discourse/lib/version.rb",
      "      MAJOR = 3\n      MINOR = 1\n      TINY  = 2\n      PRE   = nil\n",
      "discourse 3.1.2",
    ],
    [
      "/var/www/discourse/lib/version.rb",
      '      MAJOR = 3\n      MINOR = 1\n      TINY = 0\n      PRE = "beta6"\n',
      undefined,
    ],
    [
      "/opt/mastodon/lib/mastodon/version.rb",
      "    def major\n      4\n    end\n\n    def minor\n      3\n    end\n\n    def patch\n      1\n    end\n",
      "mastodon 4.3.1",
    ],
    [
      "/usr/share/kibana/package.json",
      '{\n  "name": "kibana",\n  "private": true,\n  "version": "8.15.0"\n}',
      "kibana 8.15.0",
    ],
    ["/usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.11/Microsoft.NETCore.App.deps.json", "{}", "dotnet 8.0.11"],
    [
      "/usr/share/dotnet/shared/Microsoft.AspNetCore.App/10.0.0-rc.1.25451.107/Microsoft.AspNetCore.App.deps.json",
      "{}",
      "aspnet-core 10.0.0-rc.1.25451.107",
    ],
    ["/app/Microsoft.NETCore.App.deps.json", "{}", undefined],
    ["/opt/gradle/lib/gradle-core-8.5.jar", "PK", "gradle 8.5"],
    ["/opt/apache-zookeeper-3.9.1-bin/lib/zookeeper-3.9.1.jar", "PK", "zookeeper 3.9.1"],
    ["/opt/kafka/libs/zookeeper-3.9.1.jar", "PK", "not wanted"],
    ["/usr/local/tomcat/RELEASE-NOTES", "  Apache Tomcat Version 10.1.18\n", "tomcat 10.1.18"],
    ["/usr/bin/composer", "#!/usr/bin/env php\npublic const VERSION = '2.7.1';", "composer 2.7.1"],
  ])("%s: %j", (path, text, expected) => {
    expect(read(path, Buffer.from(text))).toBe(expected);
  });
});
