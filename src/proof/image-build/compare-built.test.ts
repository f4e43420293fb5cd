import { describe, expect, it } from "vitest";
import { type Difference, pathsOf, undeclared } from "./compare-built.ts";

const content = (path: string): Difference => ({ path, change: "content" });

describe("undeclared", () => {
  const pyc = (name: string) => content(`/usr/lib/python3.9/json/__pycache__/${name}.cpython-39.pyc`);
  const noise = [content("/var/log/dpkg.log"), ...["a", "b", "c"].map(pyc)];

  it("ignores the noise of two equal builds, and its kind after three differences", () => {
    expect(undeclared([content("/var/log/dpkg.log"), pyc("d")], noise, [])).toEqual([]);
    expect(undeclared([pyc("d")], noise.slice(0, 3), [])).toEqual([pyc("d").path]);
  });

  it("does not extend the noise to another change, folder or suffix", () => {
    const others = [
      { ...pyc("d"), change: "mode" },
      { ...content("/var/log/dpkg.log"), change: "owner" },
      content("/usr/lib/python3.9/json/decoder.py"),
      content("/usr/lib/python3/json/__pycache__/e.cpython-39.pyc"),
      content("/var/log/alternatives.log"),
    ];
    expect(undeclared(others, noise, [])).toEqual(pathsOf(others));
  });

  it("accepts a declared path and paths below it, not those with an equal prefix", () => {
    const found = ["/var/lib/apt/lists", "/var/lib/apt/lists/x", "/var/lib/apt/lists-of-mine", "config: Cmd"].map(
      content,
    );
    expect(undeclared(found, [], ["/var/lib/apt/lists/", "config: Cmd"])).toEqual([
      "/var/lib/apt/lists",
      "/var/lib/apt/lists-of-mine",
    ]);
    expect(undeclared(found, [], ["/var/lib/apt/lists", "config: Cmd"])).toEqual(["/var/lib/apt/lists-of-mine"]);
    expect(undeclared([content("/anything")], [], ["/"])).toEqual([]);
    const settings = ["config: Author", "config: Cmd", "config: Env.A", "config: Labels.b"].map(content);
    expect(undeclared(settings, [], ["/"])).toEqual(["config: Cmd"]);
    expect(undeclared([content("config: Shell"), content("config: OnBuild")], [], ["/"])).toEqual(["config: OnBuild"]);
  });

  it("accepts a declared removal only as a removal", () => {
    const found = ["added", "content", "removed"].map((change) => ({ path: `/usr/share/${change}`, change }));
    expect(undeclared(found, [], ["removed: /usr"])).toEqual(["/usr/share/added", "/usr/share/content"]);
  });
});
