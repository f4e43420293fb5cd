import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { joinHistory, parseCreatedBy } from "./history.ts";
import { dockerfileFact } from "../dockerfile/stages.ts";

const lines = (dockerfile: string, history: readonly string[]) =>
  joinHistory(
    history.map((createdBy) => ({ createdBy, empty: false })),
    dockerfileFact(parseDockerfile("Dockerfile", dockerfile)),
  );

const dockerfile = `FROM python:3.8-slim
ARG V=1
WORKDIR /app
# a comment
RUN apt-get update && \\
    # in between
    apt-get install -y \\
      curl
COPY --chown=1:1 . .
USER app
CMD ["python", "app.py"]
`;

describe("joinHistory", () => {
  it("joins BuildKit's history to lines, without the base image's", () => {
    expect(
      lines(dockerfile, [
        "# debian.sh --arch 'amd64' out/ 'bullseye'",
        "ENV LANG=C.UTF-8",
        'CMD ["python3"]',
        "ARG V=1",
        "WORKDIR /app",
        "RUN |1 V=1 /bin/sh -c apt-get update &&     apt-get install -y       curl # buildkit",
        "COPY --chown=1:1 . . # buildkit",
        "USER app",
        'CMD ["python" "app.py"]',
      ]),
    ).toEqual([undefined, undefined, undefined, 2, 3, 5, 9, 10, 11]);
  });

  it("joins the classic builder's history and skips the label of --label", () => {
    expect(
      lines(dockerfile, [
        "/bin/sh -c #(nop) ADD file:aa in / ",
        "/bin/sh -c #(nop)  ARG V=1",
        "/bin/sh -c #(nop) WORKDIR /app",
        "|1 V=1 /bin/sh -c apt-get update &&     apt-get install -y       curl",
        "/bin/sh -c #(nop) COPY --chown=1:1dir:aa in . ",
        "/bin/sh -c #(nop)  USER app",
        '/bin/sh -c #(nop)  CMD ["python" "app.py"]',
        "/bin/sh -c #(nop)  LABEL hullproof=1",
      ]),
    ).toEqual([undefined, 2, 3, 5, 9, 10, 11, undefined]);
  });

  it("follows the parent stages of the last one", () => {
    const text =
      'FROM a AS one\nRUN echo 1\nFROM b AS other\nRUN echo 2\nFROM one\nRUN ["echo", "3"]\nRUN <<EOF\necho 4\nEOF\n';
    const history = [
      "RUN /bin/sh -c base",
      "RUN /bin/sh -c echo 1 # buildkit",
      "RUN echo 3 # buildkit",
      "RUN /bin/sh -c <<EOF (echo 4...) # buildkit",
    ];
    expect(lines(text, history)).toEqual([undefined, 2, 6, 7]);
  });

  it("distinguishes ONBUILD from its instruction", () => {
    expect(lines("FROM a\nONBUILD RUN x\nRUN y\n", ["ONBUILD RUN x", "RUN /bin/sh -c y # buildkit"])).toEqual([2, 3]);
  });

  it.each([
    ["another command", ["RUN /bin/sh -c other # buildkit", "USER app"]],
    ["another order", ["USER app", "RUN /bin/sh -c make # buildkit"]],
    ["fewer instructions", ["USER app"]],
    ["no history", []],
  ])("claims no line for %s", (_name, history) => {
    expect(lines("FROM a\nRUN make\nUSER app\n", history)).toEqual(history.map(() => undefined));
  });
});

describe("parseCreatedBy", () => {
  it.each([
    ["RUN /bin/sh -c make # buildkit", "RUN", "/bin/sh -c make"],
    ["/bin/sh -c #(nop) WORKDIR /app", "WORKDIR", "/app"],
    ["/bin/sh -c make", "RUN", "/bin/sh -c make"],
    ["EXPOSE map[8080/tcp:{}]", "EXPOSE", "map[8080/tcp:{}]"],
    ["", "", ""],
  ])("%s", (createdBy, keyword, text) => {
    expect(parseCreatedBy(createdBy)).toEqual({ keyword, text });
  });
});
