import { describe, expect, it } from "vitest";
import type { ImageConfiguration, ImageInfo } from "../../domain/image/image-info.ts";
import { emptyConfig } from "../../domain/settings/config.ts";
import type { Difference } from "../../proof/image-build/compare-built.ts";
import type { KnownChangelogs } from "../../sources/updates/update-manager.ts";
import type { Context } from "../context.ts";
import { exampleImage } from "../custom-rules/example-image.ts";
import type { Updates } from "../vulnerabilities/updates.ts";
import { questionsOf } from "./ask-build.ts";
import type { Build } from "./builds.ts";

const context = { cwd: ".", today: "2026-01-01", progress: () => {} } as unknown as Context;
const config: ImageConfiguration = { ...exampleImage({}).configuration, env: ["PATH=/usr/bin"] };

/** A build from its tag, its layers and its settings. */
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

/** Sources with an answer for each image tag, and a log of the requests. */
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

describe("requests in one run", () => {
  it("build and query a base once for all versions on it", async () => {
    const { ask, asked, made } = world(debian);
    const [before, after] = [await ask(built("before", ["1", "2"])), await ask(built("after", ["1", "3"]))];
    expect(made).toEqual(["debian"]);
    expect(asked).toEqual(["base", "before", "after"]);
    expect([before.base?.updates, after.base?.updates]).toEqual([says("base"), says("base")]);
    expect([before.updates, after.updates]).toEqual([says("before"), says("after")]);
  });

  it("query another base separately, and no base for an image from scratch", async () => {
    const { ask, asked } = world({ ...debian, alpine: built("alpine", ["9"]) });
    await ask(built("before", ["1", "2"]));
    await ask(built("after", ["9", "3"], {}, "FROM alpine\n"));
    expect((await ask(built("scratch", ["4"], {}, "FROM scratch\n"))).base).toBeUndefined();
    expect(asked).toEqual(["base", "before", "alpine", "after", "scratch"]);
  });

  it("skip an image with the same content as another one", async () => {
    const { ask, asked } = world({ ...debian, "debian:13": built("renamed", ["1"]) });
    expect((await ask(built("settings only", ["1"], { cmd: ["x"], user: "1" }))).updates).toEqual(says("base"));
    expect((await ask(built("after", ["1", "2"], {}, "FROM debian:13\n"))).base?.updates).toEqual(says("base"));
    expect(asked).toEqual(["base", "after"]);
  });

  it.each<[string, Partial<ImageConfiguration>]>([
    ["a variable", { env: ["PATH=/usr/bin", "APT_CONFIG=/x"] }],
    ["the working directory", { workingDir: "/x" }],
    ["a volume", { volumes: ["/var/lib/dpkg"] }],
    ["the architecture", { architecture: "arm64" }],
  ])("query an image of the same layers with a difference in %s", async (_, more) => {
    const { ask, asked } = world(debian);
    expect((await ask(built("other", ["1"], more))).updates).toEqual(says("other"));
    expect(asked).toEqual(["base", "other"]);
  });

  it.each<[string, boolean, Difference[]]>([
    ["nothing", false, []],
    [
      "its start settings",
      false,
      ["User", "Cmd", "Entrypoint", "Healthcheck", "Labels.a"].map((one) => change(`config: ${one}`)),
    ],
    ["a variable", true, [change("config: Cmd"), change("config: Env.PATH")]],
    ["a volume", true, [change("config: Volumes")]],
    ["the working directory", true, [change("config: WorkingDir")]],
    ["a file outside of package managers", true, [change("/srv/app", "content")]],
    ["a file named like a setting", true, [change("config: Cmd", "content")]],
  ])("query a version that differs in times and %s: %s", async (_, isAsked, changed) => {
    const { ask, asked } = world(debian);
    const before = built("before", ["1", "2"]);
    await ask(before);
    const { updates } = await ask(built("after", ["1", "2 later"]), { build: before, changed });
    expect(updates).toEqual(says(isAsked ? "after" : "before"));
    expect(asked).toEqual(["base", "before", ...(isAsked ? ["after"] : [])]);
  });

  it("repeat a failed one: it may succeed now, and the reason names the image", async () => {
    const { ask, asked } = world(debian, (tag) => ({ missing: `no shell in ${tag}` }));
    const { updates, base } = await ask(built("same", ["1"]));
    expect([updates, base?.updates]).toEqual([{ missing: "no shell in same" }, { missing: "no shell in base" }]);
    expect(asked).toEqual(["base", "same"]);
  });
});

describe("shared changelogs", () => {
  /** Each image notes the changelogs available to it, and adds one of its own. */
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

  it("reach from a base to its images and from a version to the next, but not to a base or another project", async () => {
    const { ask, questions, seen } = sharing({ ...debian, alpine: built("alpine", ["9"]) });
    await ask(built("before", ["1", "2"]));
    await ask(built("after", ["1", "3"]));
    await questions()(built("stranger", ["1", "4"], {}, "FROM scratch\n"));
    expect(Object.fromEntries(seen)).toEqual({ base: [], before: ["base"], after: ["base", "before"], stranger: [] });
    await ask(built("after", ["9", "3"], {}, "FROM alpine\n"));
    expect(seen.get("alpine")).toEqual([]);
    // Another base's programs are not in it.
    expect(seen.get("after")).toEqual(["before", "after", "alpine"]);
  });
});
