import { describe, expect, test } from "vitest";
import { dockerfileFact } from "./stages.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { mayCall } from "./programs.ts";

function file(body: string) {
  return dockerfileFact(parseDockerfile("Dockerfile", `FROM debian:trixie-slim\n${body}\n`));
}

describe("programs of a RUN", () => {
  test.each([
    ["RUN apt-get update && /usr/bin/wget -q https://example.com/x"],
    ["RUN w\\\nget -q https://example.com/x"],
    ["RUN w\\\n# a comment between\nget -q https://example.com/x"],
    ['RUN "wget" -q https://example.com/x'],
    ["RUN sudo -E wget https://example.com/x"],
    ["RUN busybox wget https://example.com/x"],
    ["RUN bash -c 'cd /tmp && wget https://example.com/x'"],
    ["RUN <<EOF\nwget https://example.com/x\nEOF"],
    ['RUN ["wget", "https://example.com/x"]'],
    ['RUN ["sh", "-c", "cd /tmp;wget https://example.com/x"]'],
    ["RUN (wget https://example.com/x"],
    ["ONBUILD RUN wget https://example.com/x"],
  ])("%s", (body) => {
    expect(mayCall(file(body), "curl", "wget")).toBe(true);
  });

  test.each([["RUN apt-get install -y wget"], ["ENV TOOL=wget"], ["RUN echo x && cat wget.log"], ["CMD wget"]])(
    "not %s",
    (body) => {
      expect(mayCall(file(body), "curl", "wget")).toBe(false);
    },
  );

  test("counts launchers", () => {
    expect(mayCall(file("RUN sudo -E apt-get update"), "sudo")).toBe(true);
  });
});
