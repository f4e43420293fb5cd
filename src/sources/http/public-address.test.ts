import fc from "fast-check";
import { isIPv6 } from "node:net";
import { describe, expect, it } from "vitest";
import { notPublic } from "./public-address.ts";

const nothing: ReadonlySet<string> = new Set();

describe("notPublic", () => {
  it.each([
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.127.255.255",
    "168.63.129.16",
    "192.0.0.192",
    "198.19.255.255",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "0:0:0:0:0:0:0:1",
    "fe80::1",
    "fe80::1%eth0",
    "febf::1",
    "fec0::1",
    "fc00::1",
    "fd00:ec2::254",
    "fd20:ce::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:169.254.169.254",
    "::ffff:0:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b::a00:1",
    "64:ff9b:1::8.8.8.8",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2001::1",
    "2001:db8::1",
    "3fff::1",
    "100::1",
    "5f00::1",
    "not an address",
  ])("%s is not public", (address) => {
    expect(notPublic(address, nothing)).toEqual(expect.any(String));
  });

  it.each([
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "169.253.255.255",
    "192.167.255.255",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450:4001:81b::200e",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
  ])("%s is public", (address) => {
    expect(notPublic(address, nothing)).toBeUndefined();
  });

  it("treats this machine's own addresses as not public", () => {
    expect(notPublic("8.8.8.8", new Set(["8.8.8.8"]))).toBe("this machine's own");
    expect(notPublic("::ffff:8.8.8.8", new Set(["8.8.8.8"]))).toBe("this machine's own");
  });

  it("judges an IPv4 address alike in all IPv6 forms", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const plain = notPublic(address, nothing);
        const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
        const words = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
        for (const form of [`::ffff:${words}`, `::ffff:${address}`, `64:ff9b::${words}`, `0:0:0:0:0:FFFF:${words}`]) {
          expect(isIPv6(form)).toBe(true);
          expect(notPublic(form, nothing)).toBe(plain);
        }
      }),
    );
  });

  it("treats addresses outside of 2000::/3 as not public, except embedded public IPv4", () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        if (notPublic(address, nothing) !== undefined) return;
        const first = Number.parseInt(address.split(":")[0] || "0", 16);
        expect(
          (first & 0xe000) === 0x2000 || /^(::ffff:|0:0:0:0:0:0?ffff|64:ff9b:)/i.test(address) || first === 0,
        ).toBe(true);
      }),
    );
  });
});
