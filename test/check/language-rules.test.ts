// Traps of the rules about language package managers that their own examples cannot show.
import { describe, expect, it } from "vitest";
import { dockerfileFact } from "../../src/facts/dockerfile/stages.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import dependencyCache from "../../src/rules/cleanup/dependency-cache.ts";
import devDependencies from "../../src/rules/cleanup/dev-dependencies.ts";
import npmCache from "../../src/rules/cleanup/npm-cache.ts";
import pipCache from "../../src/rules/cleanup/pip-cache.ts";
import yarnCache from "../../src/rules/cleanup/yarn-cache.ts";
import copyBeforeInstall from "../../src/rules/layers/copy-before-install.ts";
import type { Rule } from "../../src/rules/rule.ts";
import type { RuleRun } from "../../src/rules/run/run-rules.ts";
import { judge } from "../judge.ts";
import unpinnedDependencies from "../../src/rules/updates/unpinned-dependencies.ts";

const from = "FROM debian:trixie-slim\n";

function run(rules: readonly Rule[], text: string): RuleRun {
  const facts = textFacts(dockerfileFact(parseDockerfile("Dockerfile", text)), {
    today: "2026-11-24",
  });
  const result = judge(rules, { target: "Dockerfile", facts });
  const failed = result.results.find(({ verdict }) => verdict === "failed");
  if (failed !== undefined) throw new Error(failed.reason);
  return result;
}

/** `severity peer peer` of each finding. */
const found = (rule: Rule, text: string) =>
  run([rule], text).findings.map(({ severity, also }) => [severity, ...also].join(" "));

describe.each<[string, Rule, readonly string[]]>([
  [
    "cleanup/npm-cache",
    npmCache,
    [
      `${from}RUN npm run build\n`,
      `${from}RUN --mount=type=cache,target=/root/.npm npm ci\n`,
      `${from}RUN --mount=type=cache,target=/root npm ci\n`,
      `${from}RUN npm ci && npm cache clean --force\n`,
      `${from}RUN npm ci && rm -rf ~/.npm\n`,
      `${from}RUN npm ci --cache /tmp/npm\n`,
      `${from}ENV npm_config_cache=/tmp/npm\nRUN npm ci\n`,
      "FROM node:24 AS b\nRUN npm ci\nFROM node:24-slim\nCOPY --from=b /a /a\n",
    ],
  ],
  [
    "cleanup/pip-cache",
    pipCache,
    [
      `${from}ENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n`,
      `${from}ENV A=1 PIP_NO_CACHE_DIR="on"\nRUN pip install flask\n`,
      `${from}RUN export PIP_NO_CACHE_DIR=1 && pip install flask\n`,
      `${from}RUN --mount=type=cache,target=/root/.cache pip install flask\n`,
      `${from}RUN pip install --cache-dir /x flask\n`,
      `${from}RUN pip config set global.no-cache-dir true && pip install flask\n`,
      `${from}RUN <<EOF\nexport PIP_NO_CACHE_DIR=1\npip install flask\nEOF\n`,
      `${from}RUN pip freeze\n`,
      `${from}RUN pipx install black\n`,
    ],
  ],
  [
    "cleanup/yarn-cache",
    yarnCache,
    [
      `${from}RUN yarn build\n`,
      `${from}RUN yarn --version\n`,
      `${from}RUN yarn && yarn cache clean\n`,
      `${from}RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn\n`,
      `${from}ENV YARN_CACHE_FOLDER=/c\nRUN yarn\n`,
      "FROM node:24 AS b\nRUN yarn install\nFROM node:24-slim\nCOPY --from=b /a /a\n",
    ],
  ],
  [
    "cleanup/dependency-cache",
    dependencyCache,
    [
      `${from}RUN composer install --no-cache\n`,
      `${from}RUN composer install && composer clear-cache\n`,
      `${from}RUN conda install -y a && conda clean -afy\n`,
      `${from}ENV UV_NO_CACHE=1\nRUN uv sync\n`,
      `${from}RUN --mount=type=cache,target=/root/.cache/uv uv sync\n`,
      `${from}RUN --mount=type=cache,target=/root/.cache/go-build go build .\n`,
      `${from}RUN go mod download\n`,
      `${from}RUN pnpm install --frozen-lockfile\n`,
      "FROM golang:1.25 AS b\nRUN go build -o /x .\nFROM scratch\nCOPY --from=b /x /x\n",
    ],
  ],
  [
    "cleanup/dev-dependencies",
    devDependencies,
    [
      `${from}RUN npm ci --omit=dev\n`,
      `${from}ENV NODE_ENV=production\nRUN npm ci\n`,
      `${from}RUN npm ci && npm run build\n`,
      `${from}RUN npm ci\nRUN npx tsc\n`,
      `${from}RUN npm ci\nCMD ["npm", "start"]\n`,
      `${from}RUN npm install -g pm2@6\n`,
      "FROM node:24 AS b\nRUN npm ci\nFROM node:24-slim\nCOPY --from=b /a /a\n",
    ],
  ],
  [
    "layers/copy-before-install",
    copyBeforeInstall,
    [
      `${from}COPY . .\nRUN pip install .\n`,
      `${from}COPY . .\nRUN npm run build\n`,
      `${from}COPY --from=x . .\nRUN npm ci\n`,
      `${from}COPY . .\nRUN python -m pip install -e .\n`,
      `${from}COPY . .\nRUN poetry install\n`,
      `${from}COPY . .\nRUN uv sync\n`,
      `${from}COPY . .\nRUN go install ./...\n`,
      `${from}COPY package.json .\nRUN npm ci\nCOPY . .\nRUN npm ci\n`,
      `FROM a AS b\nCOPY . .\nFROM c\nRUN npm ci\n`,
    ],
  ],
  [
    "updates/unpinned-dependencies",
    unpinnedDependencies,
    [
      `${from}RUN pip install -r requirements.txt\n`,
      `${from}RUN pip install -c constraints.txt flask\n`,
      `${from}ENV PIP_CONSTRAINT=/c.txt\nRUN pip install flask\n`,
      `${from}RUN pip install . ./x.whl lib/y\n`,
      `${from}RUN npm ci && npm install && yarn && bundle install && composer install\n`,
      `${from}RUN go run main.go && go install -tags netgo ./... && go build example\n`,
      `${from}RUN cargo install --path . && cargo install --git https://h/x --rev abc\n`,
      `${from}RUN conda install -y numpy=2.3 && conda env create -f env.yml\n`,
    ],
  ],
])("%s is silent", (_, rule, texts) => {
  it.each(texts)("%j", (text) => {
    expect(found(rule, text)).toEqual([]);
  });
});

describe("updates/unpinned-dependencies names the peers that report the case", () => {
  const pip = "kics/unpinned_package_version_in_pip_install";
  it.each<[string, string[]]>([
    ["pip install flask", [`warning hadolint/DL3013 ${pip}`]],
    ["pip install flask gunicorn==23", [`info hadolint/DL3013 ${pip}`]],
    ["pip install -r r.txt flask", ["info"]],
    ["pip3.12 install flask", ["warning hadolint/DL3013"]],
    ["sudo pip install flask", [`warning ${pip}`]],
    ["sh -c 'pip install flask'", [`warning ${pip}`]],
    ["(pip install flask)", [`warning hadolint/DL3013 ${pip}`]],
    ["A=1 pip install $X", ["warning hadolint/DL3013"]],
    ["uv pip install flask", [`warning`]],
    ["npm install a@latest", ["warning"]],
    ["npm i a", ["warning kics/npm_install_without_pinned_version"]],
    ["yarn global add a", ["warning"]],
    ["pip install a && pip install b", [`warning hadolint/DL3013 ${pip}`, "warning hadolint/DL3013"]],
    ["gem install --no-document a", ["warning kics/gem_install_without_version"]],
    ["go get foobar", []],
    ['["npm", "add", "a"]', ["warning kics/npm_install_without_pinned_version"]],
    ['["go", "install", "example.com/x@latest"]', ["warning hadolint/DL3062"]],
  ])("%s", (body, expected) => {
    expect(found(unpinnedDependencies, `${from}RUN ${body}\n`)).toEqual(expected);
  });

  it("names none that do not read ONBUILD", () => {
    expect(found(unpinnedDependencies, `${from}ONBUILD RUN pip install a\n`)).toEqual(["warning hadolint/DL3013"]);
  });

  it("names what is open and how to close it", () => {
    const [finding] = run([unpinnedDependencies], `${from}RUN pip install 'a[x]' b c d e==1\n`).findings;
    expect(finding?.message).toMatch(/newest a, b, c and 1 more .*`a==VERSION`; `pip install --require-hashes/);
    const [global] = run([unpinnedDependencies], `${from}RUN npm i -g a\n`).findings;
    expect(global?.message).toMatch(/newest a of the day: write `a@VERSION`$/);
  });
});

describe("cleanup/pip-cache", () => {
  const kics = "kics/pip_install_keeping_cached_packages";
  it.each<[string, string[]]>([
    [`${from}RUN pip install a\n`, [`warning hadolint/DL3042 ${kics}`]],
    [`${from}RUN pip install a && rm -rf ~/.cache\n`, [`info hadolint/DL3042 ${kics}`]],
    [`FROM a AS b\nRUN pip install a\nFROM c\n`, [`info hadolint/DL3042 ${kics}`]],
    [`FROM a AS b\nENV PIP_NO_CACHE_DIR=1\nFROM b\nENV PIP_NO_CACHE_DIR=0\nRUN pip install a\n`, [`warning ${kics}`]],
    [`FROM p:1\nENV PIP_NO_CACHE_DIR=1\nFROM p:2\nRUN pip install a\n`, [`warning ${kics}`]],
    [`${from}ENV PIP_NO_CACHE_DIR off\nRUN pip3.12 install a\n`, ["warning hadolint/DL3042"]],
    [`${from}RUN pip install --no-cache-dir a && pip install b\n`, [`warning hadolint/DL3042 ${kics}`]],
  ])("%j", (text, expected) => {
    expect(found(pipCache, text)).toEqual(expected);
  });

  it.each(["pip cache list", "pip wheel a", "pip download a"])("offers no fix where `%s` uses the cache", (use) => {
    expect(run([pipCache], `${from}RUN pip install a\nRUN ${use}\n`).fixes).toEqual([]);
  });

  it("offers no fix in a trigger, and allows the cache of the user in force", () => {
    expect(run([pipCache], `${from}ONBUILD RUN pip install a\n`).fixes).toEqual([]);
    const { fixes } = run([pipCache], `${from}USER app:app\nRUN pip install a\nUSER late\n`);
    expect(fixes[0]?.fix.delta).toEqual(["/root/.cache", "/home/app/.cache"]);
  });
});
