// Scripts of PowerShell, cmd and fish: what of them a POSIX shell would read otherwise.
import { describe, expect, it } from "vitest";
import { runLines } from "./run-lines.ts";

/** Image and flags of each run line. */
function read(file: string, ...lines: readonly string[]): string[] {
  return ["\n", "\r\n"]
    .map((end) => {
      const text = lines.join(end);
      const found = runLines(file, text).lines;
      for (const line of found) expect(text.slice(line.span.start, line.span.end)).toBe(line.text);
      return found.map(({ image, flags }) =>
        [image?.text, ...flags.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`))].join(" "),
      );
    })
    .reduce((some, others) => {
      expect(others).toEqual(some);
      return some;
    });
}

describe.each(["run.ps1", "Run.PSM1"])("PowerShell: %s", (file) => {
  it.each([
    [["docker run `", "  --privileged `", "  app:1"], ["app:1 privileged"]],
    [["docker run --rm `", "  -v C:\\data\\:/data `", "  app:1"], ["app:1 rm volume=C:\\data\\:/data"]],
    [["cd C:\\", "docker run app:1"], ["app:1"]],
    [
      ["$id = docker run -d app:1", "& docker run app:2", "$script:id = & docker run app:3"],
      ["app:1 detach", "app:2", "app:3"],
    ],
    [["<# docker run old:1", "docker run old:2 #>", "# docker run old:3", "docker run app:1"], ["app:1"]],
    [['Write-Host "don\'t"', "Write-Host 'a", "if ($x) { docker run app:1 }", "}"], ["app:1"]],
    [['docker run -v "${PWD}:/src" -w /src app:1'], ["app:1 volume=${PWD}:/src workdir=/src"]],
    [["Write-Output 'docker run app:1'"], []],
  ])("%j", (lines, expected) => expect(read(file, ...lines)).toEqual(expected));
});

describe.each(["run.bat", "RUN.CMD"])("cmd: %s", (file) => {
  it.each([
    [["docker run ^", "  --privileged ^", "  app:1"], ["app:1 privileged"]],
    [["@docker run -v %CD%:/src -e A=%1 app:1"], ["app:1 volume=%CD%:/src env=A=%1"]],
    [["cd C:\\", "call docker run --name !N! app:1"], ["app:1 name=!N!"]],
    [["REM docker run old:1", "@rem docker run old:2", ":: docker run old:3", "docker run app:1"], ["app:1"]],
    [
      ["echo it's", "docker run app:1 && docker run app:2", "echo that's it"],
      ["app:1", "app:2"],
    ],
    [["if exist x (", "  docker run app:1", ")"], ["app:1"]],
    [["echo docker run app:1"], []],
  ])("%j", (lines, expected) => expect(read(file, ...lines)).toEqual(expected));
});

describe("fish", () => {
  it.each([
    [["function go", "  docker run \\", "    -v (pwd):/src app:1", "end"], ["app:1 volume=(pwd):/src"]],
    [["if test -f x", "  docker run app:1", "end", "# docker run old:1"], ["app:1"]],
    [
      ["set -l id (docker run -d app:1)", "docker run -v $(pwd):/src app:2"],
      ["app:1 detach", "app:2 volume=$(pwd):/src"],
    ],
  ])("%j", (lines, expected) => expect(read("run.fish", ...lines)).toEqual(expected));
});
