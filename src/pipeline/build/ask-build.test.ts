import { describe, expect, it } from "vitest";
import type { ImageConfiguration, ImageInfo } from "../../domain/image/image-info.ts";
import { emptyConfig } from "../../domain/settings/config.ts";
import type { Difference } from "../../proof/build/compare-built.ts";
import type { KnownChangelogs } from "../../sources/updates/update-manager.ts";
import type { Context } from "../context.ts";
import { exampleImage } from "../custom-rules/example-image.ts";
import type { Updates } from "../scan/updates.ts";
import { questionsOf } from "./ask-build.ts";
import type { Build } from "./builds.ts";

const context = { cwd: ".", today: "2026-01-01", progress: () => {} } as unknown as Context;
const config: ImageConfiguration = { ...exampleImage({}).configuration, env: ["PATH=/usr/bin"] };

/** A build by its tag, its layers and its settings. */
function built(
  tag: string,
  layers: readonly string[],
  more: Partial<ImageConfiguration> = {},
  text = "FROM debian\n",
): Build {
  const info = {
    os: {},
    packages: [],
    layers: layers.map((diffId) => ({ diffId })),
    config: { ...config, ...more },
  } as unknown as ImageInfo;
  return { name: tag, text, image: { tag }, facts: { info } } as unknown as Build;
}

/** Sources that answer each image by its tag, and what was asked for. */
function world(
  bases: Readonly<Record<string, Build>>,
  answer: (tag: string, known?: KnownChangelogs) => Updates = says,
) {
  const asked: string[] = [];
  const made: string[] = [];
  const buildBase = async (name: string): Promise<Build> => {
    made.push(name);
    const base = bases[name];
    if (base === undefined) throw new Error(name);
    return base;
  };
  const questions = () =>
    questionsOf({ buildBase }, emptyConfig, context, async (tag, _info, _context, known) => {
      asked.push(tag);
      return answer(tag, known);
    });
  return { asked, made, questions, ask: questions() };
}

const says = (tag: string): Updates => ({ updates: { askedAt: tag, sources: [], pending: [], unread: [] } });
const debian = { debian: built("base", ["1"]) };
const change = (path: string, kind = "setting"): Difference => ({ path, change: kind });

describe("what is asked in one run", () => {
  it("builds and asks a base once for all versions that are built on it", async () => {
    const { ask, asked, made } = world(debian);
    const [before, after] = [await ask(built("before", ["1", "2"])), await ask(built("after", ["1", "3"]))];
    expect(made).toEqual(["debian"]);
    expect(asked).toEqual(["base", "before", "after"]);
    expect([before.base?.asked, after.base?.asked]).toEqual([says("base"), says("base")]);
    expect([before.own, after.own]).toEqual([says("before"), says("after")]);
  });

  it("asks a base of another name separately, and no base where an image is built from nothing", async () => {
    const { ask, asked } = world({ ...debian, alpine: built("alpine", ["9"]) });
    await ask(built("before", ["1", "2"]));
    await ask(built("after", ["9", "3"], {}, "FROM alpine\n"));
    expect((await ask(built("scratch", ["4"], {}, "FROM scratch\n"))).base).toBeUndefined();
    expect(asked).toEqual(["base", "before", "alpine", "after", "scratch"]);
  });

  it("does not ask an image again that holds what another one does", async () => {
    const { ask, asked } = world({ ...debian, "debian:13": built("renamed", ["1"]) });
    expect((await ask(built("settings only", ["1"], { cmd: ["x"], user: "1" }))).own).toEqual(says("base"));
    expect((await ask(built("after", ["1", "2"], {}, "FROM debian:13\n"))).base?.asked).toEqual(says("base"));
    expect(asked).toEqual(["base", "after"]);
  });

  it.each<[string, Partial<ImageConfiguration>]>([
    ["a variable", { env: ["PATH=/usr/bin", "APT_CONFIG=/x"] }],
    ["the working directory", { workingDir: "/x" }],
    ["a volume", { volumes: ["/var/lib/dpkg"] }],
    ["the architecture", { architecture: "arm64" }],
  ])("asks an image of the same layers that differs in %s", async (_, more) => {
    const { ask, asked } = world(debian);
    expect((await ask(built("other", ["1"], more))).own).toEqual(says("other"));
    expect(asked).toEqual(["base", "other"]);
  });

  it.each<[string, boolean, Difference[]]>([
    ["nothing", false, []],
    [
      "how it is started",
      false,
      ["User", "Cmd", "Entrypoint", "Healthcheck", "Labels.a"].map((one) => change(`config: ${one}`)),
    ],
    ["a variable", true, [change("config: Cmd"), change("config: Env.PATH")]],
    ["a volume", true, [change("config: Volumes")]],
    ["the working directory", true, [change("config: WorkingDir")]],
    ["a file of no package manager", true, [change("/srv/app", "content")]],
    ["a file named like a setting", true, [change("config: Cmd", "content")]],
  ])("where %s differs beside times, it is %s that the version is asked", async (_, isAsked, changed) => {
    const { ask, asked } = world(debian);
    const before = built("before", ["1", "2"]);
    await ask(before);
    const { own } = await ask(built("after", ["1", "2 later"]), { build: before, changed });
    expect(own).toEqual(says(isAsked ? "after" : "before"));
    expect(asked).toEqual(["base", "before", ...(isAsked ? ["after"] : [])]);
  });

  it("asks again where an answer was missing: it may be had now, and the reason names the image", async () => {
    const { ask, asked } = world(debian, (tag) => ({ missing: `no shell in ${tag}` }));
    const { own, base } = await ask(built("same", ["1"]));
    expect([own, base?.asked]).toEqual([{ missing: "no shell in same" }, { missing: "no shell in base" }]);
    expect(asked).toEqual(["base", "same"]);
  });
});

describe("whose changelogs stand for whose", () => {
  /** Each image notes what it could have known, and says one changelog of its own. */
  const sharing = (bases: Readonly<Record<string, Build>>) => {
    const seen = new Map<string, string[]>();
    const tags = ["base", "before", "after", "alpine", "stranger"];
    const found = world(bases, (tag, known) => {
      seen.set(
        tag,
        tags.filter((other) => known?.get(other) !== undefined),
      );
      known?.set(tag, { entries: [], cut: false });
      return says(tag);
    });
    return { ...found, seen };
  };

  it("a base's for what is built on it, a version's for the next, nothing for a base, and nothing between projects", async () => {
    const { ask, questions, seen } = sharing({ ...debian, alpine: built("alpine", ["9"]) });
    await ask(built("before", ["1", "2"]));
    await ask(built("after", ["1", "3"]));
    await questions()(built("stranger", ["1", "4"], {}, "FROM scratch\n"));
    expect(Object.fromEntries(seen)).toEqual({ base: [], before: ["base"], after: ["base", "before"], stranger: [] });
    await ask(built("after", ["9", "3"], {}, "FROM alpine\n"));
    expect(seen.get("alpine")).toEqual([]);
    // Another base's programs are no longer in it.
    expect(seen.get("after")).toEqual(["before", "after", "alpine"]);
  });
});
