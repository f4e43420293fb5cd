import { describe, expect, it } from "vitest";
import { parseConfig } from "../configuration/config.ts";
import { feedAddress } from "./feed-address.ts";
import { feeds } from "./feeds.ts";
import { feedMakes } from "./feed.ts";

const feed = { name: "osv-rocky" };
const file = { url: "https://feeds.example/Rocky%20Linux/all.zip" };
const address = (settings: Parameters<typeof feedAddress>[2]) => feedAddress(feed, file, settings).href;

describe("feedAddress", () => {
  it("is the feed's own, the mirror's, or what replaces its host; the command line wins", () => {
    expect(address({})).toBe(file.url);
    const usualMirror = "http://mirror.example:8080/hullproof/";
    const mirrored = "http://mirror.example:8080/hullproof/feeds.example/Rocky%20Linux/all.zip";
    expect(address({ usualMirror })).toBe(mirrored);
    expect(address({ usualMirror, feeds: { "osv-pypi": "https://x.example" } })).toBe(mirrored);
    const replacing = { "osv-rocky": "https://osv.example/data" };
    expect(address({ usualMirror, feeds: replacing })).toBe("https://osv.example/data/Rocky%20Linux/all.zip");
    expect(address({ usualMirror: "https://never.example", feeds: replacing, mirror: usualMirror })).toBe(mirrored);
  });

  it("keeps a login that the base has", () => {
    expect(address({ mirror: "https://ann:pass@mirror.example" })).toBe(
      "https://ann:pass@mirror.example/feeds.example/Rocky%20Linux/all.zip",
    );
  });

  it.each(["mirror.example", "ftp://mirror.example", "https://mirror.example/?x=1", "https://mirror.example/#x", ""])(
    "refuses the base %j",
    (mirror) => {
      expect(() => address({ mirror })).toThrow(expect.objectContaining({ code: "bad-config" }));
    },
  );
});

describe("feeds", () => {
  it("have names of their own, and for each shard there is one", () => {
    expect(new Set(feeds.map(({ name }) => name)).size).toBe(feeds.length);
    const shards = [
      ..."pypi npm golang cargo gem composer maven nuget hex pub cran runtimes browser".split(" "),
      ..."debian-13 ubuntu-24.04 alpine-3.22 alpine-edge almalinux-9 rocky-9".split(" "),
    ];
    for (const shard of shards) {
      expect(
        feeds.filter((one) => feedMakes(one, shard)).map(({ name }) => name),
        shard,
      ).toHaveLength(1);
    }
  });

  it("are addressed with TLS, with the releases in it where each has its own file", () => {
    const alpine = feeds.find(({ name }) => name === "alpine-secdb");
    const units = alpine?.units(["alpine-3.22", "alpine-edge"]) ?? [];
    expect(units.map(({ shards, files }) => [shards, files.map(({ url }) => new URL(url).pathname)])).toEqual([
      [["alpine-3.22"], ["/v3.22/main.json", "/v3.22/community.json"]],
      [["alpine-edge"], ["/edge/main.json", "/edge/community.json"]],
    ]);
    for (const one of feeds) {
      for (const { files } of one.units(["debian-13"])) {
        expect(files.every(({ url }) => url.startsWith("https://") && new URL(url).href === url)).toBe(true);
      }
    }
  });
});

describe("advisories in hullproof.yaml", () => {
  it("name mirrors, and a slip is told with its line", () => {
    const text = "advisories:\n  mirror: https://mirror.example\n  feeds:\n    osv-npm: http://osv.example/npm\n";
    expect(parseConfig("hullproof.yaml", text).advisories).toEqual({
      mirror: "https://mirror.example",
      feeds: { "osv-npm": "http://osv.example/npm" },
    });
    expect(() => parseConfig("hullproof.yaml", "advisories:\n  mirror: mirror.example\n")).toThrow(
      expect.objectContaining({ code: "bad-config", message: expect.stringMatching(/:2:\d+: advisories\.mirror/) }),
    );
  });
});
