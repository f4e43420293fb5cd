import { expect, test } from "vitest";
import { Failure } from "../../../domain/failure.ts";
import { parseDockerfile } from "../../../formats/dockerfile/parse.ts";
import { refuseReach } from "./own-builder.ts";

function refusal(text: string, buildArgs: Readonly<Record<string, string>> = {}): string | undefined {
  try {
    refuseReach(parseDockerfile("Dockerfile", text), buildArgs);
    return undefined;
  } catch (error) {
    // Many of these are not valid Dockerfiles.
    if (error instanceof Failure) return error.message;
    throw error;
  }
}

test.each([
  "FROM alpine:3\nRUN --mount=type=cache,target=/c true\nCOPY --link a b\nRUN --network=none true\n",
  "FROM a\nARG D\nRUN --mount=type=cache,id=c-$D,target=/c/$D true\n",
  "FROM docker:27\nCOPY --from=busybox:1 /bin/sh /sh\n",
  "ARG TAG=1\nFROM app:${TAG} AS build\nFROM scratch\nCOPY --from=build /a /a\nFROM build\n",
  "FROM oci-tools/app:1\nFROM localhost:5000/dir:1\n",
])("allows %j", (text) => {
  expect(refusal(text)).toBeUndefined();
});

test.each([
  ["FROM docker-archive:/srv/image.tar\n", /^Dockerfile:1: FROM: docker-archive:/],
  ["FROM dir:x\n", /^Dockerfile:1: this engine's builder would take dir:x for a file/],
  ["FROM OCI:latest\n", /^Dockerfile:1: /],
  ["ARG B=oci\nFROM ${B}:x\n", /^Dockerfile:2: this engine's builder would take oci:x/],
  ["ARG B\nFROM $B\n", /^Dockerfile:2: what FROM \$B takes is not known/],
  ["FROM a-$TARGETARCH\n", /^Dockerfile:1: what FROM /],
  ["FROM a\nCOPY --from=containers-storage:x /a /a\n", /^Dockerfile:2: .* containers-storage:x for a file/],
  ["FROM a\nCOPY --from=$B /a /a\n", /^Dockerfile:2: --from takes no variable/],
  ["FROM a\nRUN --mount=type=bind,from=dir:/srv,target=/s true\n", /^Dockerfile:2: --mount: from: dir:/],
  ["FROM a\nRUN --mount=type=bind,source=$X,target=/s true\n", /^Dockerfile:2: --mount=.* is not known/],
  ["FROM a\nRUN --mount=type=bind,from=$X,target=/s true\n", /^Dockerfile:2: /],
  ["FROM a\nRUN true\nRUN --network=host true\n", /^Dockerfile:3: RUN --network=host is not held back/],
  ["FROM a\nRUN --network=$N true\n", /^Dockerfile:2: --network: /],
  ["FROM a\nRUN --security=insecure true\n", /^Dockerfile:2: RUN --security=insecure/],
  ["FROM a\nRUN --device=/dev/mem true\n", /^Dockerfile:2: RUN --device/],
])("refuses %j, which BuildKit restricts", (text, message) => {
  expect(refusal(text)).toMatch(message);
});

test("treats an argument like its literal value", () => {
  expect(refusal("ARG B=a\nFROM $B\n", { B: "dir:/etc" })).toMatch(/^Dockerfile:2: /);
});
