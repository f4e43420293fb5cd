import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { packageCallsFact } from "./package-calls.ts";
import { dockerfileFact } from "../dockerfile/stages.ts";

function callsOf(body: string) {
  return packageCallsFact(dockerfileFact(parseDockerfile("Dockerfile", `FROM a\nRUN ${body}\n`)));
}

/** `pip install flask==3.0 -r:x`: manager, action, verb, and each operand as kind:name version. */
function shown(body: string): string[] {
  return callsOf(body).map(({ manager, action, verb, operands }) =>
    [
      manager,
      action,
      verb?.text ?? "-",
      ...operands.map(({ kind, name, version }) => `${kind}:${name}${version === undefined ? "" : ` ${version}`}`),
    ].join(" | "),
  );
}

describe("language package managers", () => {
  it.each<[string, string]>([
    // pip
    ["pip install flask==3.0", "pip | install | install | named:flask ==3.0"],
    ["pip3.12 install 'flask[async]>=3' x", "pip | install | install | named:flask >=3 | named:x"],
    ["pip2.7 install a", "pip | install | install | named:a"],
    ["/opt/venv/bin/pip install a", "pip | install | install | named:a"],
    ["python3 -m pip --no-input install a", "pip | install | install | named:a"],
    ["python -W ignore -u -m pip install a~=1", "pip | install | install | named:a ~=1"],
    ["pip install -r requirements.txt -c c.txt", "pip | install | install | requirements:requirements.txt"],
    ["pip install --requirement=r.txt", "pip | install | install | requirements:r.txt"],
    ["pip install -qr r.txt", "pip | install | install | requirements:r.txt"],
    ["pip install -e .", "pip | install | install | path:."],
    ["pip install '.[test]'", "pip | install | install | path:.[test]"],
    [
      "pip install ./wheel.whl x.tar.gz lib/y",
      "pip | install | install | path:./wheel.whl | path:x.tar.gz | path:lib/y",
    ],
    [
      "pip install git+https://u@h/a/b.git@v1#egg=b git+https://u@h/a/c",
      "pip | install | install | url:git+https://u@h/a/b.git@v1#egg=b @v1 | url:git+https://u@h/a/c",
    ],
    ["pip install 'b @ git+ssh://h/b@abc'", "pip | install | install | url:git+ssh://h/b@abc @abc"],
    ["pip install -i https://h/simple --target /t a", "pip | install | install | named:a"],
    ["pip install a==$V $B", "pip | install | install | dynamic:a==$V ==$V | dynamic:$B"],
    ["pip install 'a>=1,<2; python_version < \"3.9\"'", "pip | install | install | named:a >=1,<2"],
    ["pip uninstall -y a", "pip | remove | uninstall | named:a"],
    ["pip cache purge", "pip | clean | purge"],
    ["pip wheel a", "pip | other | wheel | named:a"],
    // pipx, uv, poetry, pipenv, conda
    ["pipx install --python python3.12 black==24.1", "pipx | install | install | named:black ==24.1"],
    ["uv pip install --system flask==3", "uv | install | install | named:flask ==3"],
    ["uv sync --frozen --no-dev", "uv | install | sync"],
    ["uv pip sync requirements.txt", "uv | install | sync | requirements:requirements.txt"],
    ["uv add httpx", "uv | install | add | named:httpx"],
    ["uv tool install ruff@0.6.0", "uv | install | install | named:ruff @0.6.0"],
    ["uv run app.py", "uv | other | run | named:app.py"],
    ["poetry install --only main", "poetry | install | install"],
    ["poetry add flask@^3 -G dev", "poetry | install | add | named:flask @^3"],
    ["pipenv install --deploy -r r.txt", "pipenv | install | install | requirements:r.txt"],
    ["pipenv install flask==3", "pipenv | install | install | named:flask ==3"],
    [
      "conda install -y -c conda-forge numpy=1.26 conda-forge::scipy 'x>=1'",
      "conda | install | install | named:numpy =1.26 | named:scipy | named:x >=1",
    ],
    ["micromamba create -n e -f env.yml", "conda | install | create | requirements:env.yml"],
    ["conda env create -f env.yml", "conda | install | create | requirements:env.yml"],
    ["mamba clean -afy", "conda | clean | clean"],
    // npm and its like
    ["npm install", "npm | install | install"],
    ["npm --prefix web ci", "npm | install | ci"],
    [
      "npm i -g pkg@1.2 @scope/pkg@^1 @scope/x y",
      "npm | install | i | named:pkg 1.2 | named:@scope/pkg ^1 | named:@scope/x | named:y",
    ],
    ["npm install ./lib x.tgz ../y", "npm | install | install | path:./lib | path:x.tgz | path:../y"],
    [
      "npm install git+ssh://git@h/npm.git#v1 a/b#c a/b",
      "npm | install | install | url:git+ssh://git@h/npm.git#v1 #v1 | url:a/b#c #c | url:a/b",
    ],
    ["npm install pkg@$V", "npm | install | install | dynamic:pkg@$V $V"],
    ["npm cache clean --force", "npm | clean | clean"],
    ["npm run install", "npm | other | run | named:install"],
    ["yarn", "yarn | install | -"],
    ["yarn --frozen-lockfile", "yarn | install | -"],
    ["yarn --version", "yarn | other | -"],
    ["yarn global add x@1", "yarn | install | add | named:x 1"],
    ["yarn install --network-timeout 1000", "yarn | install | install"],
    ["yarn cache clean", "yarn | clean | clean"],
    ["yarn build", "yarn | other | build"],
    ["pnpm --filter web install --frozen-lockfile", "pnpm | install | install"],
    ["pnpm add -g x@2", "pnpm | install | add | named:x 2"],
    ["pnpm store prune", "pnpm | clean | prune"],
    ["bun add x@1", "bun | install | add | named:x 1"],
    ["bun pm cache rm", "bun | clean | cache | named:rm"],
    // Ruby
    ["gem install rails:7.1 x", "gem | install | install | named:rails 7.1 | named:x"],
    ["gem install rails -v 7.1", "gem | install | install | named:rails 7.1"],
    ["gem i rails --version=7.1 --no-document", "gem | install | i | named:rails 7.1"],
    ["gem install ./x.gem", "gem | install | install | path:./x.gem"],
    ["gem install x:1 -- --with-y z", "gem | install | install | named:x 1"],
    ["bundle", "bundle | install | -"],
    ["bundle _2.5.4_ install -j 4", "bundle | install | install"],
    ["bundle add rails --version 7.1", "bundle | install | add | named:rails 7.1"],
    ["bundle exec rake", "bundle | other | exec | named:rake"],
    // Go, Rust, PHP
    ["go install -ldflags '-s -w' github.com/x/y@latest", "go | install | install | named:github.com/x/y latest"],
    ["go install -tags netgo ./...", "go | install | install | path:./..."],
    ["go get -u example.com/x@v1.2.3", "go | install | get | named:example.com/x v1.2.3"],
    ["go mod download", "go | install | download"],
    ["go run example.com/x@v1 -f y", "go | other | run | named:example.com/x v1 | named:-f | named:y"],
    ["go clean -cache", "go | clean | clean"],
    ["cargo install ripgrep --version 14.1.1 --locked", "cargo | install | install | named:ripgrep 14.1.1"],
    ["cargo +stable install ripgrep@14 bat", "cargo | install | install | named:ripgrep 14 | named:bat"],
    ["cargo install --git https://h/r --tag v1 r", "cargo | install | install | url:https://h/r v1"],
    ["cargo install --path .", "cargo | install | install | path:."],
    ["composer require a/b:^1.2 c/d", "composer | install | require | named:a/b ^1.2 | named:c/d"],
    ["composer global require a/b", "composer | install | require | named:a/b"],
    ["composer install --no-dev -d app", "composer | install | install"],
  ])("reads %s", (body, expected) => {
    expect(shown(body)).toEqual([expected]);
  });

  it.each(["python app.py", "python -c 'import pip'", "python -m venv /v", "pipdeptree", "npx x", "corepack enable"])(
    "%s is no call",
    (body) => {
      expect(shown(body)).toEqual([]);
    },
  );

  it("locates an operand at its word, or at the option with its value", () => {
    const body = "pip install -r r.txt 'flask>=3'";
    const [call] = callsOf(body);
    const text = `FROM a\nRUN ${body}\n`;
    expect(call?.operands.map(({ word }) => text.slice(word.span.start, word.span.end))).toEqual(["'flask>=3'", "-r"]);
  });
});
