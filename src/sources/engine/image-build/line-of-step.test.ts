import { expect, it } from "vitest";
import { lineOfStep } from "./line-of-step.ts";

const dockerfile = `FROM a AS build

RUN one && \\
    two
COPY --from=x  a b
RUN again
RUN again
`;

it.each([
  ["[build 2/4] RUN one &&     two", 3],
  ["[2/4] COPY --from=x a b", 5],
  ["[1/4] FROM a AS build", 1],
  ["[3/4] RUN again", undefined],
  ["[3/4] RUN three", undefined],
  ["[internal] load build definition from Dockerfile", undefined],
  ["exporting to image", undefined],
  ["", undefined],
])("finds the step %j on line %s", (step, line) => {
  expect(lineOfStep(dockerfile, step)).toBe(line);
});
