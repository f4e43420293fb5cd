import { smallBases } from "../../pieces/text-case.ts";
import { oneDockerfile, type Grammar } from "../../soak-case.ts";

const ignores = [
  "# hullproof ignore build/legacy-env: it was",
  "# hullproof ignore build/legacy-env,build/maintainer: both",
  "# hullproof ignore-file build/legacy-env: all",
  "# hadolint ignore=DL3008",
  "# hadolint ignore=DL3008,DL3009",
  "#checkov:skip=CKV_DOCKER_2: no",
  "# trivy:ignore:DS-0026",
  "# check=skip=JSONArgsRecommended",
  "# hadolint global ignore=DL3008",
  "#hullproof ignore build/maintainer: x",
  "  # hullproof ignore build/legacy-env: indented",
  "# hullproof ignore build/legacy-env: x \\",
  "# HULLPROOF ignore build/legacy-env: x",
  "# hullproof ignore none/such: x",
  "# kics-scan ignore-line",
  "# nosemgrep: x",
];
const instructions = [
  "RUN echo a > /a",
  "ENV A=1",
  "CMD echo a",
  "COPY <<EOF /x\nI\nEOF",
  "RUN echo a \\\nI\n  > /b",
  "RUN <<EOF\nI\necho x > /y\nEOF",
  "RUN echo 'a \\\nI\nb' > /q",
  "LABEL a=b \\\nI\n  c=d",
  "# escape=`",
  "# syntax",
  'ENV M="a \\\nI\nb"',
  "RUN cat <<EOF > /z\nI\nEOF",
  "RUN true # hullproof ignore build/legacy-env: y",
  "RUN echo '# hullproof ignore build/legacy-env: z' > /w",
  "RUN printf 'a\\n\\\nI\n' > /p",
  "RUN if true; then \\\nI\n echo t > /t; fi",
  "USER 1000",
  "RUN python3 - <<EOF || true\nI\nprint(1)\nEOF",
  'SHELL ["/bin/sh", "-c"]',
  'COPY <<-"I" /name\nx\nI',
];

export const grammar: Grammar = {
  rule: "build/unused-ignore",
  commands: false,
  write: (dice) => {
    const put = (text: string): string => text.replaceAll(/^I$/gm, () => dice.pick(ignores));
    const top = dice.pick<readonly string[]>([
      [],
      [],
      [dice.pick(ignores)],
      [dice.pick(ignores), "# escape=`"],
      ["# escape=\\", dice.pick(ignores)],
      [dice.pick(ignores), "# check=skip=all"],
      ["", dice.pick(ignores)],
      [dice.pick(ignores), "# syntax=none/such:1"],
      [dice.pick(ignores), "", "# escape=`"],
      ["# comment", dice.pick(ignores)],
    ]);
    const body = Array.from({ length: dice.int(1, 4) }, () => [
      ...(dice.chance(0.6) ? [dice.pick(ignores)] : []),
      put(dice.pick(instructions)),
    ]).flat();
    const text = `${[...top, `FROM ${dice.pick(smallBases)}`, ...body, ...(dice.chance(0.2) ? [dice.pick(ignores)] : [])].join("\n")}${dice.chance(0.8) ? "\n" : ""}`;
    return oneDockerfile(dice.chance(0.15) && !text.includes("<<") ? text.replaceAll("\n", "\r\n") : text);
  },
};
