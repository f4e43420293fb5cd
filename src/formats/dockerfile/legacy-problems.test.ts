import { expect, test } from "vitest";
import { legacyProblems } from "./legacy-problems.ts";
import { parseDockerfile } from "./parse.ts";

const problems = (...lines: readonly string[]) =>
  legacyProblems(parseDockerfile("Dockerfile", `${lines.join("\n")}\n`)).map(
    ({ line, problem }) => `${line}: ${problem}`,
  );

test("reports what the legacy builder lacks, with the line", () => {
  expect(
    problems(
      "ARG TARGETARCH=amd64",
      "FROM --platform=$BUILDPLATFORM a AS build",
      "ARG TARGETOS",
      "RUN --mount=type=cache,target=/root/.cache \\",
      "  pip install x",
      "RUN --mount=type=secret,id=token cat /run/secrets/token",
      "RUN --network=none true",
      "RUN <<EOF",
      "true",
      "EOF",
      "COPY <<EOF /a",
      "x",
      "EOF",
      "COPY --link a /a",
      "COPY --chmod=755 a /a",
      "ADD --checksum=sha256:0000000000000000000000000000000000000000000000000000000000000000 https://example.com/a /a",
      "HEALTHCHECK --start-interval=1s CMD true",
      "ONBUILD RUN --mount=type=bind,target=/x true",
    ),
  ).toEqual([
    "2: BUILDPLATFORM in FROM, which only BuildKit sets",
    "3: ARG TARGETOS, which only BuildKit sets",
    "4: RUN --mount",
    "6: RUN --mount of a secret",
    "7: RUN --network",
    "8: a heredoc in RUN",
    "11: a heredoc in COPY",
    "14: COPY --link",
    "15: COPY --chmod",
    "16: ADD --checksum",
    "17: HEALTHCHECK --start-interval",
    "18: RUN --mount",
  ]);
});

test("accepts what the legacy builder supports", () => {
  expect(
    problems(
      "ARG TAG=1",
      "FROM --platform=linux/amd64 a:${TAG} AS build",
      "FROM b",
      "ARG TARGET=amd64",
      'RUN cat <<<"no heredoc" || echo $((1<<2)) --mount=x',
      "COPY --from=build --chown=1:1 a /a",
      "ADD --chown=1:1 a /a",
      "HEALTHCHECK --interval=1s --timeout=1s --start-period=1s --retries=2 CMD true",
      "ENV BUILDPLATFORM=x",
    ),
  ).toEqual([]);
});
