import { lines } from "./lines.ts";

/** Texts with commands, by what they are. */
export const documentPlaces: Readonly<Record<string, readonly [file: string, text: (command: string) => string]>> = {
  Markdown: ["README.md", (command) => lines("# Run", "", "```sh", command, "```")],
  "shell script": ["run.sh", (command) => lines("#!/bin/sh", command)],
  Makefile: ["Makefile", (command) => lines("run:", `\t${command}`)],
  workflow: [
    ".github/workflows/ci.yml",
    (command) =>
      lines(
        "on: push",
        "jobs:",
        "  a:",
        "    runs-on: ubuntu-latest",
        "    steps:",
        "      - run: |",
        `          ${command.replaceAll("\n", "\n          ")}`,
      ),
  ],
};
